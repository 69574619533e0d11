import { chan, type Go, go, gosched, numGoroutine, stack, wait } from "@gopark/core";
import { Sched } from "@gopark/core/internal";
import { describe, expect, it, vi } from "vitest";
import { runOnM0 } from "../../test/on-m0.js";
import { newProgram } from "../../test/sched-fixture.js";
import { goroutine } from "../goroutine.js";
import { get, put } from "../shm/atomics.js";
import { globqTake } from "../shm/globq.js";
import { FINISHED, G_FUNCTION, G_ID, G_OUTCOME, newRecord } from "../shm/record.js";
import { spawn } from "../spawn.js";
import { nameId } from "../wire/names.js";
import { Runner } from "./runner.js";

const url = "file:///runner.test.js";

const square = goroutine(url, "square", function* square(n: number): Go<number> {
  yield* gosched();
  return n * n;
});

const parked = goroutine(url, "parked", function* parked(ch: unknown): Go {
  void ch;
  yield* chan().recv();
});

describe("a goroutine of the shared queues", () => {
  it("has its arguments, and gives its result back", () =>
    runOnM0(function* () {
      const g = go(square, 7);
      expect(yield* g.join()).toBe(49);
      expect(g.status).toBe("dead");
    }));

  it("may be a plain or an async function", () =>
    runOnM0(function* () {
      const plain = goroutine(url, "plain", (a: string, b: string) => a + b);
      const guest = goroutine(url, "guest", async (n: number) => n + 1);
      expect(yield* go(plain, "a", "b").join()).toBe("ab");
      expect(yield* go(guest, 1).join()).toBe(2);
    }));

  it("counts, and stands in dumps, under the id that its creator knows", () =>
    runOnM0(function* () {
      const g = go(parked, 1);
      expect(numGoroutine()).toBe(1);
      yield* gosched();
      yield* gosched();
      expect(numGoroutine()).toBe(2);
      expect(stack()).toContain(`goroutine ${g.id} [chan receive]:\nparked(...)`);
      const done = go(square, 1);
      yield* done.join();
      expect(numGoroutine()).toBe(2);
    }));

  it("PA-01 ends the program by its panic", async () => {
    const broken = goroutine(url, "broken", function* broken(): Go {
      yield* gosched();
      throw new Error("boom");
    });
    let id = 0;
    const program = runOnM0(function* () {
      const g = go(broken);
      id = g.id;
      yield* g.join();
    });
    await expect(program).rejects.toMatchObject({ message: "panic: boom", goroutine: expect.any(Number) });
    await expect(program).rejects.toHaveProperty("goroutine", id);
  });

  it("ends the program if its result can't be sent", async () => {
    const secretive = goroutine(url, "secretive", function* secretive(): Go<() => void> {
      return () => {};
    });
    const program = runOnM0(function* () {
      yield* go(secretive).join();
    });
    await expect(program).rejects.toThrow(/goroutine \d+ \(secretive\): result: a function/);
  });

  it("has the result undefined after goexit", () =>
    runOnM0(function* () {
      const { goexit } = yield* wait(import("@gopark/core"));
      const quitter = goroutine(url, "quitter", function* (): Go<number> {
        yield* goexit();
        return 1;
      });
      expect(yield* go(quitter).join()).toBe(undefined);
    }));
});

describe("a goroutine whose module is not loaded", () => {
  /** A record of a function that this thread does not know. */
  function unknown(name: string): number {
    const rec = newRecord(0, FINISHED);
    put(rec + G_ID, 99);
    put(rec + G_OUTCOME, -1);
    put(rec + G_FUNCTION, nameId(`${url}?other#${name}`));
    return rec;
  }

  it("goes back to the global queue, and the M takes none until the module is here", async () => {
    newProgram(1, 1, 1);
    const steps: unknown[] = [];
    let loaded: () => void = () => {};
    const load = vi.fn(() => new Promise<void>((resolve) => (loaded = resolve)));
    const runner = new Runner(new Sched(10, () => {}), 0, load);
    runner.onLoad = (n) => steps.push(n);
    const rec = unknown("late");
    expect(runner.begin(rec)).toBe(null);
    expect(load).toHaveBeenCalledWith(`${url}?other`);
    expect(globqTake(1, 0)).toBe(rec);
    expect(get(rec + G_OUTCOME)).toBe(-1);
    goroutine(`${url}?other`, "late", function late() {});
    // Registered is enough: the top level of the module may go on for ever.
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toEqual([1, -1]);
    expect(runner.begin(rec)?.name).toBe("late");
    loaded();
  });

  it.each([
    [
      "does not register it",
      () => Promise.resolve(),
      "file:///runner.test.js?other does not register it when it is loaded",
    ],
    [
      "can't be loaded",
      () => Promise.reject(new Error("no such file")),
      "file:///runner.test.js?other can't be loaded: Error: no such file",
    ],
  ])("ends the program if the module %s", async (_name, load, text) => {
    newProgram(1, 1, 1);
    const error = await new Promise<Error>((resolve) => {
      const runner = new Runner(new Sched(10, resolve), 0, load);
      runner.begin(unknown("nowhere"));
    });
    expect(error.message).toBe('panic: goroutine "nowhere" not found');
    expect((error.cause as { detail: string }).detail).toBe(`  ${text}`);
  });
});

it("nothing is spawned where no threads run", () => {
  expect(spawn(square, [1])).toBe(null);
});
