/**
 * What JavaScript forgets of an unwinding (D-65): a generator that waits in its `finally` block is resumed by `next`, and
 * whoever delegates to it by `yield*` takes its end for an ordinary one. The return that was on its way is lost.
 */

import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, type Op, sleep } from "../op.js";
import type { Operation } from "./operation.js";
import { handleYield } from "./yieldable.js";

/** Runs a goroutine to its end and gives what it has logged. */
function logOf(body: (log: string[]) => Go<unknown>): Promise<string[]> {
  return run(function* () {
    const log: string[] = [];
    const g = go(body, log);
    yield* g.join();
    return log;
  });
}

test("D-65 a block that waits, in a generator nested by plain yield*: the outer one goes on, then ends as told", async () => {
  function* inner(l: string[]): Go<string> {
    try {
      return yield* goexit();
    } finally {
      yield* gosched();
      l.push("inner");
    }
  }
  const log = await logOf(function* (l) {
    yield* call(function* (): Go {
      l.push(`behind yield*: ${yield* inner(l)}`);
      yield* gosched();
      l.push("still going");
    });
    l.push("the caller never goes on");
  });
  expect(log).toEqual(["inner", "behind yield*: null", "still going"]);
});

test("D-65 where the block does not wait, or the generator is a call, nothing is lost", async () => {
  function* inner(l: string[], isWaiting: boolean): Go {
    try {
      yield* goexit();
    } finally {
      if (isWaiting) yield* gosched();
      l.push("inner");
    }
  }
  for (const isCalled of [true, false]) {
    const log = await logOf(function* (l) {
      try {
        yield* isCalled ? call(inner, l, true) : inner(l, false);
        l.push("never");
      } finally {
        yield* gosched();
        l.push("outer");
      }
    });
    expect(log).toEqual(["inner", "outer"]);
  }
});

test("D-65 a loop around a generator whose block waits goes on, unless that is a call", async () => {
  for (const isCalled of [true, false]) {
    const log: string[] = [];
    function* round(i: number): Go {
      log.push(`begin ${i}`);
      try {
        yield* chan().recv();
      } finally {
        yield* gosched();
        log.push(`end ${i}`);
      }
    }
    await run(
      function* () {
        go(function* () {
          for (let i = 0; i < 3; i++) yield* isCalled ? call(round, i) : round(i);
        });
        yield* gosched();
      },
      { onExit: "unwind" },
    );
    // The second round waits for ever, and is dropped as any block that does.
    expect(log).toEqual(isCalled ? ["begin 0", "end 0"] : ["begin 0", "end 0", "begin 1"]);
  }
});

describe("a goroutine that leaves its frames in the body of a range, whose block waits", () => {
  /** Takes a value, and leaves or is left. */
  const body = (log: string[], leave: () => Op<unknown>) =>
    function* (value: number): Go {
      try {
        log.push(`took ${value}`);
        yield* leave();
      } finally {
        yield* gosched();
        log.push("block");
      }
    };

  test.each([false, true])(
    "D-65 receives nothing more, and does not go on behind it: closed %s",
    async (isClosed) => {
      const ch = chan<number>(3);
      for (const value of [1, 2, 3]) ch.trySend(value);
      if (isClosed) ch.close();
      const log = await logOf(function* (l) {
        try {
          yield* ch.range(body(l, goexit));
          l.push("behind the range");
        } finally {
          yield* gosched();
          l.push("outer");
        }
      });
      expect(log).toEqual(["took 1", "block", "outer"]);
      expect(ch.len).toBe(2);
    },
  );

  test("N3 goes on if it has only yielded what an adapter takes, or if the goroutine was leaving before", async () => {
    class Request {
      *[Symbol.iterator](): Generator<any, unknown, unknown> {
        return yield this;
      }
    }
    handleYield((value) => (value instanceof Request ? (sleep(0) as Operation<void>) : null));
    const ch = chan<number>(3);
    const log = await logOf(function* (l) {
      try {
        for (const value of [1, 2, 3]) ch.trySend(value);
        yield* ch.range(function* (value): Go<boolean> {
          yield* new Request();
          l.push(`took ${value}`);
          return value < 3;
        });
        yield* goexit();
      } finally {
        for (const value of [4, 5]) ch.trySend(value);
        ch.close();
        yield* ch.range(function* (value) {
          yield* gosched();
          l.push(`took ${value}`);
        });
      }
    });
    expect(log).toEqual(["took 1", "took 2", "took 3", "took 4", "took 5"]);
  });

  test("D-65 the same at the end of a program that unwinds", async () => {
    const ch = chan<number>(3);
    for (const value of [1, 2, 3]) ch.trySend(value);
    const log: string[] = [];
    await run(
      function* () {
        go(() => ch.range(body(log, () => chan().recv())));
        yield* gosched();
      },
      { onExit: "unwind" },
    );
    expect(log).toEqual(["took 1", "block"]);
    expect(ch.len).toBe(2);
  });
});
