/**
 * Fairness of select and of the scheduler, as bounds.
 */
import { chan, type Go, go, gosched, run, sleep } from "@gopark/core";
import { hostDice } from "@gopark/core/internal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { holds, seed, timeout } from "../../core/test/property.js";
import { randomOf } from "../../core/test/random-of.js";
import { settle } from "../../core/test/settle.js";
import { select, trySelect } from "./select.js";

const fake = useFakeHost();

/** How far counts are from being equal, in the measure of Pearson. Above 80 for 8 counts: once in 10^14 fair draws. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("select", () => {
  it(
    "E2 SE-09 chooses each of several ready cases equally often, whoever keeps them ready",
    { timeout },
    () =>
      holds(
        fc.asyncProperty(
          seed,
          // Capacities of the channels; a negative one is drained by a receiver, and the case is a send.
          fc.array(fc.constantFrom(0, 1, 2, -1, -2), { minLength: 2, maxLength: 8 }),
          fc.constantFrom("select" as const, "trySelect" as const),
          async (seed, caps, how) => {
            hostDice.random = randomOf(seed);
            const counts = caps.map(() => 0);
            await fake.host.finish(
              run(function* () {
                const channels = caps.map((cap) => chan<number>(Math.abs(cap)));
                for (const [i, ch] of channels.entries())
                  go(function* () {
                    for (;;) {
                      if (caps[i]! < 0) yield* ch.recv();
                      else yield* ch.send(i);
                    }
                  });
                for (let n = 0; n < 100 * caps.length; n++) {
                  yield* settle();
                  const cases = channels.map((ch, i) => (caps[i]! < 0 ? ch.send(i) : ch.recv()));
                  const [i] = how === "select" ? yield* select(cases) : trySelect(cases)!;
                  counts[i]!++;
                }
              }),
            );
            expect(chiSquare(counts)).toBeLessThan(80);
          },
        ),
        60,
      ),
  );
});

describe("the scheduler", () => {
  const SLICE = 10;

  /** Wakes another goroutine and waits to be woken by it, for ever. */
  function pingPong(ms: number): void {
    const [ping, pong] = [chan<void>(), chan<void>()];
    go(function* () {
      for (;;) {
        yield* ping.send();
        fake.host.time += ms;
        yield* pong.recv();
      }
    });
    go(function* () {
      for (;;) {
        yield* ping.recv();
        fake.host.time += ms;
        yield* pong.send();
      }
    });
  }

  /**
   * The longest time for which one that is runnable, and one that is due, did not run. Each has the milliseconds that
   * its round takes.
   */
  function* lockouts(pairs: readonly number[], others: readonly number[]): Go<[number, number]> {
    const now = (): number => fake.host.time;
    const end = now() + 10 * SLICE;
    let longest = 0;
    let latest = 0;
    for (const ms of pairs) pingPong(ms);
    const all = others.map((ms) =>
      go(function* (): Go {
        for (let last = now(); last < end; last = now()) {
          fake.host.time += ms;
          yield* gosched();
          longest = Math.max(longest, now() - last - ms);
        }
      }),
    );
    const sleeper = go(function* (): Go {
      while (now() < end) {
        const due = now() + 3;
        yield* sleep(3);
        latest = Math.max(latest, now() - due);
      }
    });
    for (const g of [...all, sleeper]) yield* g.join();
    return [longest, latest];
  }

  // What a round takes, in milliseconds; some take a few times as long.
  const unit = fc.constantFrom(0.01, 0.1, 0.7, 3);
  const times = fc.integer({ min: 1, max: 3 });

  it(
    "SC-04 SC-35 those who keep waking each other lock others out for a slice each, and one more",
    {
      timeout,
    },
    () =>
      holds(
        fc.asyncProperty(
          unit,
          fc.array(times, { minLength: 1, maxLength: 3 }),
          fc.array(times, { minLength: 1, maxLength: 5 }),
          async (unit, pairTimes, otherTimes) => {
            const pairs = pairTimes.map((n) => n * unit);
            const others = otherTimes.map((n) => n * unit);
            const outs = await fake.host.finish(run(() => lockouts(pairs, others), { slice: SLICE }));
            // Each pair may use up a slice, and what it does between two looks at the clock; so may one that a waking
            // sleeper has pushed into the local queue, which goes before the global one.
            const rounds = [...pairs, ...pairs, ...others].reduce((a, b) => a + 2 * b, 0);
            const bound = (pairs.length + 1) * SLICE * (1 + 3 / 32) + rounds;
            expect(Math.max(...outs)).toBeLessThan(bound);
          },
        ),
        150,
      ),
  );

  it("rounds that get thousands of times longer at once keep the CPU for one budget of operations, not longer", async () => {
    // The clock is read every 128 operations while they are short.
    const outs = await fake.host.finish(run(() => lockouts([3, 0.001], [0.001]), { slice: SLICE }));
    expect(Math.max(...outs)).toBeLessThan(3 * SLICE + 128 * 3);
  });
});
