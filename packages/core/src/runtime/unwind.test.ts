import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { go, type RunOptions } from "../go.js";
import { call, type Go, goexit, gosched, sleep, wait } from "../op.js";
import type { G } from "./g.js";
import { leave } from "./unwind.js";

/** Runs a goroutine to its end and gives what it has logged. */
function logOf(body: (log: string[]) => Go<unknown>): Promise<string[]> {
  return run(function* () {
    const log: string[] = [];
    const g = go(body, log);
    yield* g.join();
    return log;
  });
}

function* leaves(log: string[], name: string, inner: () => Go<unknown>): Go {
  try {
    yield* inner();
    log.push(`after ${name}`);
  } catch {
    log.push(`catch ${name}`);
  } finally {
    log.push(`finally ${name}`);
  }
}

function* throws(text: string): Go {
  throw new Error(text);
}

const ends = function* (): Go {
  yield* goexit();
};

describe("goexit", () => {
  test("the goroutine ends there: finally blocks run, catch blocks and what follows do not", async () => {
    expect(await logOf((log) => leaves(log, "a", ends))).toEqual(["finally a"]);
  });

  test("blocks run from the inside out, through yield* and through call", async () => {
    const log = await logOf((l) =>
      leaves(l, "a", () =>
        leaves(l, "b", function* () {
          yield* call(leaves, l, "c", function* () {
            yield* call(leaves, l, "d", () => leaves(l, "e", ends));
          });
        }),
      ),
    );
    expect(log).toEqual(["finally e", "finally d", "finally c", "finally b", "finally a"]);
  });

  test("so they do after the frames have parked", async () => {
    const log = await logOf((l) =>
      leaves(l, "a", function* () {
        yield* call(leaves, l, "b", function* () {
          yield* sleep(1);
          yield* call(leaves, l, "c", ends);
        });
      }),
    );
    expect(log).toEqual(["finally c", "finally b", "finally a"]);
  });

  test("through 10,000 calls", async () => {
    let left = 0;
    function* deep(n: number): Go {
      try {
        if (n === 0) yield* goexit();
        else yield* call(deep, n - 1);
      } finally {
        if (n % 1000 === 0) yield* gosched();
        left++;
      }
    }
    await run(function* () {
      yield* go(deep, 10_000).join();
    });
    expect(left).toBe(10_001);
  });

  test("a block may wait, for anything", async () => {
    const log = await logOf(function* (l) {
      const ch = chan<string>();
      try {
        yield* goexit();
      } finally {
        go(() => ch.send("helped"));
        l.push(`${yield* ch.recv()}`);
        yield* sleep(1);
        yield* wait(Promise.resolve());
        l.push(yield* call(() => "called"));
        yield* call(function* (): Go {
          yield* gosched();
          l.push("deeper");
        });
      }
    });
    expect(log).toEqual(["helped", "called", "deeper"]);
  });

  test("goexit in a block goes on with the blocks outside it", async () => {
    const log = await logOf(function* (l) {
      try {
        try {
          yield* goexit();
        } finally {
          l.push("inner");
          yield* goexit();
          l.push("never");
        }
      } finally {
        l.push("outer");
      }
    });
    expect(log).toEqual(["inner", "outer"]);
  });

  test("so it does in a called function's block, and after the block has parked", async () => {
    const log = await logOf(function* (l) {
      try {
        yield* call(function* (): Go {
          try {
            yield* goexit();
          } finally {
            yield* gosched();
            l.push("inner");
            yield* call(function* (): Go {
              try {
                yield* goexit();
              } finally {
                yield* gosched();
                l.push("called by inner");
              }
            });
            l.push("never");
          }
        });
      } finally {
        l.push("outer");
      }
    });
    expect(log).toEqual(["inner", "called by inner", "outer"]);
  });

  test("goexit while a throw is on its way cancels the throw", async () => {
    const log = await logOf(function* (l) {
      try {
        try {
          throw new Error("boom");
        } finally {
          l.push("inner");
          yield* goexit();
        }
      } catch {
        l.push("never");
      } finally {
        l.push("outer");
      }
    });
    expect(log).toEqual(["inner", "outer"]);
  });

  test("a return in a block does not stop it", async () => {
    const log = await logOf(function* (l) {
      yield* call(function* (): Go<number> {
        try {
          yield* goexit();
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: what is tested.
          return 1;
        }
      });
      l.push("never");
    });
    expect(log).toEqual([]);
  });

  test("a throw in a block is a panic, after the blocks of all callers have run", async () => {
    const log: string[] = [];
    const over = run(function* () {
      go(function* () {
        try {
          yield* call(function* (): Go {
            try {
              yield* goexit();
            } finally {
              yield* gosched();
              yield* throws("in finally");
            }
          });
        } finally {
          yield* gosched();
          log.push("outer");
        }
      });
      yield* chan().recv();
    });
    await expect(over).rejects.toMatchObject({ message: "panic: in finally", goroutine: 2 });
    expect(log).toEqual(["outer"]);
  });

  test("others are not affected, and nothing is reported", () =>
    run(function* () {
      const log: string[] = [];
      go(leaves, log, "a", ends);
      go(function* () {
        for (let i = 0; i < 3; i++) yield* gosched();
        log.push("the other one");
      });
      yield* settle();
      expect(log).toEqual(["finally a", "the other one"]);
    }));

  test("main may end by it: the program goes on until another goroutine ends it", async () => {
    const log: string[] = [];
    const over = run(function* () {
      go(function* () {
        yield* sleep(1);
        log.push("later");
        throw new Error("the end");
      });
      try {
        yield* goexit();
      } finally {
        log.push("main's finally");
      }
    });
    await expect(over).rejects.toMatchObject({ message: "panic: the end", goroutine: 2 });
    expect(log).toEqual(["main's finally", "later"]);
  });

  test("mapped, it is the same", async () => {
    const log = await logOf((l) =>
      leaves(l, "a", function* () {
        yield* goexit().map((v) => v);
      }),
    );
    expect(log).toEqual(["finally a"]);
  });
});

