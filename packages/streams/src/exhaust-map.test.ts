import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, exhaustMap, interval, map, pipe, take } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("exhaustMap", () => exhaustMap(async (n) => n), { ahead: Number.POSITIVE_INFINITY });

const fake = useFakeHost();

test("values that come while a source is being read are dropped", async () => {
  const busy = pipe(
    interval(10),
    take(5),
    exhaustMap((n) =>
      pipe(
        interval(12),
        take(2),
        map((i) => [n, i]),
      ),
    ),
  );
  expect(await valuesOf(fake, busy)).toEqual([
    [0, 0],
    [0, 1],
    [3, 0],
    [3, 1],
  ]);
});

test("an error of the inner source has the stage's name", async () => {
  const failing = pipe(
    [1],
    exhaustMap(() => new Probe(2, 1).async()),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(failing).then(undefined, (e) => e));
  expect(error.stage).toBe("exhaustMap (stage 1)");
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => exhaustMap(bad as never)).toThrow(/^exhaustMap: want a function, got /);
  }
});
