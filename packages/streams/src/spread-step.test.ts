import { chan, run } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { Scope } from "./scope.js";
import { SpreadStep } from "./spread-step.js";
import { Flow, Step } from "./step.js";

/** Spreads arrays. */
class Spread extends SpreadStep {
  push(list: readonly unknown[]): Code {
    return this.spread(list);
  }
}

/** Keeps what comes; STOP after the value "stop", a wait before "wait". */
class Log extends Step {
  readonly log: unknown[] = [];

  push(value: unknown): Code {
    if (value === "wait") {
      const ready = chan<string>(1);
      ready.trySend("waited");
      return this.flow.park(this, ready.recv());
    }
    this.log.push(value);
    return value === "stop" ? STOP : MORE;
  }

  override resume(value: unknown): Code {
    this.log.push(value);
    return MORE;
  }
}

test("pushes all values of an array, then those of the next", () => {
  const flow = new Flow(new Scope(currentSched(), null, true));
  const log = new Log(null, flow);
  const step = new Spread(log, flow);
  expect([step.push([1, 2]), step.push([]), step.push([3])]).toEqual([MORE, MORE, MORE]);
  expect(log.log).toEqual([1, 2, 3]);
});

test("pushes nothing after it was told to stop", () => {
  const flow = new Flow(new Scope(currentSched(), null, true));
  const log = new Log(null, flow);
  expect(new Spread(log, flow).push([1, "stop", 2])).toBe(STOP);
  expect(log.log).toEqual([1, "stop"]);
});

test("goes on behind a value that had to wait", async () => {
  const flow = new Flow(new Scope(currentSched(), null, true));
  const log = new Log(null, flow);
  expect(new Spread(log, flow).push([1, "wait", "wait", 2])).toBe(PARK);
  expect(await run(() => flow.settle())).toBe(MORE);
  expect(log.log).toEqual([1, "waited", "waited", 2]);
});
