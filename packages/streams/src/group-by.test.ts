import { chan } from "@gopark/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import {
  buffer,
  collect,
  concatMap,
  flatMap,
  groupBy,
  map,
  pipe,
  type Stream,
  share,
  take,
} from "./index.js";
import { stageContract, valuesOf } from "./stage.contract.js";

stageContract("groupBy", () => groupBy((n) => n % 2), {
  reader: () => flatMap((g: Stream<number>) => g) as never,
  ahead: 12,
});

const fake = useFakeHost();

test("divides a list by key", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), async (xs) => {
      const groups = pipe(
        xs,
        groupBy((n) => n),
        flatMap(
          (g) =>
            pipe(
              g,
              collect(),
              map((all) => [g.key, all.length]),
            ),
          Number.POSITIVE_INFINITY,
        ),
      );
      const model = [...new Set(xs)].map((key) => [key, xs.filter((n) => n === key).length]);
      expect((await valuesOf(fake, groups)).sort()).toEqual(model.sort());
    }),
    { numRuns: 30 },
  );
});

test("the values of a group that was left are dropped", async () => {
  const groups = pipe(
    [0, 1, 2, 3, 4, 5],
    groupBy((n) => n % 2),
    flatMap((g) => (g.key === 0 ? pipe(g, take(1)) : g)),
  );
  expect((await valuesOf(fake, groups)).sort()).toEqual([0, 1, 3, 5]);
});

test.each<[string, (g: Stream<number>) => Stream<number>]>([
  ["a stage with a goroutine", (g) => pipe(g, buffer(1))],
  ["a share", (g) => pipe(g, share(), buffer(1))],
  [
    "a pipeline of their own",
    (g) =>
      pipe(
        [g],
        concatMap(function* (g) {
          yield 1;
          yield* pipe(g, collect());
        }),
        buffer(1),
      ),
  ],
])("groups that %s reads are left without an error", async (_reader, read) => {
  const open = chan<number>(3);
  for (const n of [1, 2, 3]) open.trySend(n);
  const values = pipe(
    open,
    groupBy((n) => n),
    flatMap((g) => read(g)),
    take(3),
  );
  expect(await valuesOf(fake, values)).toHaveLength(3);
});

test("an error of the function has the stage's name", async () => {
  const failing = pipe(
    [1],
    groupBy((): number => {
      throw new Error("boom");
    }),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(failing).then(undefined, (e) => e));
  expect(error.message).toBe("groupBy (stage 1): boom");
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => groupBy(bad as never)).toThrow(/^groupBy: want a function, got /);
  }
});
