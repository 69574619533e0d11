import { runInThisContext } from "node:vm";
import { G, m, Sched } from "@gopark/core/internal";
import { afterEach, describe, expect, it } from "vitest";
import { interruptAll, offerBusyDump } from "./busy.js";
import { type MDump, silence } from "./dumps.js";
import { join, newMemory } from "./thread.js";

const KEY = Symbol.for("gopark.dump");

/** A goroutine of this M. */
function goroutine(sched: Sched, id: number, name: string): G {
  const g = new G(
    id,
    sched.p,
    Object.defineProperty(() => {}, "name", { value: name }),
    undefined,
  );
  sched.allgs.add(g);
  return g;
}

/** Does as the inspector does: evaluates the expression in the middle of what calls this. */
function inspected(): MDump {
  return JSON.parse(runInThisContext(`eval('globalThis[Symbol.for("gopark.dump")]()')`) as string);
}

describe("the dump of an M in synchronous code", () => {
  afterEach(() => {
    m.g = null;
    Reflect.deleteProperty(globalThis, KEY);
  });

  it("tells of the goroutine that runs with all its frames, and of the others as always", () => {
    join(newMemory(1 << 20), 2);
    const sched = new Sched(10, () => {});
    goroutine(sched, 7, "waits");
    const running = goroutine(sched, 8, "runs");
    running.site = "created by goroutine 1\n\tmain.ts:5\n";
    offerBusyDump(sched);
    m.g = running;
    const { index, started, text } = (function spins() {
      return inspected();
    })();
    expect([index, started]).toEqual([2, []]);
    expect(text).toMatch(/^goroutine 7 \[.*\]:\nwaits\(\.\.\.\)\n\ngoroutine 8 \[running\]:\n\tat /);
    expect(text).toMatch(/\n\tat spins \(.*busy\.test\.ts:\d+:\d+\)\n/);
    expect(text).toMatch(/\ncreated by goroutine 1\n\tmain\.ts:5\n$/);
    expect(text).not.toContain("(eval at ");
  });

  it("tells where it stands outside goroutines", () => {
    join(newMemory(1 << 20), 2);
    offerBusyDump(new Sched(10, () => {}));
    const { text } = (function loads() {
      return inspected();
    })();
    expect(text).toMatch(/^M2: outside goroutines:\n(\tat .*\n)*\tat loads \(/);
  });

  it("is asked for nobody, if all have answered", async () => {
    const dumps = [{ index: 1, text: "", started: [] }];
    expect(await interruptAll(dumps)).toBe(dumps);
  });

  it("is not to be had of a thread that is not there", async () => {
    expect(await interruptAll([silence(1)])).toEqual([silence(1)]);
  });
});
