import { describe, expect, test, vi } from "vitest";
import { useChildren } from "../../test/child.js";
import { useFakeHost } from "../../test/fake-host.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan } from "../chan.js";
import { numGoroutine } from "../debug.js";
import { type Goroutine, go, type RunOptions } from "../go.js";
import { type Go, goexit, gosched, sleep, wait } from "../op.js";

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

describe("the end of a program", () => {
  test("when main returns all others are dropped where they are: no finally block runs", async () => {
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
          yield* sleep(3_600_000);
        } finally {
          log.push("sleeping");
        }
      });
      yield* gosched();
      go(() => void log.push("not started"));
      return "over";
    });
    expect(result).toBe("over");
    await turns();
    expect(log).toEqual([]);
  });

  test("the promise settles after the end: no goroutine runs any more", async () => {
    let rounds = 0;
    await run(function* () {
      go(function* () {
        for (;;) {
          rounds++;
          yield* gosched();
        }
      });
      for (let i = 0; i < 10; i++) yield* gosched();
    });
    const atEnd = rounds;
    await turns();
    expect(rounds).toBe(atEnd);
  });

  test("a value sent later is not lost to a goroutine that was waiting for it", async () => {
    const ch = chan<string>();
    await run(function* () {
      for (let i = 0; i < 3; i++) go(() => ch.recv());
      yield* settle();
    });
    expect(ch.trySend("kept")).toBe(false);
    const received = ch.recv().then((v) => v);
    await ch.send("kept");
    expect(await received).toBe("kept");
  });

  test("what a dropped goroutine was sending is never received", async () => {
    const ch = chan<string>(1);
    await run(function* () {
      yield* ch.send("sent");
      go(() => ch.send("waiting"));
      yield* settle();
    });
    expect(ch.tryRecv()).toEqual(["sent", true]);
    expect(ch.tryRecv()).toBe(undefined);
  });

  test("waiting for a dropped goroutine fails, before and after the end, inside programs and outside", async () => {
    let dropped!: Goroutine<void>;
    const ended = { message: expect.stringMatching(/^program has ended: .*goroutine 2/) };
    const first = run(function* () {
      dropped = go(waits, [], "");
      yield* sleep(2);
    });
    await turns();
    const outside = expect(Promise.resolve(dropped.join())).rejects.toMatchObject(ended);
    const inside = run(function* () {
      try {
        yield* dropped.join();
      } catch (error) {
        return error;
      }
      return "no error";
    });
    await first;
    expect(await inside).toMatchObject(ended);
    await outside;
    await expect(Promise.resolve(dropped.join())).rejects.toMatchObject(ended);
    expect(dropped.status).toBe("dead");
  });

  test("a promise that rejects after the end is nobody's unhandled rejection", async () => {
    let reject!: (reason: unknown) => void;
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    await run(function* () {
      go(() => wait(new Promise((_, no) => void (reject = no))));
      go(async () => {
        await turns();
        throw new Error("late");
      });
      yield* settle();
    });
    reject(new Error("late"));
    await turns();
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });

  test("programs are independent: the end of one leaves the other, and their channels, alone", async () => {
    const ch = chan<number>();
    const consumer = run(function* () {
      const got: number[] = [];
      yield* ch.range((v) => void got.push(v));
      return got;
    });
    await run(function* () {
      for (let i = 0; i < 3; i++) yield* ch.send(i);
    });
    await run(function* () {
      yield* ch.send(3);
      ch.close();
    });
    expect(await consumer).toEqual([0, 1, 2, 3]);
  });

  test("a panic in one program leaves another one running", async () => {
    const steady = run(function* () {
      for (let i = 0; i < 10; i++) yield* gosched();
      return "steady";
    });
    await expect(
      run(() => {
        throw new Error("boom");
      }),
    ).rejects.toThrow("panic: boom");
    expect(await steady).toBe("steady");
  });

  test("a goroutine can run a program and wait for it", () =>
    run(function* () {
      const inner = run(function* () {
        expect(numGoroutine()).toBe(1);
        yield* sleep(1);
        return "inner";
      });
      expect(numGoroutine()).toBe(1);
      expect(yield* wait(inner)).toBe("inner");
      const panics = run(() => {
        throw new Error("boom");
      });
      try {
        yield* wait(panics);
      } catch (error) {
        expect((error as Error).message).toBe("panic: boom");
        return;
      }
      expect.unreachable();
    }));
});

