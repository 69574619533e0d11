import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../test/fake-host.js";
import { onStandingClock, opContract } from "../../test/op-contract.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { go } from "../go.js";
import { sleep, wait } from "../op.js";
import { host } from "./host.js";

opContract("sleep of no time", { ready: () => ({ make: () => sleep(0), outcome: { value: undefined } }) });

opContract("sleep", {
  waiting: () => onStandingClock({ make: () => sleep(2), outcome: { value: undefined } }),
});

describe("sleep", () => {
  const fake = useFakeHost();

  test.each([0, -0, -1, Number.NEGATIVE_INFINITY, Number.NaN])(
    "TM-01 %d is over at once: no other goroutine runs",
    (ms) =>
      fake.host.finish(
        run(function* () {
          let hasRun = false;
          go(() => void (hasRun = true));
          yield* sleep(ms);
          expect(hasRun).toBe(false);
        }),
      ),
  );

  test("TM-01 it takes at least its time, on the runtime's clock", async () => {
    const start = fake.host.time;
    for (const ms of [1, 0.25, 1000, 86_400_000, 0x7fff_ffff * 2]) {
      const before = host.now();
      await fake.host.finish(run(() => sleep(ms)));
      expect(host.now() - before).toBeGreaterThanOrEqual(ms);
      expect(host.now() - before).toBeLessThan(ms + 2);
    }
    expect(fake.host.time).toBeGreaterThan(start);
  });

  test("TM-21 sleepers wake in the order of their times, and among equals in the order they lay down", async () => {
    const order = await fake.host.finish(
      run(function* () {
        const log: string[] = [];
        const sleepers = [30, 10, 20, 10, 30, 10].map((ms, i) =>
          go(function* () {
            yield* sleep(ms);
            log.push(`${ms}#${i}`);
          }),
        );
        // Started from the last to the first in a row they would not lie down in their order: runnext.
        for (const g of sleepers) yield* g.join();
        return log;
      }),
    );
    expect(order.map((s) => s.split("#")[0])).toEqual(["10", "10", "10", "20", "30", "30"]);
  });

  test("a hundred thousand sleepers all wake, in order", async () => {
    const woken: number[] = [];
    await fake.host.finish(
      run(function* () {
        for (let i = 0; i < 100_000; i++) {
          const ms = 1 + ((i * 7919) % 1000);
          go(function* () {
            yield* sleep(ms);
            woken.push(ms);
          });
        }
        yield* sleep(2000);
      }),
    );
    expect(woken.length).toBe(100_000);
    expect(woken.every((ms, i) => i === 0 || ms >= (woken[i - 1] as number) - 100)).toBe(true);
  });

  test("the others run meanwhile", () =>
    fake.host.finish(
      run(function* () {
        let rounds = 0;
        const sleeper = go(() => sleep(10));
        while (sleeper.status !== "dead") {
          rounds++;
          yield* wait(Promise.resolve());
          if (rounds > 5) fake.host.time += 5;
        }
        expect(rounds).toBeGreaterThan(5);
        yield* settle();
      }),
    ));
});
