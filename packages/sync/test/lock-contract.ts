/**
 * What every way to lock does, whatever is locked: run once for each kind.
 *
 * A scene is one lock and one operation that takes a turn of it. Turns may exclude each other (a mutex, a writer) or
 * be shared (readers); `block` takes the lock so that every turn has to wait.
 */
import { chan, type Go, go, gosched, type Op } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { all, select, timeout, trySelect } from "@gopark/select";
import { describe, expect, test } from "vitest";
import { opContract } from "../../core/test/op-contract.js";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";

/** One lock and the operation under test. */
export interface LockScene {
  /** Takes a turn. */
  acquire(): Op<unknown>;
  /** What that gives, if it gives anything. */
  readonly result?: unknown;
  /** Takes a turn if that is possible now. */
  tryAcquire(): boolean;
  /** Gives a turn back. */
  release(): void;
  /** Takes a free lock so that turns have to wait. */
  block(): void;
  /** Undoes `block`. */
  unblock(): void;
  /** Whether turns exclude each other. */
  readonly isExclusive: boolean;
  /** Throws unless the lock's invariants hold. */
  check(): void;
}

/** Runs all cases on one kind of lock. */
export function lockContract(name: string, make: () => LockScene): void {
  opContract(name, {
    ready: () => {
      const scene = make();
      return { make: () => scene.acquire(), outcome: { value: scene.result } };
    },
    waiting: () => {
      const scene = make();
      scene.block();
      let isBlocked = true;
      const complete = (): void => {
        if (isBlocked) scene.unblock();
        else if (scene.isExclusive) scene.release();
        isBlocked = false;
      };
      return { make: () => scene.acquire(), outcome: { value: scene.result }, complete };
    },
  });
  describeTurns(name, make);
  describeSelect(name, make);
  describeEnd(name, make);
}

/** Takes a turn and says so. */
function* enter(scene: LockScene, log: unknown[], entry: unknown): Go {
  yield* scene.acquire();
  log.push(entry);
  scene.release();
}

/** Whether the lock is as a new one: free, and with nobody in line whom it would be given to. */
function expectFree(scene: LockScene): void {
  scene.check();
  expect(scene.tryAcquire()).toBe(true);
  scene.release();
  scene.block();
  expect(scene.tryAcquire()).toBe(false);
  scene.unblock();
  scene.check();
  expect(scene.tryAcquire()).toBe(true);
  scene.release();
}

function describeTurns(name: string, make: () => LockScene): void {
  describe(`${name}, turns`, () => {
    test("exclude each other, or are shared; never both", () =>
      run(function* () {
        const scene = make();
        let inside = 0;
        let most = 0;
        const gs = Array.from({ length: 8 }, (_, i) =>
          go(function* () {
            for (let round = 0; round < 20; round++) {
              yield* scene.acquire();
              most = Math.max(most, ++inside);
              if ((round + i) % 3 === 0) yield* gosched();
              inside--;
              scene.release();
              scene.check();
              if ((round * i) % 5 === 0) yield* gosched();
            }
          }),
        );
        for (const g of gs) yield* g.join();
        if (scene.isExclusive) expect(most).toBe(1);
        else expect(most).toBeGreaterThan(1);
        expectFree(scene);
      }));

    test("are given in the order they were asked for", () =>
      run(function* () {
        const scene = make();
        const log: number[] = [];
        scene.block();
        const gs = [];
        for (let i = 0; i < 5; i++) {
          gs.push(go(enter, scene, log, i));
          yield* settle();
        }
        scene.unblock();
        for (const g of gs) yield* g.join();
        // What is given to all at once is given in order, but the last one woken runs first.
        expect(log).toEqual(scene.isExclusive ? [0, 1, 2, 3, 4] : [4, 0, 1, 2, 3]);
        expectFree(scene);
      }));

    test("tryAcquire takes one that is free, and none that has to be waited for", () => {
      const scene = make();
      expect(scene.tryAcquire()).toBe(true);
      expect(scene.tryAcquire()).toBe(!scene.isExclusive);
      if (!scene.isExclusive) scene.release();
      scene.release();
      expectFree(scene);
    });

    test("asked for by goroutines, through map and by await, in one line", async () => {
      const scene = make();
      const log: string[] = [];
      const logged = (entry: string) => (): void => {
        log.push(entry);
        scene.release();
      };
      await run(function* () {
        scene.block();
        const gs = [go(enter, scene, log, "goroutine")];
        yield* settle();
        gs.push(go(() => scene.acquire().map(logged("mapped"))));
        yield* settle();
        const outside = scene.acquire().then(logged("outside"));
        gs.push(go(enter, scene, log, "last"));
        yield* settle();
        scene.unblock();
        for (const g of gs) yield* g.join();
        yield* go(() => outside).join();
      });
      if (scene.isExclusive) expect(log).toEqual(["goroutine", "mapped", "outside", "last"]);
      else expect(log.slice().sort()).toEqual(["goroutine", "last", "mapped", "outside"]);
      expectFree(scene);
    });

    test("work outside goroutines, one after the other", async () => {
      const scene = make();
      let inside = 0;
      const section = async (): Promise<number> => {
        await scene.acquire();
        const seen = ++inside;
        await new Promise(setImmediate);
        inside--;
        scene.release();
        return seen;
      };
      const seen = await Promise.all([section(), section(), section()]);
      expect(seen).toEqual(scene.isExclusive ? [1, 1, 1] : [1, 2, 3]);
      expectFree(scene);
    });
  });
}

