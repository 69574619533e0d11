/**
 * Channels, selects, locks, timers and goroutines against the world of test/world.ts, step by step, and the proof
 * that the world would notice: the same programs on channels and selects with a fault.
 */
import { type Chan, chan } from "@gopark/core";
import { HChan, m, type RecvOp, type SendOp, wake } from "@gopark/core/internal";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { holds, timeout } from "../../core/test/property.js";
import { follow } from "../test/follow.js";
import { programs } from "../test/program.js";
import { SelectOp } from "./selectgo.js";

const fake = useFakeHost();
const { locate } = m;
// Looking up the lines of every deadlock takes longer than all the rest.
beforeAll(() => void (m.locate = null));
afterAll(() => void (m.locate = locate));

describe("random programs over channels, selects, locks, timers and goroutines", () => {
  it("do in every step what Go's do, and end as Go's end", { timeout }, () =>
    holds(
      fc.asyncProperty(programs(0), (program) => follow(program, fake.host)),
      1500,
    ),
  );

  it("do so beside callers that await operations outside goroutines", { timeout }, () =>
    holds(
      fc.asyncProperty(programs(3), (program) => follow(program, fake.host)),
      1000,
    ),
  );
});

describe("a fault is noticed", () => {
  /** What is said of the first program in which the fault shows. */
  async function complaintOf(make?: (cap: number) => Chan<unknown>): Promise<string> {
    const property = fc.asyncProperty(programs(0), (program) => follow(program, fake.host, make));
    const { failed, errorInstance } = await fc.check(property, {
      numRuns: 1000,
      seed: 1,
      endOnFailure: true,
    });
    expect(failed).toBe(true);
    return String(errorInstance);
  }
  const broken =
    (Broken: new (cap: number) => HChan<unknown>) =>
    (cap: number): Chan<unknown> =>
      new Broken(cap) as unknown as Chan<unknown>;

  it("a value that is dropped when the buffer is full", async () => {
    class Dropping extends HChan<unknown> {
      override offer(op: SendOp): boolean {
        return super.offer(op) || this.cap > 0;
      }
    }
    expect(await complaintOf(broken(Dropping))).toContain("W1");
  });

  it("a sender that is overtaken by one that waits", async () => {
    class Overtaking extends HChan<unknown> {
      override obtain(op: RecvOp): boolean {
        const sender = this.cap > 0 ? this.sendq.dequeue() : null;
        if (sender === null) return super.obtain(op);
        op.value = sender.elem;
        sender.ok = true;
        wake(sender);
        return true;
      }
    }
    expect(await complaintOf(broken(Overtaking))).toMatch(/W4|gets/);
  });

  it("a receiver that is not woken", async () => {
    class Silent extends HChan<unknown> {
      override offer(op: SendOp): boolean {
        if (this.isClosed || this.recvq.first === null || this.cap === 0) return super.offer(op);
        this.ring.append(op.value);
        return true;
      }
    }
    expect(await complaintOf(broken(Silent))).toMatch(/C2|should wait/);
  });

  it("a close that wakes only the first", async () => {
    class Half extends HChan<unknown> {
      override close(): void {
        const later = this.recvq.first?.after ?? null;
        if (later !== null) this.recvq.withdraw(later);
        super.close();
      }
    }
    expect(await complaintOf(broken(Half))).toMatch(/should wait|nobody waits/);
  });

  it("a select that takes a second case as well", async () => {
    const { poll } = SelectOp.prototype;
    const greedy = vi.spyOn(SelectOp.prototype, "poll").mockImplementation(function (this: any) {
      const isReady = poll.call(this);
      return this.ops.length > 1 && isReady ? this.ops[(this.chosen + 1) % this.ops.length].poll() : isReady;
    });
    try {
      expect(await complaintOf()).toContain("is looked at");
    } finally {
      greedy.mockRestore();
    }
  });

  it("a select that forgets a line when it begins to wait", async () => {
    const { enroll } = SelectOp.prototype;
    const forgetful = vi.spyOn(SelectOp.prototype, "enroll").mockImplementation(function (this: any, sudog) {
      if (this.ops.length > 1) {
        this.ops.pop();
        this.labels.pop();
      }
      enroll.call(this, sudog);
    });
    try {
      expect(await complaintOf()).toContain("does not stand in all its lines");
    } finally {
      forgetful.mockRestore();
    }
  });

  it("nothing, if there is none", async () => {
    const property = fc.asyncProperty(programs(0), (program) => follow(program, fake.host, chan));
    expect((await fc.check(property, { numRuns: 100, seed: 1 })).failed).toBe(false);
  });
});
