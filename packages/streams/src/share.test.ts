import { run } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { buffer, collect, interval, map, merge, pipe, retry, share, take } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("share", () => share(), { ahead: 2 });

const fake = useFakeHost();

test("runs its source once for all who read at the same time", async () => {
  const probe = new Probe();
  const shared = pipe(probe.async(), share());
  const both = Promise.all([pipe(shared, collect()), pipe(shared, take(2), collect())]);
  expect(await fake.host.finish(both)).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7],
    [0, 1],
  ]);
  expect([probe.opened, probe.closed]).toEqual([1, 0]);
});

test("is closed when the last has left, and starts again with the next", async () => {
  const probe = new Probe();
  const shared = pipe(probe.async(), share());
  for (let runs = 1; runs <= 3; runs++) {
    const both = Promise.all([pipe(shared, take(1), collect()), pipe(shared, take(2), collect())]);
    expect(await fake.host.finish(both)).toEqual([[0], [0, 1]]);
    expect([probe.opened, probe.closed]).toEqual([runs, runs]);
  }
});

test("all who begin at the same time get all values, also of a source that has them at hand", async () => {
  const shared = pipe([1, 2, 3], share());
  const tens = pipe(
    shared,
    map((n) => n * 10),
  );
  const [all] = await fake.host.finish(
    Promise.all([pipe(shared, merge(tens, pipe(shared, buffer(1))), collect())]),
  );
  expect(all?.sort((a, b) => a - b)).toEqual([1, 1, 2, 2, 3, 3, 10, 20, 30]);
});

test("who comes later gets what comes from then on", async () => {
  const shared = pipe(interval(10), take(4), share());
  const early = Promise.resolve(pipe(shared, collect()));
  await fake.host.advance(25);
  const late = Promise.resolve(pipe(shared, collect()));
  expect(await fake.host.finish(Promise.all([early, late]))).toEqual([
    [0, 1, 2, 3],
    [2, 3],
  ]);
});

test("its error reaches all", async () => {
  const shared = pipe(new Probe(5, 3).async(), share());
  const all = [1, 2, 3].map(() => pipe(shared, collect()).then(undefined, (e) => e));
  const errors = await fake.host.finish(Promise.all(all));
  expect(errors.map((e) => e.stage)).toEqual(["source", "source", "source"]);
});

test("when the program of the first reader ends the others fail, and who reads again starts it again", async () => {
  const shared = pipe(interval(10), share());
  const first = run(() => pipe(shared, take(2), collect()));
  const told = pipe(shared, collect()).then(undefined, (e) => e.message);
  const again = Promise.resolve(pipe(shared, retry(1), take(4), collect()));
  expect(await fake.host.finish(Promise.all([first, told, again]))).toEqual([
    [0, 1],
    "source: program has ended: shared source",
    [0, 1, 0, 1],
  ]);
  expect(await valuesOf(fake, pipe(shared, take(1)))).toEqual([0]);
});

test("one stage used in two pipelines shares nothing between them", async () => {
  const stage = share<number>();
  const [a, b] = [pipe([1], stage), pipe([2], stage)];
  expect(await fake.host.finish(Promise.all([pipe(a, collect()), pipe(b, collect())]))).toEqual([[1], [2]]);
});