function describeSelect(name: string, make: () => LockScene): void {
  describe(`${name}, as a case`, () => {
    test("is chosen when the lock is free, and when it becomes free", () =>
      run(function* () {
        const scene = make();
        const never = chan<number>();
        expect((yield* select({ turn: scene.acquire(), never: never.recv() })).case).toBe("turn");
        scene.release();
        scene.block();
        const g = go(() => select({ never: never.recv(), turn: scene.acquire() }));
        yield* settle();
        scene.unblock();
        expect((yield* g.join()).case).toBe("turn");
        if (scene.isExclusive) expect(scene.tryAcquire()).toBe(false);
        scene.release();
        expectFree(scene);
      }));

    test("is not taken by a trySelect that would have to wait", () => {
      const scene = make();
      scene.block();
      expect(trySelect([scene.acquire()])).toBe(undefined);
      scene.unblock();
      expectFree(scene);
    });

    test("that is not chosen leaves no turn behind: the next in line gets it", () =>
      run(function* () {
        const scene = make();
        const log: string[] = [];
        const other = chan<number>();
        scene.block();
        const selecting = go(() => select({ turn: scene.acquire(), other: other.recv() }));
        yield* settle();
        const waiter = go(enter, scene, log, "next");
        yield* settle();
        yield* other.send(1);
        expect((yield* selecting.join()).case).toBe("other");
        scene.check();
        scene.unblock();
        yield* waiter.join();
        expect(log).toEqual(["next"]);
        expectFree(scene);
      }));

    // The interleaving: the turn is given first, then, before the select has run, its other case could complete.
    test("that was given its turn is the one that happens, whatever becomes ready before it runs", () =>
      run(function* () {
        const scene = make();
        const other = chan<number>();
        scene.block();
        const selecting = go(() => select({ turn: scene.acquire(), other: other.recv() }));
        yield* settle();
        scene.unblock();
        expect(other.trySend(1)).toBe(false);
        expect((yield* selecting.join()).case).toBe("turn");
        scene.release();
        expectFree(scene);
      }));

    // The same the other way round: the other case completes, then, before the select has run, the lock is free.
    test("that has lost is given no turn, although it has not run yet", () =>
      run(function* () {
        const scene = make();
        const other = chan<number>();
        scene.block();
        const selecting = go(() => select({ turn: scene.acquire(), other: other.recv() }));
        yield* settle();
        expect(other.trySend(1)).toBe(true);
        scene.unblock();
        expectFree(scene);
        expect((yield* selecting.join()).case).toBe("other");
        expectFree(scene);
      }));

    test("twice in one select takes one turn", () =>
      run(function* () {
        const scene = make();
        scene.block();
        const selecting = go(() => select([scene.acquire(), scene.acquire()]));
        yield* settle();
        scene.unblock();
        yield* selecting.join();
        scene.release();
        expectFree(scene);
      }));

    test("that has lost may be a case again, and win", () =>
      run(function* () {
        const scene = make();
        const other = chan<number>();
        scene.block();
        const turn = scene.acquire();
        for (let i = 0; i < 3; i++) {
          const selecting = go(() => select({ turn, other: other.recv() }));
          yield* settle();
          yield* other.send(1);
          expect((yield* selecting.join()).case).toBe("other");
        }
        const selecting = go(() => select({ turn, other: other.recv() }));
        yield* settle();
        scene.unblock();
        expect((yield* selecting.join()).case).toBe("turn");
        scene.release();
        expectFree(scene);
      }));

    test("that has won may be a case again, and lose", () =>
      run(function* () {
        const scene = make();
        const other = chan<number>();
        const turn = scene.acquire();
        for (const mustWait of [false, true, true, false]) {
          if (mustWait) scene.block();
          const winning = go(() => select({ turn, other: other.recv() }));
          yield* settle();
          if (mustWait) scene.unblock();
          expect((yield* winning.join()).case).toBe("turn");
          scene.release();
          expectFree(scene);
          scene.block();
          const losing = go(() => select({ turn, other: other.recv() }));
          yield* settle();
          yield* other.send(1);
          expect((yield* losing.join()).case).toBe("other");
          scene.unblock();
          expectFree(scene);
        }
      }));

    test("with a timeout gives up, and leaves nothing behind", () =>
      run(function* () {
        const scene = make();
        scene.block();
        let error: unknown;
        try {
          yield* timeout(scene.acquire(), 1);
        } catch (e) {
          error = e;
        }
        expect(error).toBeInstanceOf(Error);
        scene.unblock();
        expectFree(scene);
        yield* timeout(scene.acquire(), 1000);
        scene.release();
        expectFree(scene);
      }));
  });
}

