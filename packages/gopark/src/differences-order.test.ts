/** What differs from Go in the order of things: rows of docs/guide/differences-from-go.md, by their numbers. */
import { describe, expect, it } from "vitest";
import { chan, type Go, go, gosched, panic, run } from "./index.js";

describe("waiting in an expression", () => {
  it("D-73 what others add to a variable meanwhile is lost, unless the value is received first", async () => {
    const sums = await run(function* () {
      const numbers = chan<number>();
      const done = chan<void>();
      let [before, after] = [0, 0];
      const adders = [
        function* (): Go {
          before += (yield* numbers.recv()) as number;
          yield* done.send();
        },
        function* (): Go {
          const n = (yield* numbers.recv()) as number;
          after += n;
          yield* done.send();
        },
      ];
      for (const add of adders) {
        for (let i = 0; i < 3; i++) go(add);
        yield* gosched();
        for (let n = 1; n <= 3; n++) yield* numbers.send(n);
        for (let i = 0; i < 3; i++) yield* done.recv();
      }
      return [before < 6, after];
    });
    expect(sums).toEqual([true, 6]);
  });
});

describe("the end of main", () => {
  it("D-04 the end of main waits for deferred calls of a panic, not for finally blocks", async () => {
    const main = function* (): Go<string> {
      const over = chan<void>();
      go(function* () {
        try {
          panic("crash");
        } finally {
          over.close();
          yield* gosched();
        }
      });
      yield* over.recv();
      return "returned";
    };
    expect(await run(main, { slice: 60_000 })).toBe("returned");
  });
});
