import { chan, type Go, run, sleep } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { settle } from "./feed.js";
import { MapStep } from "./map.js";
import { Scope } from "./scope.js";
import { Flow, FuncStep, isBody, isGenerator, Step } from "./step.js";
import { StreamError } from "./stream-error.js";

const fake = useFakeHost();

/** The end of a chain: keeps what comes, and answers MORE `room` times. */
class Log extends Step {
  readonly log: unknown[] = [];
  room = Number.POSITIVE_INFINITY;

  push(value: unknown): Code {
    this.log.push(value);
    return --this.room > 0 ? MORE : STOP;
  }

  override end(): Code {
    this.log.push("end");
    return STOP;
  }
}

/** Waits a millisecond with each value. */
class Slow extends Step {
  push(value: unknown): Code {
    return this.flow.park(
      this,
      sleep(1).map(() => value),
    );
  }

  override resume(value: unknown): Code {
    return this.next.push(value);
  }
}

/** Pushes two values for each. */
class Twice extends Step {
  push(value: unknown): Code {
    return this.spread([`${value}a`, `${value}b`]);
  }
}

/** Gives its first value and ends. */
class First extends Step {
  push(value: unknown): Code {
    return this.conclude(value);
  }
}

function newFlow(): Flow {
  return new Flow(new Scope(currentSched(), null, true));
}

test("T1 T2 who answers STOP of its own accord has ended the next, and end goes through all", () => {
  const flow = newFlow();
  const log = new Log(null, flow);
  expect(new First(new MapStep(log, flow, (n: number) => n * 2), flow).push(2)).toBe(STOP);
  expect(log.log).toEqual([4, "end"]);
  expect(new Slow(new Slow(log, flow), flow).end()).toBe(STOP);
  expect(log.log).toEqual([4, "end", "end"]);
});

test("T1 a STOP that came from the next is passed on, and nothing is called after it", () => {
  const flow = newFlow();
  const log = new Log(null, flow);
  log.room = 1;
  expect(new Twice(log, flow).push("x")).toBe(STOP);
  expect(new First(new Twice(log, flow), flow).push("y")).toBe(STOP);
  expect(log.log).toEqual(["xa", "ya"]);
});

test("T3 T4 steps that wait go on where they were, inner ones first", async () => {
  const flow = newFlow();
  const log = new Log(null, flow);
  const head = new Twice(new Twice(new Slow(log, flow), flow), flow);
  expect(head.push("")).toBe(PARK);
  expect(await fake.host.finish(run(() => settle(flow)))).toBe(MORE);
  expect(log.log).toEqual(["aa", "ab", "ba", "bb"]);
  expect(flow.rest).toEqual([]);
});

test("T4 the last value of all is followed by the end, also if it has to wait", async () => {
  const flow = newFlow();
  const log = new Log(null, flow);
  expect(new First(new Slow(log, flow), flow).push(1)).toBe(PARK);
  expect(await fake.host.finish(run(() => settle(flow)))).toBe(STOP);
  expect(log.log).toEqual([1, "end"]);
});

test.each([
  [
    "throws",
    () => {
      throw new Error("boom");
    },
  ],
  ["rejects", () => Promise.reject(new Error("boom"))],
  [
    "panics",
    function* () {
      throw new Error("boom");
    },
  ],
])("T5 what a function %s leaves the step with its name", async (_how, f) => {
  const flow = newFlow();
  const step = new MapStep(new Log(null, flow), flow, f);
  step.where = "map (stage 3)";
  const error = await fake.host.finish(
    run(function* (): Go<any> {
      try {
        if (step.push(1) === PARK) yield* settle(flow);
        return null;
      } catch (error) {
        return error;
      }
    }),
  );
  expect(error).toBeInstanceOf(StreamError);
  expect([error.stage, error.cause.message]).toEqual(["map (stage 3)", "boom"]);
});

test("a function step holds the value while its function's result is waited for", async () => {
  class Keep extends FuncStep {
    protected take(value: unknown, result: unknown): Code {
      return this.next.push([value, result]);
    }
  }
  const flow = newFlow();
  const log = new Log(null, flow);
  const step = new Keep(log, flow, (value: number, index: number) =>
    index === 0 ? value + 1 : Promise.resolve(index),
  );
  expect(step.push(5)).toBe(MORE);
  expect(step.push(7)).toBe(PARK);
  await fake.host.finish(run(() => settle(flow)));
  expect(log.log).toEqual([
    [5, 6],
    [7, 1],
  ]);
});

test("the idler is told before the goroutine waits", async () => {
  const flow = newFlow();
  const log = new Log(null, flow);
  class Idler extends Step {
    push(): Code {
      return MORE;
    }
    idle(): Code {
      return this.next.push("idle");
    }
  }
  flow.idler = new Idler(log, flow);
  new Slow(log, flow).push(1);
  await fake.host.finish(run(() => settle(flow)));
  expect(log.log).toEqual(["idle", 1]);
});

test("promises, operations and generators are waited for, other values are not", () => {
  function* body() {}
  expect([Promise.resolve(), sleep(1), body()].map(isBody)).toEqual([true, true, true]);
  expect([null, 1, "then", [], new Set(), () => {}, { next() {} }].some(isBody)).toBe(false);
  expect([isGenerator(body()), isGenerator([].values())]).toEqual([true, false]);
});

/** Spreads arrays. */
class Spread extends Step {
  push(list: readonly unknown[]): Code {
    return this.spread(list);
  }
}

/** Keeps what comes; STOP after the value "stop", a wait before "wait". */
class Heard extends Step {
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
  const flow = newFlow();
  const log = new Heard(null, flow);
  const step = new Spread(log, flow);
  expect([step.push([1, 2]), step.push([]), step.push([3])]).toEqual([MORE, MORE, MORE]);
  expect(log.log).toEqual([1, 2, 3]);
});

test("pushes nothing after it was told to stop", () => {
  const flow = newFlow();
  const log = new Heard(null, flow);
  expect(new Spread(log, flow).push([1, "stop", 2])).toBe(STOP);
  expect(log.log).toEqual([1, "stop"]);
});

test("goes on behind a value that had to wait", async () => {
  const flow = newFlow();
  const log = new Heard(null, flow);
  expect(new Spread(log, flow).push([1, "wait", "wait", 2])).toBe(PARK);
  expect(await fake.host.finish(run(() => settle(flow)))).toBe(MORE);
  expect(log.log).toEqual([1, "waited", "waited", 2]);
});
