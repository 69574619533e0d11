import { sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { buffer, catchError, collect, flatMap, forEach, map, pipe } from "./index.js";
import { Probe, stageContract } from "./stage.contract.js";

stageContract("catchError", () => catchError(() => [1]), { ahead: 2, catches: true });

test("goes on with another source, told what was thrown", async () => {
  const boom = new Error("boom");
  const failing = map((n: number) => {
    if (n === 3) throw boom;
    return n;
  });
  const values = pipe(
    [1, 2, 3, 4],
    failing,
    catchError((error) => [error === boom, "done"]),
    collect(),
  );
  expect(await values).toEqual([1, 2, true, "done"]);
});

test("closes what failed before it goes on", async () => {
  const probe = new Probe();
  const failing = map(() => {
    throw new Error("boom");
  });
  await pipe(
    probe.sync(),
    failing,
    catchError(() => {
      expect(probe.closed).toBe(1);
      return [];
    }),
    collect(),
  );
  expect(probe.closed).toBe(1);
});

test("closes also what is behind a channel", async () => {
  const probe = new Probe();
  const failing = map(() => {
    throw new Error("boom");
  });
  const closed = catchError(() => [probe.closed]);
  expect(await pipe(probe.async(), buffer(1), failing, closed, collect())).toEqual([1]);
});

test("an error downstream is not caught, nor one of the handler", async () => {
  const boom = new Error("boom");
  const failing = forEach(() => {
    throw boom;
  });
  const error = await pipe(
    [1],
    catchError(() => []),
    failing,
  ).then(undefined, (e) => e);
  expect([error.stage, error.cause]).toEqual(["forEach (stage 2)", boom]);
  const other = await pipe(
    new Probe(1, 0).sync(),
    catchError(() => {
      throw boom;
    }),
    collect(),
  ).then(undefined, (e) => e);
  expect([other.stage, other.cause]).toEqual(["catchError (stage 1)", boom]);
});

test("errors of goroutines upstream are caught as well", async () => {
  const upstream = pipe(
    [1],
    flatMap(async () => Promise.reject(new Error("inner"))),
    buffer(2),
  );
  expect(
    await pipe(
      upstream,
      catchError((e) => [(e as Error).message]),
      collect(),
    ),
  ).toEqual(["inner"]);
});

test("a generator performs operations, and gives what it returns or yields", async () => {
  const upstream = new Probe(1, 0).sync();
  const one = catchError(function* (error) {
    yield* sleep(1);
    return (error as Error).message;
  });
  expect(await pipe(upstream, one, collect())).toEqual(["broken source"]);
  const two = catchError(function* () {
    yield "a";
    yield* sleep(1);
    yield "b";
  });
  expect(await pipe(upstream, two, collect())).toEqual(["a", "b"]);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => catchError(bad as never)).toThrow(/^catchError: want a function, got /);
  }
});
