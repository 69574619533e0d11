import { go, gosched, now, run, sleep } from "@gopark/core";
import { Clock, Duration, Effect, Fiber, Schedule, Scheduler } from "effect";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { exit, goparkLayer, runFork } from "./index.js";

const holder = useFakeHost();

describe("K1 Effect's time is gopark's", () => {
  test("sleeping fibers and goroutines wake in the order of one virtual clock", async () => {
    const log: string[] = [];
    const start = holder.host.time;
    await holder.host.finish(
      run(function* () {
        const nap = (name: string, ms: number) =>
          Effect.sleep(ms).pipe(Effect.tap(() => Effect.sync(() => log.push(`${name} ${now() - start}`))));
        const fibers = [runFork(nap("fiber", 30)), runFork(nap("fiber", 10))];
        const g = go(function* () {
          yield* sleep(20);
          log.push(`goroutine ${now() - start}`);
        });
        for (const fiber of fibers) yield* Fiber.join(fiber);
        yield* g.join();
      }),
    );
    expect(log).toEqual(["fiber 10", "goroutine 20", "fiber 30"]);
  });

  test("its readings are those of the host", () =>
    run(function* () {
      const { host } = holder;
      const millis = Math.floor(host.origin + host.time);
      expect(yield* Clock.currentTimeMillis).toBe(millis);
      expect((yield* Clock.currentTimeNanos) / 1_000_000n).toBe(BigInt(millis));
      expect(yield* Clock.monotonicTimeNanos).toBe(BigInt(Math.round(host.time * 1e6)));
      const clock = yield* Clock.Clock;
      expect(clock.currentTimeMillisUnsafe()).toBe(millis);
      expect(clock.currentTimeNanosUnsafe() / 1_000_000n).toBe(BigInt(millis));
      expect(clock.monotonicTimeNanosUnsafe()).toBe(BigInt(Math.round(host.time * 1e6)));
    }));

  test("zero and less yield, for ever is for ever", () =>
    run(function* () {
      yield* Effect.sleep(0);
      yield* Effect.sleep(Duration.millis(-1));
      const fiber = runFork(Effect.sleep(Duration.infinity));
      expect(holder.host.timers.size).toBe(0);
      yield* Fiber.interrupt(fiber);
    }));

  test("an interrupted sleep leaves no timer", async () => {
    await holder.host.finish(
      run(function* () {
        const fiber = runFork(Effect.sleep("1 hour"));
        yield* sleep(1);
        yield* Fiber.interrupt(fiber);
        expect(fiber.pollUnsafe()).toBeDefined();
      }),
    );
    expect(holder.host.timers.size).toBe(0);
  });

  test("timeouts and schedules run on it", async () => {
    const start = holder.host.time;
    await holder.host.finish(
      run(function* () {
        const end = yield* exit(Effect.timeout(Effect.never, "40 millis"));
        expect(end._tag).toBe("Failure");
        expect(now() - start).toBe(40);
        let runs = 0;
        yield* Effect.repeat(
          Effect.sync(() => runs++),
          { schedule: Schedule.spaced("5 millis"), times: 4 },
        );
        expect([runs, now() - start]).toEqual([5, 60]);
      }),
    );
  });

  test("the layer brings it to a program of Effect's own", async () => {
    const start = holder.host.time;
    await holder.host.finish(Effect.runPromise(Effect.provide(Effect.sleep("1 day"), goparkLayer)));
    expect(holder.host.time - start).toBe(86_400_000);
  });
});

describe("the time slice", () => {
  test("S3 a turn of many tasks gives way when the slice is over, and goes on in the next", async () => {
    let done = 0;
    const program = run(function* () {
      const dispatcher = (yield* Scheduler.Scheduler).makeDispatcher();
      for (let i = 0; i < 100; i++)
        dispatcher.scheduleTask(() => {
          holder.host.time += 1;
          done++;
        }, 0);
      while (done < 100) yield* gosched();
    });
    await holder.host.turn();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(25);
    await holder.host.finish(program);
    expect(done).toBe(100);
    // No slice of 10 ms took longer than two of them.
    expect(holder.host.longestGap).toBeLessThanOrEqual(20);
  });

  test("a fiber in a goroutine's turn yields when the slice is over", async () => {
    let isOther = false;
    let stepsBefore = 0;
    const program = run(function* () {
      go(() => void (isOther = true));
      yield* Effect.gen(function* () {
        for (let i = 0; i < 200; i++)
          yield* Effect.sync(() => {
            holder.host.time += 1;
            if (!isOther) stepsBefore++;
          });
      });
    });
    await holder.host.finish(program);
    expect(stepsBefore).toBeGreaterThan(5);
    expect(stepsBefore).toBeLessThan(60);
  });
});
