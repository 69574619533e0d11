import { sleep } from "@gopark/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, map, pipe, StreamError } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("map", () => map((n) => n + 1));
stageContract("map of promises", () => map(async (n) => n + 1));
stageContract("map of bodies", () =>
  map(function* (n) {
    yield* sleep(1);
    return n + 1;
  }),
);

test("is the map of lists", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 20 }), async (xs) => {
      expect(
        await pipe(
          xs,
          map((n, i) => n * 2 + i),
          collect(),
        ),
      ).toEqual(xs.map((n, i) => n * 2 + i));
    }),
    { numRuns: 50 },
  );
});

test("what f gives may be a promise, an operation or a goroutine's body, one at a time", async () => {
  let atWork = 0;
  const values = await pipe(
    [1, 2, 3, 4],
    map((n) => {
      expect(atWork).toBe(0);
      if (n === 1) return Promise.resolve("promise");
      if (n === 2) return sleep(0).map(() => "operation");
      if (n === 3) return "plain";
      return (function* () {
        atWork++;
        yield* sleep(0);
        atWork--;
        return "body";
      })();
    }),
    collect(),
  );
  expect(values).toEqual(["promise", "operation", "plain", "body"]);
});

test("what f throws, or a promise rejects with, arrives once, with the stage's name", async () => {
  const boom = new Error("boom");
  const ways = [
    () => {
      throw boom;
    },
    () => Promise.reject(boom),
    function* () {
      yield* sleep(0);
      throw boom;
    },
  ];
  for (const way of ways) {
    const error = await pipe(
      [1],
      map((n) => n),
      map(way),
      collect(),
    ).then(undefined, (e) => e);
    expect(error).toBeInstanceOf(StreamError);
    expect([error.stage, error.cause, error.message]).toEqual(["map (stage 2)", boom, "map (stage 2): boom"]);
  }
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => map(bad as never)).toThrow(/^map: want a function, got /);
  }
});
