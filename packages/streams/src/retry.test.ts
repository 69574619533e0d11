import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, map, pipe, retry, tap } from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("retry", () => retry(1), { ahead: 2, catches: true });

const fake = useFakeHost();

/** Fails that many times, at the second value. */
function flaky(times: number): ReturnType<typeof map<number, number>> {
  let failures = 0;
  return map((n) => {
    if (n === 2 && failures++ < times) throw new Error(`failure ${failures}`);
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
