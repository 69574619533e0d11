import { describe, expect, test } from "vitest";
import { opContract } from "../../test/op-contract.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { stack } from "../debug.js";
import { go } from "../go.js";
import { type Go, gosched, type Op } from "../op.js";
import type { G } from "./g.js";
import { m } from "./m.js";
import { Operation } from "./operation.js";
import { DONE, FRESH, PARKED } from "./opstate.js";
import { type Sudog, wake } from "./sudog.js";
import { WaitQ } from "./waitq.js";
import type { WaitReason } from "./waitreason.js";

/** A gate: those who pass wait until it opens. The least that an operation can be. */
class Gate {
  isOpen = false;
  readonly line: WaitQ = new WaitQ("gate");

  pass(): PassOp {
    return new PassOp(this);
  }

  /** Lets the first in line pass. */
  letOne(): void {
    const sudog = this.line.dequeue();
    if (sudog !== null) wake(sudog);
  }
}

class PassOp extends Operation<string> {
  readonly gate: Gate;
  /** The steps that were taken, in order. */
  readonly steps: string[] = [];

  constructor(gate: Gate) {
    super();
    this.gate = gate;
  }

  poll(): boolean {
    this.steps.push("poll");
    return this.gate.isOpen;
  }

  enroll(sudog: Sudog): void {
    this.steps.push("enroll");
    this.gate.line.enqueue(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.steps.push("withdraw");
    this.gate.line.withdraw(sudog);
  }

  finish(sudog: Sudog | null): string {
    this.steps.push("finish");
    return sudog === null ? "at once" : "after a wait";
  }

  get waitReason(): string {
    return "gate";
  }
}

opContract("an operation of one's own", {
  ready: () => {
    const gate = new Gate();
    gate.isOpen = true;
    return { make: () => gate.pass(), outcome: { value: "at once" } };
  },
  waiting: () => {
    const gate = new Gate();
    return { make: () => gate.pass(), outcome: { value: "after a wait" }, complete: () => gate.letOne() };
  },
});

describe("the steps of an operation", () => {
  test("made: none", () => {
    const op = new Gate().pass();
    expect([op.steps, op.state]).toEqual([[], FRESH]);
  });

  test("performed when it can complete: poll, finish", () =>
    run(function* () {
      const gate = new Gate();
      gate.isOpen = true;
      const op = gate.pass();
      yield* op;
      expect([op.steps, op.state]).toEqual([["poll", "finish"], DONE]);
    }));

  test("performed when it has to wait: poll, enroll, and when it is woken finish", () =>
    run(function* () {
      const gate = new Gate();
      const op = gate.pass();
      const g = go(() => op);
      yield* settle();
      expect([op.steps, op.state]).toEqual([["poll", "enroll"], PARKED]);
      gate.letOne();
      expect(op.steps.length).toBe(2);
      expect(yield* g.join()).toBe("after a wait");
      expect(op.steps).toEqual(["poll", "enroll", "finish"]);
    }));

  test("awaited: the same", async () => {
    const gate = new Gate();
    const op = gate.pass();
    const passed = op.then((v) => v);
    gate.letOne();
    expect(await passed).toBe("after a wait");
    expect(op.steps).toEqual(["poll", "enroll", "finish"]);
  });

  test("mapped: the same", () =>
    run(function* () {
      const gate = new Gate();
      const op = gate.pass();
      const g = go(() => op.map((v) => v.length));
      yield* settle();
      gate.letOne();
      expect(yield* g.join()).toBe("after a wait".length);
      expect(op.steps).toEqual(["poll", "enroll", "finish"]);
    }));

  test("the program ends meanwhile: withdraw, and no finish", async () => {
    const gate = new Gate();
    const op = gate.pass();
    await run(function* () {
      go(() => op);
      yield* settle();
    });
    expect(op.steps).toEqual(["poll", "enroll", "withdraw"]);
    expect(gate.line.first).toBe(null);
  });

  test("the slice ends as it completes: finish comes when the goroutine goes on, and before anything else of it", async () => {
    const gate = new Gate();
    gate.isOpen = true;
    let rounds = 0;
    let others = 0;
    await run(
      function* () {
        const other = go(function* (): Go {
          while (rounds < 100_000) {
            others++;
            yield* gosched();
          }
        });
        for (; rounds < 100_000; rounds++) {
          const op = gate.pass();
          expect(yield* op).toBe("at once");
          if (op.steps.join() !== "poll,finish") expect.unreachable();
        }
        yield* other.join();
      },
      { slice: 0.05 },
    );
    expect(others).toBeGreaterThan(5);
  });

  test("a dump gives its reason", () =>
    run(function* () {
      go(() => new Gate().pass());
      yield* settle();
      expect(stack()).toContain("goroutine 2 [gate]:");
    }));

  test("a throw of poll or finish is the goroutine's, which runs on", () =>
    run(function* () {
      class Broken extends PassOp {
        readonly step: string;

        constructor(step: string, isOpen: boolean) {
          const gate = new Gate();
          gate.isOpen = isOpen;
          super(gate);
          this.step = step;
        }

        override poll(): boolean {
          if (this.step === "poll") throw new Error("poll");
          return super.poll();
        }

        override finish(sudog: Sudog | null): string {
          if (this.step === "finish") throw new Error("finish");
          return super.finish(sudog);
        }
      }
      const errors: string[] = [];
      for (const op of [new Broken("poll", true), new Broken("finish", true)]) {
        try {
          yield* op;
        } catch (error) {
          errors.push((error as Error).message);
        }
        yield* gosched();
      }
      expect(errors).toEqual(["poll", "finish"]);
    }));
});

describe("what an operation has taken at once, when the slice ends with it", () => {
  /** Takes a turn, always at once. */
  class Turn extends Operation<void> {
    /** Turns that are out. */
    out = 0;

    poll(): boolean {
      this.out++;
      return true;
    }

    enroll(): void {}

    withdraw(): void {}

    finish(): void {}

    abandon(): void {
      this.out--;
    }

    get waitReason(): WaitReason {
      return "a turn";
    }
  }

  /** Performs `op` in a goroutine whose slice is over, and ends the program when `isOver` says so. */
  async function perform(op: Op<unknown>, rounds: number, onExit: "drop" | "unwind"): Promise<void> {
    await run(
      function* () {
        go(function* () {
          (m.g as G).p.sliceEnd = 0;
          m.budget = 0;
          yield* op;
          for (;;) yield* gosched();
        });
        for (let i = 0; i < rounds; i++) yield* gosched();
      },
      { onExit },
    );
  }

  test.each(["drop", "unwind"] as const)(
    "is given back if the program ends before it goes on: %s",
    async (onExit) => {
      for (const isMapped of [false, true]) {
        const turn = new Turn();
        await perform(isMapped ? turn.map(() => 1).map((v) => v) : turn, 1, onExit);
        expect(turn.out).toBe(0);
      }
    },
  );

  test("is kept if it has gone on, although it is runnable again when the program ends", async () => {
    for (const isMapped of [false, true]) {
      const turn = new Turn();
      await perform(isMapped ? turn.map(() => 1) : turn, 4, "drop");
      expect(turn.out).toBe(1);
    }
  });
});
