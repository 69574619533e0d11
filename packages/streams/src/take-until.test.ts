import { after, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { interval, map, pipe, takeUntil } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("takeUntil", () => takeUntil(after(4)), { ahead: 2, leaves: true });
stageContract("takeUntil of a stream", () => takeUntil(interval(3)), { ahead: 2, leaves: true });

const fake = useFakeHost();

test("ends at the first value of the notifier, and closes both", async () => {
  const [source, notifier] = [new Probe(100), new Probe(100)];
  const slow = pipe(
    source.async(),
    map((n) => sleep(4).map(() => n)),
  );
  const ring = pipe(
    notifier.sync(),
    map((n) => sleep(11).map(() => n)),
  );
  const values = await valuesOf(fake, pipe(slow, takeUntil(ring)));
  await fake.host.settle();
  expect(values).toEqual([0, 1]);
  expect([source.closed, notifier.closed]).toEqual([1, 1]);
});

test("a notifier that has something at once lets nothing pass; one that ends without does nothing", async () => {
  expect(await valuesOf(fake, pipe([1, 2, 3], takeUntil([1])))).toEqual([]);
  expect(await valuesOf(fake, pipe([1, 2, 3], takeUntil([])))).toEqual([1, 2, 3]);
});

test("what is no source is a mistake at once", () => {
  expect(() => takeUntil(3 as never)).toThrow(/^takeUntil: want a source/);
});
