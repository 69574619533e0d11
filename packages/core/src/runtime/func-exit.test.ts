/**
 * Deferred calls that leave their goroutine, by a generator whose `finally` block waits or throws. Each of these prints the same
 * in Go, where the block is a deferred call of the deferred one.
 */

import { expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { func, panic } from "../func.js";
import { go } from "../go.js";
import { type Go, goexit, gosched } from "../op.js";

/** Runs a function with deferred calls in a goroutine, and gives what was logged. */
function logOf(
  body: (fn: Parameters<Parameters<typeof func>[0]>[0], log: string[]) => Go<unknown>,
): Promise<string[]> {
  return run(function* () {
    const log: string[] = [];
    const inner = func(body);
    yield* go(
      func(function* (fn) {
        fn.defer(() => log.push(`outside: ${fn.recover()}`));
        yield* inner(log);
        log.push("came back");
      }),
    ).join();
    return log;
  });
}

/** Exits the goroutine; its block waits. */
function* exits(log: string[]): Go {
  try {
    yield* goexit();
  } finally {
    yield* gosched();
    log.push("block");
  }
}

test("D4 a panic is cancelled by a deferred call that exits, also if its block waits", async () => {
  const log = await logOf(function* (fn, l) {
    fn.defer(() => l.push(`before: ${fn.recover()}`));
    fn.defer(() => exits(l));
    panic("P");
  });
  expect(log).toEqual(["block", "before: undefined", "outside: undefined"]);
});

test("D4 D-65 the same through a generator that the deferred call delegates to", async () => {
  const log = await logOf(function* (fn, l) {
    fn.defer(function* () {
      yield* exits(l);
      l.push("going on");
    });
    panic("P");
  });
  expect(log).toEqual(["block", "going on", "outside: undefined"]);
});

test("D4 what the block of a deferred call that exits throws is the panic, and not what another has thrown before", async () => {
  const log = await logOf(function* (fn, l) {
    fn.defer(() => l.push(`before: ${fn.recover()}`));
    fn.defer(function* () {
      try {
        yield* func(function* (inner) {
          inner.defer(panic, "first");
          yield* goexit();
        })();
      } finally {
        panic("second");
      }
    });
  });
  expect(log).toEqual(["before: second", "outside: undefined"]);
});

test("D4 a deferred call that has run while the goroutine exits may panic, and one before it recovers", async () => {
  const log = await logOf(function* (fn, l) {
    fn.defer(() => l.push(`last: ${fn.recover()}`));
    fn.defer(function* () {
      yield* gosched();
      l.push(`recovers: ${fn.recover()}`);
    });
    fn.defer(function* () {
      yield* gosched();
      panic("late");
    });
    yield* goexit();
  });
  expect(log).toEqual(["recovers: late", "last: undefined", "outside: undefined"]);
});

test("R2 a goroutine that panics is left in a deferred call: the program has main's result", async () => {
  const log: string[] = [];
  const result = await run(
    function* () {
      go(
        func((fn) => {
          fn.defer(function* () {
            try {
              yield* chan().recv();
            } finally {
              yield* gosched();
              log.push("block");
            }
          });
          panic("x");
        }),
      );
      yield* gosched();
      return "main's";
    },
    { onExit: "unwind" },
  );
  expect([result, ...log]).toEqual(["main's", "block"]);
});
