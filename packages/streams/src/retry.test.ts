import { numGoroutine, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import {
  buffer,
  collect,
  flatMap,
  forEach,
  map,
  pipe,
  retry,
  take,
  tap,
  timeout,
  withContext,
} from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("retry", () => retry(1), { ahead: 2, catches: true });

const fake = useFakeHost();

/** Fails that many times, at the value 2 or another. */
function flaky(times: number, at = 2): ReturnType<typeof map<number, number>> {
  let failures = 0;
  return map((n) => {
    if (n === at && failures++ < times) throw new Error(`failure ${failures}`);
    return n;
  });
}

test("runs again from the start, so many times", async () => {
  expect(await valuesOf(fake, pipe([1, 2, 3], flaky(2), retry(2)))).toEqual([1, 1, 1, 2, 3]);
  const error = await fake.host.finish(
    Promise.resolve(pipe([1, 2], flaky(3), retry(2), collect())).then(undefined, (e) => e),
  );
  expect([error.stage, error.message]).toEqual(["map (stage 1)", "map (stage 1): failure 3"]);
});

test("waits between attempts, longer each time, up to a bound", async () => {
  const start = fake.host.time;
  const times: number[] = [];
  const seen = tap<number>((n) => void (n === 1 && times.push(fake.host.time - start)));
  await valuesOf(fake, pipe([1, 2], seen, flaky(4), retry({ delay: 10, backoff: 2, maxDelay: 35 })));
  expect(times).toEqual([0, 10, 30, 65, 100]);
});

test("a value may count as success", async () => {
  const values = pipe([1, 2], flaky(5), retry({ count: 1, resetOnSuccess: true }));
  expect(await valuesOf(fake, values)).toEqual([1, 1, 1, 1, 1, 1, 2]);
});

test("bad options are mistakes at once", () => {
  expect(() => retry(-1)).toThrow("retry: count: want an integer from 0 up");
  expect(() => retry({ delay: Number.NaN })).toThrow("retry: delay: want milliseconds");
});

test("what failed is closed before it is opened again, however many goroutines it has", async () => {
  const log: string[] = [];
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]() {
      log.push("open");
      return {
        next: async () => ({ done: false, value: 1 }),
        return: async () => {
          await sleep(5);
          log.push("closed");
          return { done: true, value: undefined };
        },
      };
    },
  };
  const values = pipe(source, buffer(1), timeout(50), flaky(1, 1), buffer(1), retry(1), take(2));
  expect(await valuesOf(fake, values)).toEqual([1, 1]);
  expect(log).toEqual(["open", "closed", "open", "closed"]);
});

test("a pipeline that a failed attempt performs is closed before it is opened again", async () => {
  const probe = new Probe();
  let attempts = 0;
  const performing = flatMap(function* (n: number) {
    if (n === 1)
      return yield* pipe(
        probe.async(),
        forEach(() => sleep(100)),
      );
    if (attempts++ === 0) yield* sleep(5);
    else return probe.closed;
    throw new Error("boom");
  });
  const values = pipe([1, 2], performing, retry(1), take(1));
  expect(await valuesOf(fake, values)).toEqual([1]);
});

test("cancelled while what failed is being closed, it does not begin again", async () => {
  const probe = new Probe();
  const abort = new AbortController();
  const all = pipe(probe.async(), buffer(1), flaky(1, 0), retry(1), withContext(abort.signal), collect());
  const ended = Promise.resolve(all).catch((error) => error);
  await fake.host.settle();
  expect([probe.opened, probe.closed]).toEqual([1, 0]);
  abort.abort("enough");
  expect(await fake.host.finish(ended)).toBe("enough");
  expect([probe.opened, probe.closed, numGoroutine()]).toEqual([1, 1, 0]);
});
