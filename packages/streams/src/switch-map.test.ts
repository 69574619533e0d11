import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { interval, pipe, switchMap, take, zip } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("switchMap", () => switchMap(async (n) => n), { ahead: Number.POSITIVE_INFINITY });
stageContract("switchMap of arrays", () => switchMap((n) => [n]), { ahead: 2 });

const fake = useFakeHost();

test("a new value cancels and closes the source being read", async () => {
  const probes: Probe[] = [];
  const latest = pipe(
    interval(10),
    take(3),
    switchMap(() => {
      const probe = new Probe(100);
      probes.push(probe);
      return pipe(interval(4), zip(probe.sync()));
    }),
    take(7),
  );
  const values = await valuesOf(fake, latest);
  expect(values).toEqual([
    [0, 0],
    [1, 1],
    [0, 0],
    [1, 1],
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  await fake.host.settle();
  expect(probes.map((p) => p.closed)).toEqual([1, 1, 1]);
});

test("arrays are read at once, as sources at hand are in RxJS", async () => {
  expect(
    await valuesOf(
      fake,
      pipe(
        [1, 2],
        switchMap((n) => [n, n]),
      ),
    ),
  ).toEqual([1, 1, 2, 2]);
});

test("ends when the last source has ended, upstream being over", async () => {
  expect(
    await valuesOf(
      fake,
      pipe(
        [1],
        switchMap(() => pipe(interval(5), take(2))),
      ),
    ),
  ).toEqual([0, 1]);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => switchMap(bad as never)).toThrow(/^switchMap: want a function, got /);
  }
});
