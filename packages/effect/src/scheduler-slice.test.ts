import { Effect } from "effect";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { goparkScheduler } from "./index.js";

const holder = useFakeHost();
const ours: Effect.RunOptions = { scheduler: goparkScheduler };

test.for([1, 2, 3])("S3 %i fibers that yield use the slice up before the host has a turn", async (fibers) => {
  const { host } = holder;
  const slices = 4;
  let steps = 0;
  const fiber = Effect.gen(function* () {
    while (steps < slices * 1_000) {
      // The clock stands still within a slice.
      if (++steps % 1_000 === 0) host.time += 10;
      yield* Effect.yieldNow;
    }
  });
  await host.finish(
    Effect.runPromise(Effect.replicateEffect(fiber, fibers, { concurrency: "unbounded" }), ours),
  );
  // A slice that is over is noticed within 128 steps, so not that of the last ones.
  expect(host.turns).toBeGreaterThanOrEqual(slices - 1);
  expect(host.turns).toBeLessThanOrEqual(slices + 2);
});