describe("options.signal", () => {
  for (const onExit of ["drop", "unwind"] as const) {
    const log: string[] = [];
    const left = onExit === "unwind" ? ["left"] : [];

    test(`an abort ends the program with its reason (${onExit})`, async () => {
      log.length = 0;
      const ac = new AbortController();
      const over = run(() => waits(log, "left"), { signal: ac.signal, onExit });
      await turns();
      ac.abort("enough");
      await expect(over).rejects.toBe("enough");
      expect(log).toEqual(left);
    });

    test(`a signal that has aborted before lets main not start (${onExit})`, async () => {
      log.length = 0;
      const main = (): void => void log.push("main");
      await expect(run(main, { signal: AbortSignal.abort("early"), onExit })).rejects.toBe("early");
      await turns();
      expect(log).toEqual([]);
    });

    test(`a goroutine that aborts its own program gets to its next operation and no further (${onExit})`, async () => {
      log.length = 0;
      const ac = new AbortController();
      const over = run(
        function* () {
          go(function* () {
            try {
              ac.abort("from inside");
              yield* gosched();
              log.push("after");
            } finally {
              log.push("left");
            }
          });
          yield* chan().recv();
        },
        { signal: ac.signal, onExit },
      );
      await expect(over).rejects.toBe("from inside");
      await turns();
      expect(log).toEqual(["left"]);
    });

    test(`a program without a main that is alive ends all the same (${onExit})`, async () => {
      log.length = 0;
      const ac = new AbortController();
      const over = run(
        function* () {
          go(waits, log, "left");
          yield* goexit();
        },
        { signal: ac.signal, onExit },
      );
      await turns();
      ac.abort("enough");
      await expect(over).rejects.toBe("enough");
      expect(log).toEqual(left);
    });
  }

  test("go in a program that has ended is an error, and starts nothing", async () => {
    const log: unknown[] = [];
    const ac = new AbortController();
    const over = run(
      () => {
        ac.abort("from inside");
        try {
          go(() => void log.push("started"));
        } catch (error) {
          log.push(error);
        }
      },
      { signal: ac.signal },
    );
    await expect(over).rejects.toBe("from inside");
    await turns();
    expect(log).toEqual([expect.objectContaining({ message: "program has ended: go" })]);
  });

  test("an abort after the end does nothing, and the program has stopped listening", async () => {
    const ac = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = ac.signal;
    ac.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(ac.signal, args);
    };
    ac.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(ac.signal, args);
    };
    expect(await run(() => 1, { signal: ac.signal })).toBe(1);
    expect(listeners).toBe(0);
    ac.abort();
  });

  test("any number of programs may stand on one, and Node does not warn", async () => {
    const warning = vi.spyOn(process, "emitWarning");
    const ac = new AbortController();
    const all = Array.from({ length: 20 }, () => run(() => waits([], ""), { signal: ac.signal }));
    ac.abort("over");
    expect(new Set((await Promise.allSettled(all)).map((each) => each.status))).toEqual(
      new Set(["rejected"]),
    );
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });
});

describe("options that are wrong", () => {
  test.each<[string, unknown, RegExp]>([
    ["onExit", "leave", /^run: .*onExit: want .*drop.*unwind.*, got leave \(string\)$/],
    ["slice", 0, /^run: .*slice: want milliseconds above 0, got 0 \(number\)$/],
    ["slice", -1, /^run: .*slice: .*got -1/],
    ["slice", Number.NaN, /^run: .*slice: .*got NaN/],
    ["slice", "10", /^run: .*slice: .*got 10 \(string\)/],
    ["signal", "stop", /^run: signal: want an AbortSignal, got stop \(string\)$/],
    ["signal", new AbortController(), /^run: signal: want an AbortSignal, got AbortController \(object\)$/],
  ])("%s: %j", async (name, value, message) => {
    let hasRun = false;
    const over = run(() => void (hasRun = true), { [name]: value } as RunOptions);
    await expect(over).rejects.toThrow(TypeError);
    await expect(over).rejects.toThrow(message);
    expect(hasRun).toBe(false);
  });
});

describe("many programs at a time", () => {
  const children = useChildren();

  test("a hundred of them print no warning", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { run, sleep } from "@gopark/core";
      const programs = Array.from({ length: 100 }, (_, i) => run(function* () { yield* sleep(1); return i; }));
      console.log((await Promise.all(programs)).length);
    `);
    expect([code, stdout, stderr]).toEqual([0, "100\n", ""]);
  });
});

describe("what a program leaves behind", () => {
  const fake = useFakeHost();

  test.each<[string, (ch: Chan<number>) => () => unknown]>([
    ["it returns", () => () => 1],
    [
      "it panics",
      () => () => {
        throw new Error("boom");
      },
    ],
    [
      "others sleep and wait",
      (ch) =>
        function* () {
          go(() => sleep(1e6));
          go(() => ch.recv());
          go(() => wait(new Promise(() => {})));
          yield* sleep(5);
        },
    ],
  ])("no timer and no listener on the host, when %s", async (_name, main) => {
    const over = run(main(chan()));
    await fake.host.finish(over.then(undefined, () => undefined));
    await fake.host.settle();
    expect([...fake.host.timers]).toEqual([]);
    expect(fake.host.macrotasks).toEqual([]);
    fake.host.runDry();
    expect(fake.host.uncaught).toEqual([]);
  });
});
