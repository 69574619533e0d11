/** The end of main while other goroutines panic. */

import { describe, expect, it } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { type Chan, chan } from "../chan.js";
import { func, panic } from "../func.js";
import { go } from "../go.js";
import { type Go, gosched } from "../op.js";

describe("main returns while a goroutine is in a deferred call because of a panic", () => {
  /** Main returns when `deferred` has closed the channel, before it goes on. */
  const race = (deferred: (over: Chan<void>, fn: { recover(): unknown }) => Go): Promise<string> =>
    run(function* () {
      const over = chan<void>();
      go(
        func((fn) => {
          fn.defer(() => deferred(over, fn));
          panic("crash");
        }),
      );
      yield* over.recv();
      return "returned";
    });

  it("the program ends with the panic", async () => {
    const end = race(function* (over) {
      over.close();
      for (let i = 0; i < 20; i++) yield* gosched();
    });
    await expect(end).rejects.toThrow("panic: crash");
  });

  it("it does not if the panic is recovered meanwhile", async () => {
    const end = race(function* (over, fn) {
      over.close();
      for (let i = 0; i < 20; i++) yield* gosched();
      fn.recover();
    });
    expect(await end).toBe("returned");
  });

  it("it does not if that call blocks: main has waited for long enough", async () => {
    const end = race(function* (over) {
      over.close();
      yield* chan<void>().recv();
    });
    expect(await end).toBe("returned");
  });

  it("nor does main wait once the deferred call has ended that recovered it", async () => {
    let turns = 0;
    const end = run(function* () {
      const over = chan<void>();
      go(
        func((fn) => {
          fn.defer(function* () {
            over.close();
            for (; turns < 20; turns++) yield* gosched();
          });
          fn.defer(function* () {
            yield* gosched();
            fn.recover();
          });
          panic("crash");
        }),
      );
      yield* over.recv();
      return "returned";
    });
    expect(await end).toBe("returned");
    expect(turns).toBeLessThan(20);
  });

  it("a panic of main itself ends the program at once", async () => {
    let turns = 0;
    const end = run(function* () {
      const over = chan<void>();
      go(
        func((fn) => {
          fn.defer(function* () {
            over.close();
            for (; turns < 20; turns++) yield* gosched();
          });
          panic("crash");
        }),
      );
      yield* over.recv();
      panic("of main");
    });
    await expect(end).rejects.toThrow("panic: of main");
    expect(turns).toBeLessThan(20);
  });
});