/** Waits until the host has had some turns: what could still run, has. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise(setImmediate);
}

/** Waits for ever, and writes down when it is left. */
function* waits(log: string[], name: string): Go {
  try {
    yield* chan().recv();
  } finally {
    log.push(name);
  }
}

describe("onExit: unwind", () => {
  const unwind: RunOptions = { onExit: "unwind" };

  test("the finally blocks of all goroutines run before the promise settles", async () => {
    const log: string[] = [];
    const result = await run(function* () {
      go(waits, log, "waiting");
      go(function* () {
        try {
          for (;;) yield* gosched();
        } finally {
          log.push("busy");
        }
      });
      go(function* () {
        try {
          yield* sleep(1e6);
        } finally {
          log.push("sleeping");
        }
      });
      go(function* () {
        try {
          yield* wait(new Promise(() => {}));
        } finally {
          log.push("promise");
        }
      });
      yield* gosched();
      return "over";
    }, unwind);
    expect(result).toBe("over");
    expect(log.sort()).toEqual(["busy", "promise", "sleeping", "waiting"]);
  });

  test("blocks of callers run too, from the inside out, through yield* and through call", async () => {
    const log: string[] = [];
    function* nested(depth: number): Go {
      try {
        if (depth === 0) yield* waits(log, "waiting");
        else if (depth % 2 === 0) yield* nested(depth - 1);
        else yield* call(nested, depth - 1);
      } finally {
        log.push(`depth ${depth}`);
      }
    }
    await run(function* () {
      go(nested, 4);
      yield* gosched();
    }, unwind);
    expect(log).toEqual(["waiting", "depth 0", "depth 1", "depth 2", "depth 3", "depth 4"]);
  });

  test("catch blocks see nothing", async () => {
    let caught: unknown = "nothing";
    await run(function* () {
      go(function* () {
        try {
          yield* chan().recv();
        } catch (error) {
          caught = error;
        }
      });
      yield* gosched();
    }, unwind);
    expect(caught).toBe("nothing");
  });

  test("a block may wait: for a timer, a promise, another goroutine", async () => {
    const log: string[] = [];
    await run(function* () {
      const ch = chan<string>();
      go(function* () {
        try {
          yield* chan().recv();
        } finally {
          yield* sleep(1);
          yield* ch.send("a");
          log.push("sent");
        }
      });
      go(function* () {
        try {
          yield* chan().recv();
        } finally {
          yield* wait(turns());
          log.push(`got ${yield* ch.recv()}`);
        }
      });
      yield* gosched();
    }, unwind);
    expect(log.sort()).toEqual(["got a", "sent"]);
  });

  test("a block that waits for ever is dropped when nothing else can run", async () => {
    const log: string[] = [];
    await run(function* () {
      go(function* () {
        try {
          yield* chan().recv();
        } finally {
          yield* waits(log, "left again");
          log.push("after");
        }
      });
      go(waits, log, "the other one");
      yield* gosched();
    }, unwind);
    expect(log).toEqual(["the other one"]);
  });

  test("it settles although somebody outside waits for something else", async () => {
    const log: string[] = [];
    const other = chan<number>();
    const outside = other.recv().then((v) => v);
    await run(function* () {
      go(waits, log, "left");
      yield* gosched();
    }, unwind);
    expect(log).toEqual(["left"]);
    await other.send(1);
    await outside;
  });

  test("it settles for a goroutine of another program that waits for it", () =>
    run(function* () {
      const log: string[] = [];
      const inner = run(function* () {
        go(waits, log, "left");
        yield* gosched();
        return "inner";
      }, unwind);
      expect(yield* wait(inner)).toBe("inner");
      expect(log).toEqual(["left"]);
    }));

  test("a goroutine that has not started does not start", async () => {
    const log: string[] = [];
    await run(function* () {
      go(() => void log.push("plain"));
      go(function* () {
        for (let i = 0; i < 1000; i++) {
          log.push("generator");
          yield* gosched();
        }
      });
      yield* [];
    }, unwind);
    await turns();
    expect(log).toEqual([]);
  });

  test("blocks of a goroutine that has been told to leave before, and has not run since, run once", async () => {
    const log: string[] = [];
    await run(function* () {
      const g = go(leaves, log, "a", function* () {
        yield* call(leaves, log, "b", function* () {
          yield* chan().recv();
        });
      });
      yield* gosched();
      leave(g as G);
    }, unwind);
    expect(log).toEqual(["finally b", "finally a"]);
  });

  test("goexit in progress goes on: the blocks that have not run yet do", async () => {
    const log: string[] = [];
    await run(function* () {
      go(function* () {
        try {
          try {
            yield* goexit();
          } finally {
            yield* waits(log, "inner");
          }
        } finally {
          log.push("outer");
        }
      });
      yield* gosched();
    }, unwind);
    expect(log).toEqual(["inner", "outer"]);
  });

  test("a panic in a block fails the program, whatever main returned", async () => {
    const over = run(function* () {
      go(function* () {
        try {
          yield* chan().recv();
        } finally {
          yield* throws("in finally");
        }
      });
      yield* gosched();
      return "over";
    }, unwind);
    await expect(over).rejects.toMatchObject({ message: "panic: in finally", goroutine: 2 });
  });

  test("a panic of main drops the others: that is a crash, no exit", async () => {
    const log: string[] = [];
    const over = run(function* () {
      go(waits, log, "left");
      yield* gosched();
      throw new Error("boom");
    }, unwind);
    await expect(over).rejects.toThrow("panic: boom");
    await turns();
    expect(log).toEqual([]);
  });
});
