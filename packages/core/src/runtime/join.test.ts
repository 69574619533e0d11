import { describe, expect, test } from "vitest";
import { opContract } from "../../test/op-contract.js";
import { runLong as run, runAlone } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { Deadlock } from "../errors.js";
import { type Goroutine, go } from "../go.js";
import { goexit, gosched, wait } from "../op.js";

opContract("join", {
  waiting: () => {
    const ch = chan<string>();
    const g = go(() => ch.recv());
    return { make: () => g.join(), outcome: { value: "v" }, complete: () => ch.send("v").then() };
  },
});

opContract("join of one that ended by goexit", {
  waiting: () => {
    const ch = chan<string>();
    const g = go(function* () {
      yield* ch.recv();
      yield* goexit();
      return "never";
    });
    return { make: () => g.join(), outcome: { value: undefined }, complete: () => ch.send("v").then() };
  },
});

describe("join", () => {
  test("of a goroutine that has ended completes at once", () =>
    run(function* () {
      const g = go(() => "result");
      yield* settle();
      let hasRun = false;
      go(() => void (hasRun = true));
      expect(yield* g.join()).toBe("result");
      expect(hasRun).toBe(false);
    }));

  test("those who wait are all woken by the end", () =>
    run(function* () {
      const g = go(function* () {
        yield* gosched();
        return 1;
      });
      let sum = 0;
      const joiners = Array.from({ length: 5 }, () =>
        go(function* () {
          const one = yield* g.join();
          sum += one;
        }),
      );
      for (const joiner of joiners) yield* joiner.join();
      expect(sum).toBe(5);
    }));

  test("a goroutine of another program, and the default one, can wait", async () => {
    let g!: Goroutine<string>;
    const ch = chan<string>();
    const first = run(function* () {
      g = go(() => ch.recv() as never);
      yield* g.join();
      yield* wait(Promise.resolve());
    });
    await Promise.resolve();
    const elsewhere = run(() => g.join());
    const outside = g.join().then((v) => v);
    await ch.send("shared");
    expect(await elsewhere).toBe("shared");
    expect(await outside).toBe("shared");
    await first;
  });

  test("a goroutine that joins itself is asleep for ever", async () => {
    const over = runAlone(function* () {
      const self: Goroutine<unknown> = go(function* (): Generator<any, void, any> {
        yield* self.join();
      });
      yield* self.join();
    });
    await expect(over).rejects.toBeInstanceOf(Deadlock);
    await expect(over).rejects.toThrow(/goroutine 2 \[join\]:/);
  });
});
