import { chan, FatalError, type Go, go, goexit, gosched, type Op, sleep } from "@gopark/core";
import { m } from "@gopark/core/internal";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { runLong as run, runAlone } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { checkRWMutex, watched } from "../test/check-lock.js";
import { HRWMutex } from "./hrwmutex.js";
import { NO_WRITER } from "./lock-state.js";
import { Mutex } from "./mutex.js";
import { RWMutex } from "./rwmutex.js";

/** A lock whose invariants are checked after every call. */
function make(): HRWMutex {
  return watched(new HRWMutex(), checkRWMutex);
}

/** Enters as a reader or a writer, stays until told, and logs both. */
function* enter(rw: HRWMutex, log: string[], name: string, stay: () => Go<unknown> = gosched2): Go {
  const isReader = name.startsWith("r");
  yield* isReader ? rw.rLock() : rw.lock();
  log.push(`+${name}`);
  yield* stay();
  log.push(`-${name}`);
  if (isReader) rw.rUnlock();
  else rw.unlock();
}

function* gosched2(): Go {
  yield* gosched();
}

describe("RWMutex", () => {
  it("RW-01 any number of readers or one writer", () =>
    run(function* () {
      const rw = make();
      let readers = 0;
      let writers = 0;
      let most = 0;
      const gs = Array.from({ length: 12 }, (_, i) =>
        go(function* () {
          for (let round = 0; round < 30; round++) {
            if ((i + round) % 4 === 0) {
              yield* rw.lock();
              expect([readers, writers++]).toEqual([0, 0]);
              yield* gosched();
              writers--;
              rw.unlock();
            } else {
              yield* rw.rLock();
              most = Math.max(most, ++readers);
              expect(writers).toBe(0);
              if (round % 3 === 0) yield* gosched();
              readers--;
              rw.rUnlock();
            }
          }
        }),
      );
      for (const g of gs) yield* g.join();
      expect(most).toBeGreaterThan(1);
      expect(rw.tryLock()).toBe(true);
    }));

  it("RW-02 a writer that waits keeps new readers out", () =>
    run(function* () {
      const rw = make();
      const log: string[] = [];
      yield* rw.rLock();
      go(enter, rw, log, "w");
      yield* settle();
      expect(rw.tryRLock()).toBe(false);
      go(enter, rw, log, "r");
      yield* settle();
      expect(log).toEqual([]);
      rw.rUnlock();
      yield* settle();
      yield* sleep(0);
      expect(log).toEqual(["+w", "-w", "+r", "-r"]);
    }));

  it("RW-03 the writer gets in when all readers that were inside have left", () =>
    run(function* () {
      const rw = make();
      const log: string[] = [];
      for (let i = 0; i < 3; i++) yield* rw.rLock();
      go(enter, rw, log, "w");
      for (let i = 0; i < 3; i++) {
        yield* settle();
        expect(log).toEqual([]);
        rw.rUnlock();
      }
      yield* settle();
      expect(log).toEqual(["+w", "-w"]);
    }));

  it("RW-04 readers that queued during a writer go before the next writer", () =>
    run(function* () {
      const rw = make();
      const log: string[] = [];
      yield* rw.lock();
      for (const name of ["w2", "r1", "r2", "w3"]) {
        go(enter, rw, log, name);
        yield* settle();
      }
      rw.unlock();
      yield* settle();
      const first = log.slice(0, 4).slice().sort();
      expect(first).toEqual(["+r1", "+r2", "-r1", "-r2"]);
      expect(log.slice(4)).toEqual(["+w2", "-w2", "+w3", "-w3"]);
    }));

  it("RW-05 tryLock fails while anybody is inside", () => {
    const rw = make();
    expect(rw.tryRLock()).toBe(true);
    expect(rw.tryLock()).toBe(false);
    expect(rw.tryRLock()).toBe(true);
    rw.rUnlock();
    rw.rUnlock();
    expect(rw.tryLock()).toBe(true);
    expect(rw.tryLock()).toBe(false);
    expect(rw.tryRLock()).toBe(false);
  });

  it("RW-06 rLocker is the reading side, always the same one", () =>
    run(function* () {
      const rw = make();
      const reader = rw.rLocker();
      yield* reader.lock();
      yield* rw.rLocker().lock();
      expect(rw.readers).toBe(2);
      reader.unlock();
      reader.unlock();
      expect(rw.tryLock()).toBe(true);
      expect(rw.rLocker()).toBe(reader);
    }));

  it.each<[string, string, (rw: HRWMutex) => void]>([
    ["RW-07 rUnlock of an unlocked one", "RUnlock", (rw) => rw.rUnlock()],
    ["RW-08 unlock of an unlocked one", "Unlock", (rw) => rw.unlock()],
    ["RW-09 rUnlock of one locked for writing", "RUnlock", (rw) => rw.tryLock() && rw.rUnlock()],
    ["RW-10 unlock of one locked for reading", "Unlock", (rw) => rw.tryRLock() && rw.unlock()],
  ])("%s is a fatal error that ends the program", async (_name, what, misuse) => {
    const error = await run(() => misuse(make())).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FatalError);
    expect((error as Error).message.split("\n")[0]).toBe(`fatal error: sync: ${what} of unlocked RWMutex`);
  });

  it("D-50 a reader that was let in is inside before it has run: nobody takes its turn", () =>
    run(function* () {
      const rw = make();
      yield* rw.lock();
      const reader = go(() => rw.rLock());
      yield* gosched();
      rw.unlock();
      expect(reader.status).toBe("runnable");
      expect(rw.tryLock()).toBe(false);
      expect(rw.tryRLock()).toBe(true);
      yield* reader.join();
    }));

  it("unlock while a writer still waits for readers is the same fatal error", async () => {
    const error = await run(function* () {
      const rw = make();
      yield* rw.rLock();
      go(() => rw.lock());
      yield* settle();
      rw.unlock();
    }).catch((e: unknown) => e);
    expect((error as Error).message).toMatch(/^fatal error: sync: Unlock of unlocked RWMutex\n/);
  });

  it("RW4 unlock for a writer that the last reader has let in is accepted, and the writer's own is then a fatal error", async () => {
    const rw = make();
    const log: unknown[] = [];
    const waits: ((body: () => void) => Go)[] = [
      function* (body) {
        yield* rw.lock();
        body();
      },
      function* (body) {
        yield* select([rw.lock()]);
        body();
      },
    ];
    for (const wait of waits) {
      const error = await run(function* () {
        yield* rw.rLock();
        const writing = go(() =>
          wait(() => {
            log.push("in", rw.tryRLock());
            rw.rUnlock();
            rw.unlock();
          }),
        );
        yield* settle();
        rw.rUnlock();
        rw.unlock();
        log.push(rw.tryLock());
        rw.unlock();
        yield* writing.join();
      }).catch((e: unknown) => e);
      expect((error as Error).message).toMatch(/^fatal error: sync: Unlock of unlocked RWMutex\n/);
    }
    expect(log).toEqual([true, "in", true, true, "in", true]);
    expect(rw.tryLock()).toBe(true);
  });

  // The interleaving: the lock is unlocked for a writer or a reader that was let in, which never runs.
  it.each<
    [
      string,
      (rw: HRWMutex) => Op<void>,
      (rw: HRWMutex) => boolean,
      (rw: HRWMutex) => void,
      (rw: HRWMutex) => void,
    ]
  >([
    ["writer", (rw) => rw.lock(), (rw) => rw.tryRLock(), (rw) => rw.rUnlock(), (rw) => rw.unlock()],
    ["reader", (rw) => rw.rLock(), (rw) => rw.tryLock(), (rw) => rw.unlock(), (rw) => rw.rUnlock()],
  ])(
    "RW4 a %s that another unlocked for gives back nothing at the end",
    async (_who, lock, block, unblock, unlock) => {
      const rw = make();
      for (const onExit of ["drop", "unwind"] as const) {
        const misuse = function* (): Go {
          block(rw);
          go(() => lock(rw));
          yield* settle();
          unblock(rw);
          unlock(rw);
        };
        await run(misuse, { onExit });
        expect([rw.phase, rw.readers]).toEqual([NO_WRITER, 0]);
        const panic = run(
          function* () {
            yield* misuse();
            throw new Error("the panic");
          },
          { onExit },
        );
        await expect(panic).rejects.toThrow("panic: the panic");
      }
    },
  );

  it("a second unlock is found out although the next writer was let in by the first", async () => {
    const ways = [
      (rw: HRWMutex) => go(() => rw.lock()),
      (rw: HRWMutex) => go(() => rw.lock().map(() => undefined)),
      (rw: HRWMutex) => go(() => select([rw.lock()])),
    ];
    for (const wait of ways) {
      const error = await run(function* () {
        const rw = make();
        yield* rw.lock();
        wait(rw);
        yield* settle();
        rw.unlock();
        rw.unlock();
      }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(FatalError);
    }
  });

  it("RW-11 a second rLock of the same goroutine, behind a writer, is a deadlock; the report names the cycle", async () => {
    const error = await runAlone(function* () {
      const rw = make();
      yield* rw.rLock();
      go(enter, rw, [], "writer");
      yield* settle();
      yield* rw.rLock();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[sync\.RWMutex\.RLock\]:\n/,
    );
    expect(error).toMatch(/\ngoroutine 2 \[sync\.RWMutex\.Lock\]:\n/);
    expect(String(error).split("\n").at(-1)).toBe(
      "  cycle: goroutine 1 waits for a sync.RWMutex claimed by goroutine 2, " +
        "which waits for a sync.RWMutex held by goroutine 1",
    );
  });

  it("RW-12 there is no upgrade: lock after rLock in one goroutine waits for itself", async () => {
    // As it is before anybody has waited for a lock.
    m.explain = () => "";
    const error = await runAlone(function* () {
      const rw = make();
      yield* rw.rLock();
      yield* rw.lock();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(/\n {2}cycle: goroutine 1 waits for a sync\.RWMutex held by goroutine 1$/);
  });

  it("RW-13 one goroutine may lock and another unlock", () =>
    run(function* () {
      const rw = make();
      yield* rw.rLock();
      yield* go(() => rw.rUnlock()).join();
      yield* rw.lock();
      yield* go(() => rw.unlock()).join();
      expect(rw.tryLock()).toBe(true);
    }));

  it("RW-14 there may be more than 2^30 readers", () => {
    const rw = make();
    rw.tryRLock();
    rw.readers = 2 ** 30;
    expect(rw.tryRLock()).toBe(true);
    rw.rUnlock();
    expect(rw.tryLock()).toBe(false);
  });

  it("RW-16 a second writer waits for the inner mutex, and its dump says so", async () => {
    const error = await runAlone(function* () {
      const rw = make();
      yield* rw.rLock();
      go(() => rw.lock());
      yield* settle();
      go(() => rw.lock());
      yield* settle();
      go(() => rw.rLock());
      yield* chan().recv();
    }).catch((e: Error) => e.message);
    expect(error).toMatch(/goroutine 2 \[sync\.RWMutex\.Lock\]:/);
    expect(error).toMatch(/goroutine 3 \[sync\.Mutex\.Lock\]:/);
    expect(error).toMatch(/goroutine 4 \[sync\.RWMutex\.RLock\]:/);
    expect(String(error).split("\n").slice(-3)).toEqual([
      "  goroutine 2 waits for a sync.RWMutex held by goroutine 1",
      "  goroutine 3 waits for a sync.Mutex held by goroutine 2",
      "  goroutine 4 waits for a sync.RWMutex claimed by goroutine 2",
    ]);
  });

  it("writers are not starved by readers that come one after the other, nor readers by writers", () =>
    run(function* () {
      const rw = make();
      const counts = { r: 0, w: 0 };
      let isOver = false;
      const loop = function* (kind: "r" | "w"): Go {
        while (!isOver) {
          yield* kind === "r" ? rw.rLock() : rw.lock();
          counts[kind]++;
          yield* gosched();
          if (kind === "r") rw.rUnlock();
          else rw.unlock();
        }
      };
      const gs = ["r", "r", "w", "r", "w"].map((kind) => go(loop, kind as "r" | "w"));
      while (counts.r + counts.w < 300) yield* gosched();
      isOver = true;
      for (const g of gs) yield* g.join();
      expect(Math.min(counts.r, counts.w)).toBeGreaterThan(50);
    }));

  it("it is a Locker, not a Mutex", () => {
    const rw: import("./locker.js").Locker = new RWMutex();
    expect(rw).toBeInstanceOf(RWMutex);
    expect(rw).not.toBeInstanceOf(Mutex);
  });
});

describe("a writer as a case of a select", () => {
  it("keeps readers out while it waits, and lets them in when another case happens", () =>
    run(function* () {
      const rw = make();
      const log: string[] = [];
      const other = chan<number>();
      yield* rw.rLock();
      const selecting = go(() => select({ write: rw.lock(), other: other.recv() }));
      yield* settle();
      for (const name of ["r1", "r2"]) go(enter, rw, log, name);
      yield* settle();
      expect(log).toEqual([]);
      yield* other.send(1);
      yield* settle();
      expect((yield* selecting.join()).case).toBe("other");
      expect(log.slice().sort()).toEqual(["+r1", "+r2", "-r1", "-r2"]);
      rw.rUnlock();
      expect(rw.tryLock()).toBe(true);
    }));

  it("lets the next writer announce itself when another case happens", () =>
    run(function* () {
      const rw = make();
      const log: string[] = [];
      const other = chan<number>();
      yield* rw.rLock();
      go(() => select({ write: rw.lock(), other: other.recv() }));
      yield* settle();
      go(enter, rw, log, "w");
      yield* settle();
      yield* other.send(1);
      yield* settle();
      expect(rw.tryRLock()).toBe(false);
      rw.rUnlock();
      yield* settle();
      expect(log).toEqual(["+w", "-w"]);
    }));

  it("beside a reader of the same lock: one of them happens", () =>
    run(function* () {
      const rw = make();
      yield* rw.lock();
      const selecting = go(() => select({ write: rw.lock(), read: rw.rLock(), again: rw.lock() }));
      yield* settle();
      rw.unlock();
      expect((yield* selecting.join()).case).toBe("read");
      expect([rw.readers, rw.phase]).toEqual([1, 0]);
    }));

  it.each(["select", "yield*"])("that has lost behind a reader may wait again, behind a writer (%s)", (way) =>
    run(function* () {
      const rw = make();
      const other = chan<number>();
      const write = rw.lock();
      yield* rw.rLock();
      const first = go(() => select({ write, other: other.recv() }));
      yield* settle();
      yield* other.send(1);
      expect((yield* first.join()).case).toBe("other");
      rw.rUnlock();
      yield* rw.lock();
      const second = go(
        (): Op<unknown> => (way === "select" ? select({ write, other: other.recv() }) : write),
      );
      yield* settle();
      if (way === "select") yield* other.send(1);
      else rw.unlock();
      yield* second.join();
      // Main has it still, or the second has it.
      expect(rw.tryLock()).toBe(false);
      rw.unlock();
      expect(rw.tryLock()).toBe(true);
    }),
  );

  it("twice, behind readers, and both lose", () =>
    run(function* () {
      const rw = make();
      const other = chan<number>();
      yield* rw.rLock();
      const selecting = go(() => select([rw.lock(), rw.lock(), other.recv()]));
      yield* settle();
      yield* other.send(1);
      expect((yield* selecting.join())[0]).toBe(2);
      rw.rUnlock();
      expect(rw.tryLock()).toBe(true);
    }));
});

describe("withLock, withRLock, guard and rGuard", () => {
  it("hold the lock while the body runs, for writing or for reading", () =>
    run(function* () {
      const rw = make();
      const can = (): boolean[] => {
        const canRead = rw.tryRLock();
        if (canRead) rw.rUnlock();
        const canWrite = rw.tryLock();
        if (canWrite) rw.unlock();
        return [canRead, canWrite];
      };
      expect(yield* rw.withLock(can)).toEqual([false, false]);
      expect(yield* rw.withRLock(can)).toEqual([true, false]);
      {
        using _guard = yield* rw.guard();
        expect(can()).toEqual([false, false]);
      }
      {
        using _guard = yield* rw.rGuard();
        expect(can()).toEqual([true, false]);
      }
      expect(can()).toEqual([true, true]);
    }));

  it("unlock by a panic and by a goexit", () =>
    run(function* () {
      const rw = make();
      for (const wrap of [rw.withLock.bind(rw), rw.withRLock.bind(rw)]) {
        yield* go(() => wrap(goexit)).join();
        expect(rw.tryLock()).toBe(true);
        rw.unlock();
        let text = "";
        try {
          yield* wrap(() => {
            throw new Error("boom");
          });
        } catch (error) {
          text = (error as Error).message;
        }
        expect([text, rw.tryLock()]).toEqual(["boom", true]);
        rw.unlock();
      }
    }));
});
