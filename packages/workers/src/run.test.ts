/**
 * Programs of one thread, and what stands before any thread is started. Programs of several: program.test.ts.
 */
import { chan, Deadlock, GoPanic, go, gosched } from "@gopark/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { warnAgain } from "./doctor.js";
import { goroutine } from "./goroutine.js";
import { main, run } from "./run.js";
import { current } from "./sched/current.js";
import { thread } from "./thread.js";

const url = "file:///run.test.js";
const square = goroutine(url, "square", function* (n: number): Generator<never, number> {
  return n * n;
});

describe("a program with procs: 1", () => {
  it("SC-24 runs as on one thread, in the same order", async () => {
    const order: number[] = [];
    const note = goroutine(url, "note", (n: number) => void order.push(n));
    const result = await run(
      function* () {
        for (let i = 0; i < 5; i++) go(note, i);
        yield* gosched();
        return yield* go(square, 5).join();
      },
      { procs: 1, slice: 1e9 },
    );
    expect(result).toBe(25);
    expect(order).toEqual([4, 0, 1, 2, 3]);
    expect(current.machine).toBe(null);
  });

  it("is what there is in a page that a test runner simulates, and is told of once", async () => {
    vi.stubGlobal("MessageChannel", undefined);
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    try {
      for (const options of [{}, { procs: 2 }])
        await expect(run(() => "plain", options)).resolves.toBe("plain");
      expect(warn.mock.calls).toEqual([
        [
          "gopark: all goroutines run on one thread: this platform has no MessageChannel, which threads talk by",
        ],
      ]);
    } finally {
      warn.mockRestore();
      vi.unstubAllGlobals();
      warnAgain();
    }
  });

  it("does not copy arguments, as on one thread", () =>
    run(
      function* () {
        const list: number[] = [];
        const push = goroutine(url, "push", (to: number[]) => void to.push(1));
        yield* go(push, list).join();
        expect(list).toEqual([1]);
      },
      { procs: 1 },
    ));

  it("ends as on one thread", async () => {
    const options = { procs: 1 };
    await expect(run(() => "plain", options)).resolves.toBe("plain");
    await expect(
      run(function* () {
        throw new Error("boom");
      }, options),
    ).rejects.toBeInstanceOf(GoPanic);
    await expect(
      run(function* () {
        yield* chan().recv();
      }, options),
    ).rejects.toBeInstanceOf(Deadlock);
    const signal = AbortSignal.abort("called off");
    await expect(run(function* () {}, { procs: 1, signal })).rejects.toBe("called off");
    await expect(run(function* () {}, { procs: 2, signal })).rejects.toBe("called off");
    expect(current.machine).toBe(null);
  });
});

describe("bad options", () => {
  it.each([
    [{ procs: 0 }, "run: procs: want an integer from 1 to 63, got 0 (number)"],
    [{ procs: 10_000 }, "run: procs: want an integer from 1 to 63, got 10000 (number)"],
    [{ procs: 1, slice: -1 }, "run: slice: want milliseconds above 0, got -1 (number)"],
    [{ procs: 2, onExit: "stop" as "drop" }, 'run: onExit: want "drop" or "unwind", got stop (string)'],
    ...[-1, 1.5, Number.NaN, 2 ** 20 - 1, 2 ** 31, "1"].map(
      (memory) =>
        [
          { procs: 2, memory: memory as number },
          `run: memory: want an integer of bytes from 2^20 to 2^31 - 2^16, got ${memory} (${typeof memory})`,
        ] as const,
    ),
    [{ procs: 2, worker: 5 as never }, "run: worker: want a function, got 5 (number)"],
    [{ procs: 1, onWorkerLost: 5 as never }, "run: onWorkerLost: want a function, got 5 (number)"],
    [{ procs: 2, limits: 5 as never }, "run: limits: want an object, got 5 (number)"],
  ] as const)("reject, and nothing is started (%#)", async (options, text) => {
    await expect(run(function* () {}, options)).rejects.toThrow(text);
    expect(current.machine).toBe(null);
  });

  it("reject what is no function", async () => {
    await expect(run(5 as unknown as () => void, { procs: 2 })).rejects.toThrow(
      "run: want a function, got 5",
    );
    expect(() => main(5 as unknown as () => void, { procs: 2 })).toThrow("run: want a function, got 5");
  });
});

describe("on a thread that a program has started", () => {
  beforeEach(() => {
    thread.index = 3;
  });
  afterEach(() => {
    thread.index = 0;
  });

  it("run and main start nothing while modules are loaded", async () => {
    const body = vi.fn();
    const settled = vi.fn();
    run(body).then(settled, settled);
    main(body);
    await new Promise((resolve) => setImmediate(resolve));
    expect(body).not.toHaveBeenCalled();
    expect(settled).not.toHaveBeenCalled();
  });
});
