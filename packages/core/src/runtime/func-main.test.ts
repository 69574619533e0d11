/** The end of main while other goroutines panic. */

import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { type Chan, chan } from "../chan.js";
import { func, panic } from "../func.js";
import { go } from "../go.js";
import { type Go, gosched } from "../op.js";

/** A deferred call of the goroutine that panics. */
type Deferred = (over: Chan<void>, fn: { recover(): unknown }) => Go;

describe("main returns while a goroutine is in a deferred call because of a panic", () => {
  /** Main ends, by `end`, when a deferred call has closed the channel, before that goes on. */
  const race = (deferred: readonly Deferred[], end: () => string = () => "returned"): Promise<string> =>
    run(function* () {
      const over = chan<void>();
      go(
        func((fn) => {
          for (const call of deferred) fn.defer(() => call(over, fn));
          panic("crash");
        }),
      );
      yield* over.recv();
      return end();
    });

  /** Closes the channel and has 20 turns more; `turns` counts them. */
  const lasting = (): { call: Deferred; turns: number } => {
    const counted = {
      turns: 0,
      *call(over: Chan<void>): Go {
        over.close();
        for (; counted.turns < 20; counted.turns++) yield* gosched();
      },
    };
    return counted;
  };

  it("the program ends with the panic", async () => {
    await expect(race([lasting().call])).rejects.toThrow("panic: crash");
  });

  it("it does not if the panic is recovered meanwhile", async () => {
    const end = race([
      function* (over, fn) {
        yield* lasting().call(over, fn);
        fn.recover();
      },
    ]);
    expect(await end).toBe("returned");
  });

  it("it does not if that call blocks: main has waited for long enough", async () => {
    const end = race([
      function* (over) {
        over.close();
        yield* chan<void>().recv();
      },
    ]);
    expect(await end).toBe("returned");
  });

  it("nor does main wait once the deferred call has ended that recovered it", async () => {
    const last = lasting();
    const end = race([
      last.call,
      function* (_over, fn) {
        yield* gosched();
        fn.recover();
      },
    ]);
    expect(await end).toBe("returned");
    expect(last.turns).toBeLessThan(20);
  });

  it("a panic of main itself ends the program at once", async () => {
    const last = lasting();
    await expect(race([last.call], () => panic("of main"))).rejects.toThrow("panic: of main");
    expect(last.turns).toBeLessThan(20);
  });
});
