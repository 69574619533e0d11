import { go, numGoroutine, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, pipe, take } from "./index.js";
import { Outlet } from "./outlet.js";
import { Plan } from "./stream.js";

const fake = useFakeHost();

test("U1 a value is put in when it is taken, or waits in the channel", async () => {
  const outlet = new Outlet(1);
  const log: number[] = [];
  go(function* () {
    for (const n of [1, 2, 3]) {
      yield* outlet.send(n);
      log.push(n);
    }
    outlet.close();
  });
  await fake.host.settle();
  expect([log, outlet.isBusy]).toEqual([[1], true]);
  expect(await fake.host.finish(Promise.resolve(pipe(new Plan(outlet, []), collect())))).toEqual([1, 2, 3]);
});

test("U2 once the reader has left, values go nowhere and who waits goes on", async () => {
  const outlet = new Outlet();
  go(function* () {
    for (const n of [1, 2, 3]) yield* outlet.send(n);
    yield* sleep(1);
    yield* outlet.send(4);
  });
  expect(await fake.host.finish(Promise.resolve(pipe(new Plan(outlet, []), take(1), collect())))).toEqual([
    1,
  ]);
  await fake.host.advance(2);
  expect([outlet.hasLeft, outlet.isBusy, numGoroutine()]).toEqual([true, false, 0]);
});

test("U3 it is read once", async () => {
  const outlet = new Outlet();
  outlet.close();
  const read = () => Promise.resolve(pipe(new Plan(outlet, []), collect()));
  expect(await fake.host.finish(read())).toEqual([]);
  const error = await fake.host.finish(read().catch((e) => e));
  expect(error.message).toContain("read twice");
});

test("an error comes after the values, as it was thrown, and only the first close counts", async () => {
  const outlet = new Outlet(2);
  const torn = new Error("torn");
  go(() => outlet.send(1));
  await fake.host.settle();
  outlet.close(torn);
  outlet.close();
  const error = await fake.host.finish(
    Promise.resolve(pipe(new Plan(outlet, []), collect())).catch((e) => e),
  );
  expect(error.cause).toBe(torn);
});