/** How a goroutine waits for a turn. */
const WAYS: readonly [string, (scene: LockScene) => Op<unknown>][] = [
  ["by yield*", (scene) => scene.acquire()],
  ["through map", (scene) => scene.acquire().map(() => undefined)],
  ["in a select", (scene) => select([scene.acquire(), chan().recv()])],
  ["with others", (scene) => all([chan().recv(), scene.acquire()])],
];

function describeEnd(name: string, make: () => LockScene): void {
  // A lock may outlive the programs that use it.
  describe.each(["drop", "unwind"] as const)(`${name}, the program ends (%s)`, (onExit) => {
    test.each(WAYS)("while a goroutine waits %s: it leaves the line", async (_way, wait) => {
      const scene = make();
      scene.block();
      await run(
        function* () {
          for (let i = 0; i < 3; i++) go(() => wait(scene));
          yield* settle();
        },
        { onExit },
      );
      scene.check();
      scene.unblock();
      expectFree(scene);
    });

    // The interleaving: unblock takes it out of the line and makes it runnable, main returns, it never runs.
    test.each(WAYS)(
      "when one was let in that waited %s, before it runs: its turn comes back",
      async (_way, wait) => {
        const scene = make();
        scene.block();
        await run(
          function* () {
            for (let i = 0; i < 3; i++) go(() => wait(scene));
            yield* settle();
            scene.unblock();
          },
          { onExit },
        );
        expectFree(scene);
      },
    );

    test.each(WAYS)(
      "when one was let in that waited %s: the next in line is of another program",
      async (_way, wait) => {
        const scene = make();
        scene.block();
        const log: string[] = [];
        await run(
          function* () {
            go(() => wait(scene));
            yield* settle();
            void scene.acquire().then(() => log.push("outside"));
            scene.unblock();
          },
          { onExit },
        );
        await new Promise(setImmediate);
        expect(log).toEqual(["outside"]);
        if (scene.isExclusive) expect(scene.tryAcquire()).toBe(false);
        scene.release();
        expectFree(scene);
      },
    );

    test("when one was preempted at the very moment it got its turn", async () => {
      const scene = make();
      await run(
        function* () {
          const taking = go(function* () {
            currentSched().interrupt();
            yield* scene.acquire();
          });
          yield* gosched();
          expect(taking.status).toBe("runnable");
          if (scene.isExclusive) expect(scene.tryAcquire()).toBe(false);
        },
        { onExit },
      );
      expectFree(scene);
    });

    // The interleaving: it gets its turn and is preempted, another gives that turn back, the program ends.
    test.each(WAYS)(
      "when one was preempted that got its turn %s, which another gave back: nothing more comes back",
      async (_way, take) => {
        const scene = make();
        const end = async (finish: () => void): Promise<void> => {
          await run(
            function* () {
              const taking = go(function* () {
                currentSched().interrupt();
                yield* take(scene);
              });
              yield* gosched();
              expect(taking.status).toBe("runnable");
              scene.release();
              finish();
            },
            { onExit },
          );
        };
        await end(() => {});
        expectFree(scene);
        await expect(
          end(() => {
            throw new Error("the panic");
          }),
        ).rejects.toThrow("panic: the panic");
        expectFree(scene);
      },
    );
  });
}
