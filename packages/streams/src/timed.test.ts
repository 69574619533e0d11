import { now, numGoroutine, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { MORE, STOP } from "./codes.js";
import { push } from "./feed.js";
import { collect, interval, pipe, take } from "./index.js";
import { boundary, type Operator } from "./stage.js";
import { Timed } from "./timed.js";

const fake = useFakeHost();

/** A stage that gives what comes first, each time, and when: a value, or "timer", which runs `ms` from the start. */
function told(ms: number, busy = 0): Operator<number, unknown> {
  return boundary("told", function* (up, head) {
    const timed = new Timed(up);
    timed.timer.reset(ms);
    const begin = now();
    if (busy > 0) yield* sleep(busy);
    try {
      for (;;) {
        const event = yield* timed.next();
        if (event?.[1] === false) return MORE;
        const entry = [event === null ? "timer" : event[0], now() - begin];
        if ((yield* push(entry, head)) === STOP) return STOP;
      }
    } finally {
      timed.leave();
    }
  });
}

test("K1 what comes first is given, by core's clock", async () => {
  const all = pipe(interval(10), take(3), told(15), collect());
  expect(await fake.host.finish(Promise.resolve(all))).toEqual([
    [0, 10],
    ["timer", 15],
    [1, 20],
    [2, 30],
  ]);
});

test("K2 a value that is there goes before a timer that has fired", async () => {
  const all = pipe([1], told(5, 20), take(2), collect());
  expect(await fake.host.finish(Promise.resolve(all))).toEqual([
    [1, 20],
    ["timer", 20],
  ]);
});

test("it leaves no timer and no goroutine", async () => {
  const all = pipe(interval(10), told(1000), take(1), collect());
  await fake.host.finish(Promise.resolve(all));
  expect([numGoroutine(), fake.host.nextTimer]).toEqual([0, undefined]);
});

test("a pause waits for the timer alone, and a timer that was stopped does not fire", async () => {
  const stage = boundary<number, number>("pause", function* (up, head) {
    const timed = new Timed(up);
    const begin = now();
    try {
      timed.timer.reset(5);
      yield* timed.pause();
      timed.timer.reset(5);
      timed.timer.stop();
      const [value] = (yield* timed.next()) ?? [];
      return yield* push([value, now() - begin], head);
    } finally {
      timed.leave();
    }
  });
  expect(await fake.host.finish(Promise.resolve(pipe(interval(20), stage, collect())))).toEqual([[0, 20]]);
});
