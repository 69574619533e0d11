/**
 * Random programs over one lock, run against the simplest model there is: who is inside.
 *
 * Goroutines take turns in every way there is, hold them for some time, give up waiting, and are dropped or unwound
 * by the end of their program. Whatever happens: turns exclude each other as they should, the lock's invariants
 * hold after every step, everybody gets a turn (no wake-up is lost, nobody starves), and the lock ends free.
 */
import { chan, type Go, go, gosched, type Op, type RunOptions, run, sleep, wait } from "@gopark/core";
import { select } from "@gopark/select";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { runLong } from "../../core/test/run-long.js";

/** A lock with one or two kinds of turns. */
export interface ModelledLock {
  /** What to lock for reading and for writing; the same twice where readers are not told apart. */
  readonly sides: readonly [Side, Side];
  /** Throws unless the lock's invariants hold. */
  check(): void;
}

/** One kind of turn. */
export interface Side {
  acquire(): Op<unknown>;
  tryAcquire(): boolean;
  release(): void;
  /** Whether it shares the lock with others of its kind. */
  readonly isShared: boolean;
}

/** How a turn is asked for. */
const WAYS = ["yield", "yield", "yield", "map", "select", "impatient", "try", "outside"] as const;

/** What a goroutine does: one turn after the other. */
interface Step {
  readonly way: (typeof WAYS)[number];
  /** Index of the side. */
  readonly side: 0 | 1;
  /** Virtual milliseconds, or rounds through the queue if negative. */
  readonly hold: number;
  readonly pause: number;
}

const duration = fc.constantFrom(0, 0, -1, -2, 0.2, 0.7, 2);
const step: fc.Arbitrary<Step> = fc.record({
  way: fc.constantFrom(...WAYS),
  side: fc.constantFrom(0, 1),
  hold: duration,
  pause: duration,
});
const workers = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 8 });

/** What one look at the clock takes, in virtual milliseconds. */
const ticks = fc.constantFrom(0, 0.01, 0.5, 3);

function* spend(time: number): Go {
  if (time > 0) yield* sleep(time);
  else for (let i = time; i < 0; i++) yield* gosched();
}

/** One lock and who is inside. */
class Model {
  readonly lock: ModelledLock;
  /** Turns taken and not given back, by side. */
  readonly inside: [number, number] = [0, 0];
  /** Turns taken. */
  turns = 0;

  constructor(lock: ModelledLock) {
    this.lock = lock;
  }

  enter(index: 0 | 1): void {
    const { sides, check } = this.lock;
    const others = this.inside[0] + this.inside[1];
    const sharers = sides[index].isShared ? this.inside[index] : 0;
    if (others !== sharers) throw new Error(`side ${index} got in beside ${this.inside}`);
    this.inside[index]++;
    this.turns++;
    check();
  }

  leave(index: 0 | 1): void {
    const { sides, check } = this.lock;
    this.inside[index]--;
    sides[index].release();
    check();
  }

  /** Takes a turn in a goroutine; answers whether it has. */
  *take({ way, side: index }: Step): Go<boolean> {
    const side = this.lock.sides[index];
    if (way === "yield") yield* side.acquire();
    else if (way === "map") yield* side.acquire().map((value) => value);
    else if (way === "select") yield* select([chan().recv(), side.acquire()]);
    else if (way === "impatient") {
      if ((yield* select([sleep(0.3), side.acquire()]))[0] === 0) return false;
    } else if (!side.tryAcquire()) return false;
    this.enter(index);
    return true;
  }

  *work(steps: readonly Step[]): Go {
    for (const each of steps) {
      if (each.way === "outside") yield* wait(this.visit(each));
      else if (yield* this.take(each)) {
        yield* spend(each.hold);
        this.leave(each.side);
      }
      yield* spend(each.pause);
    }
  }

  /** Takes a turn outside goroutines. */
  async visit({ side, hold }: Step): Promise<void> {
    await this.lock.sides[side].acquire();
    this.enter(side);
    await sleep(Math.max(0, hold));
    this.leave(side);
  }

  /** Whoever is still inside leaves; then the lock is as a new one. */
  finish(): void {
    for (const index of [0, 1] as const) while (this.inside[index] > 0) this.leave(index);
  }
}

/** A busy machine takes its time. */
const TIMEOUT = 60_000;

/** Runs random programs over a lock. */
export function lockModel(name: string, make: () => ModelledLock): void {
  const fake = useFakeHost();

  /** Runs a program to its end in virtual time. */
  const finish = <T>(main: () => Go<T>, options?: RunOptions): Promise<T> =>
    fake.host.finish(runLong(main, options));

  /** Every side of a lock that nobody uses can be taken, and given back. */
  const expectFree = ({ sides, check }: ModelledLock): void => {
    for (const side of sides) {
      check();
      expect(side.tryAcquire()).toBe(true);
      side.release();
    }
  };

  test(`${name}: in any program turns exclude each other, everybody gets one, and the lock ends free`, {
    timeout: TIMEOUT,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(workers, ticks, async (scripts, tick) => {
        const model = new Model(make());
        const main = function* (): Go {
          const gs = scripts.map((steps) => go(() => model.work(steps)));
          for (const g of gs) yield* g.join();
        };
        // Time passes at each look at the clock, so that goroutines are preempted wherever they take a turn.
        fake.host.tick = tick;
        await fake.host.finish(run(main));
        fake.host.tick = 0;
        const certain = scripts.flat().filter(({ way }) => way !== "try" && way !== "impatient");
        expect(model.turns).toBeGreaterThanOrEqual(certain.length);
        expectFree(model.lock);
      }),
      { numRuns: 1000 },
    );
  });

  test(`${name}: whenever its program ends, what was not taken goes to others, and the lock ends free`, {
    timeout: TIMEOUT,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        workers,
        workers,
        duration,
        fc.constantFrom("drop" as const, "unwind" as const),
        async (scripts, later, time, onExit) => {
          const inside = scripts.map((steps) => steps.filter(({ way }) => way !== "outside"));
          const model = new Model(make());
          await finish(
            function* () {
              for (const steps of inside) go(() => model.work(steps));
              yield* spend(time);
            },
            { onExit },
          );
          // Who was inside is gone, and others have to unlock for it.
          model.finish();
          expectFree(model.lock);
          await finish(function* () {
            const gs = later.map((steps) => go(() => model.work(steps)));
            for (const g of gs) yield* g.join();
          });
          expectFree(model.lock);
        },
      ),
      { numRuns: 1000 },
    );
  });
}
