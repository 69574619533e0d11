import { chan, type Go, go, gosched, wait } from "@gopark/core";
import { m } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { collect } from "../../core/test/garbage.js";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { Mutex } from "./mutex.js";
import { waitsFor } from "./wait-for.js";

/** The lines that the report of a deadlock has about locks. */
async function linesOf(main: () => Go<unknown>): Promise<string[]> {
  const error: unknown = await runAlone(main).catch((e: unknown) => e);
  const text = (error as Error).message;
  expect(text).toMatch(/^fatal error: all goroutines are asleep - deadlock!/);
  return text.split("\n").filter((line) => line.startsWith("  "));
}

const waits = (id: number, holder: number): string =>
  `goroutine ${id} waits for a sync.Mutex held by goroutine ${holder}`;

/** Locks one after the other, with everybody else running between. */
function* lockAll(...mus: Mutex[]): Go {
  for (const mu of mus) {
    yield* mu.lock();
    for (let i = 0; i < 5; i++) yield* gosched();
  }
}

describe("the report of a deadlock", () => {
  it("names a goroutine that waits for itself as a cycle of one", async () => {
    const lines = await linesOf(function* () {
      const mu = new Mutex();
      yield* lockAll(mu, mu);
    });
    expect(lines).toEqual([`  cycle: ${waits(1, 1)}`]);
  });

  it("names a cycle of two, and who waits for one of its members, each once", async () => {
    const lines = await linesOf(function* () {
      const [a, b] = [new Mutex(), new Mutex()];
      go(lockAll, b, a);
      yield* gosched();
      go(lockAll, b);
      yield* lockAll(a, b);
    });
    expect(lines).toEqual([`  cycle: ${waits(1, 2)}, which ${waits(2, 1).slice(12)}`, `  ${waits(3, 2)}`]);
  });

  it("names a cycle of three", async () => {
    const lines = await linesOf(function* () {
      const mus = [new Mutex(), new Mutex(), new Mutex()] as const;
      const first = chan<void>();
      const link = function* (i: number): Go {
        yield* (mus[i % 3] as Mutex).lock();
        yield* first.recv();
        yield* (mus[(i + 1) % 3] as Mutex).lock();
      };
      for (let i = 0; i < 3; i++) go(link, i);
      yield* settle();
      first.close();
      yield* chan().recv();
    });
    const text = `  cycle: ${waits(2, 3)}, which ${waits(3, 4).slice(12)}, which ${waits(4, 2).slice(12)}`;
    expect(lines).toEqual([text]);
  });

  it("names two cycles that have nothing to do with each other", async () => {
    const lines = await linesOf(function* () {
      for (let i = 0; i < 2; i++) {
        const mu = new Mutex();
        go(lockAll, mu, mu);
      }
      yield* chan().recv();
    });
    expect(lines).toEqual([`  cycle: ${waits(2, 2)}`, `  cycle: ${waits(3, 3)}`]);
  });

  it("names a holder that has ended without unlocking", async () => {
    const lines = await linesOf(function* () {
      const mu = new Mutex();
      yield* go(() => mu.lock()).join();
      yield* mu.lock();
    });
    expect(lines).toEqual([`  ${waits(1, 2)}, which has ended`]);
  });

  it("says that a holder has ended or leaked when it is missing among others that were collected", async () => {
    const lines = await linesOf(function* () {
      const mu = new Mutex();
      go(function* () {
        yield* mu.lock();
        yield* chan().recv();
      });
      yield* settle();
      yield* wait(collect());
      yield* mu.lock();
    });
    expect(lines).toEqual([
      `  ${waits(1, 2)}, which has ended or leaked`,
      "  1 more leaked: nothing could wake them; debug(true) names them",
    ]);
  });

  it("names a holder that waits for something else, in a line of its own for each who waits", async () => {
    const lines = await linesOf(function* () {
      const mu = new Mutex();
      yield* mu.lock();
      for (let i = 0; i < 2; i++) go(lockAll, mu);
      yield* chan().recv();
    });
    expect(lines).toEqual([`  ${waits(2, 1)}`, `  ${waits(3, 1)}`]);
  });

  it("names nobody where no goroutine has locked it", async () => {
    const mu = new Mutex();
    mu.tryLock();
    expect(await linesOf(() => mu.lock() as unknown as Go)).toEqual([]);
  });

  it("names nobody where nobody waits for a lock, and is asked for only once one was waited for", async () => {
    expect(await linesOf(() => chan().recv() as unknown as Go)).toEqual([]);
    await run(function* () {
      const mu = new Mutex();
      yield* mu.lock();
      go(() => mu.lock());
      yield* gosched();
    });
    expect(m.explain).toBe(waitsFor);
  });
});
