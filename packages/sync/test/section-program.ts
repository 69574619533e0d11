/**
 * Random programs over several locks at once: nested sections, entered in every way there is and left in every way.
 *
 * Sections nest in one order of the locks, so that nobody can wait in a circle: all goroutines must come to their end.
 *
 *   S1  Whoever is inside excludes whom he should: the model counts who is inside, the lock decides.
 *   S2  However a section is left (return, panic, goexit), it is left once.
 */
import { type Go, go, goexit, gosched, nilChan, type Op, sleep } from "@gopark/core";
import { select, TimeoutError, timeout } from "@gopark/select";
import fc from "fast-check";
import { preemptNext } from "../../select/test/preempt.js";
import { HMutex } from "../src/hmutex.js";
import { HRWMutex } from "../src/hrwmutex.js";
import { Weighted } from "../src/semaphore.js";
import { WaitGroup } from "../src/waitgroup.js";
import { checkMutex, checkRWMutex, watched } from "./check-lock.js";
import { checkSemaphore } from "./check-semaphore.js";

/** How a section is entered. */
const WAYS = ["lock", "lock", "lock", "withLock", "guard", "select", "timeout", "try"] as const;

/** How the innermost section is left. */
const EXITS = ["return", "return", "return", "panic", "goexit"] as const;

/** A section around whatever is inside. */
interface Section {
  readonly way: (typeof WAYS)[number];
  /** Number of the lock; sections of one visit are in ascending order. */
  readonly lock: number;
  /** The side of the lock, or how many tokens. */
  readonly side: number;
  /** Another lock that would do as well; the same if none. */
  readonly or: number;
  readonly isPreempted: boolean;
}

/** Sections, one in the other. */
interface Visit {
  readonly sections: readonly Section[];
  readonly exit: (typeof EXITS)[number];
  /** Virtual milliseconds inside, or rounds through the queue if negative. */
  readonly stay: number;
  readonly pause: number;
}

/** What goroutines do. */
export type Visits = readonly (readonly Visit[])[];

const LOCKS = 4;
const TOKENS = 3;
const PATIENCE = 0.5;

const time = fc.constantFrom(0, 0, -1, -2, 0.2, 0.6, 2);
const lock = fc.nat(LOCKS - 1);
const section: fc.Arbitrary<Section> = fc.record({
  way: fc.constantFrom(...WAYS),
  lock,
  side: fc.nat(TOKENS - 1),
  or: lock,
  isPreempted: fc.boolean(),
});
const visit: fc.Arbitrary<Visit> = fc.record({
  sections: fc.array(section, { minLength: 1, maxLength: 3, size: "max" }),
  exit: fc.constantFrom(...EXITS),
  stay: time,
  pause: time,
});
/** Some goroutines and their visits. */
export const visits: fc.Arbitrary<Visits> = fc.array(
  fc.array(visit, { minLength: 1, maxLength: 5, size: "max" }),
  { minLength: 2, maxLength: 7, size: "max" },
);

/** One way into one lock. */
interface Side {
  acquire(): Op<unknown>;
  tryAcquire(): boolean;
  release(): void;
  guard?(): Op<Disposable>;
  withLock?<T>(body: () => Go<T>): Op<T>;
  /** How much of the lock it takes. */
  readonly weight: number;
}

class Panic extends Error {}

/** The locks of one program, and who is inside. */
export class Sections {
  /** Visits that have entered all their sections. */
  visits = 0;
  private readonly mutexes: readonly HMutex[] = [0, 1].map(() => watched(new HMutex(), checkMutex));
  private readonly rw: HRWMutex = watched(new HRWMutex(), checkRWMutex);
  private readonly semaphore: Weighted = new Weighted(TOKENS);
  /** How much of each lock is taken. */
  private readonly taken: number[] = new Array(LOCKS).fill(0);
  /** How much there is of each. */
  private readonly sizes: readonly number[] = [1, 1, Number.MAX_SAFE_INTEGER, TOKENS];

  /** All sides of a lock. */
  private sidesOf(i: number): readonly Side[] {
    const { rw, semaphore } = this;
    const mutex = this.mutexes[i];
    if (mutex !== undefined)
      return [
        {
          acquire: () => mutex.lock(),
          tryAcquire: () => mutex.tryLock(),
          release: () => mutex.unlock(),
          guard: () => mutex.guard(),
          withLock: (body) => mutex.withLock(body),
          weight: 1,
        },
      ];
    if (i === 2)
      return [
        {
          acquire: () => rw.rLock(),
          tryAcquire: () => rw.tryRLock(),
          release: () => rw.rUnlock(),
          guard: () => rw.rGuard(),
          withLock: (body) => rw.withRLock(body),
          weight: 1,
        },
        {
          acquire: () => rw.lock(),
          tryAcquire: () => rw.tryLock(),
          release: () => rw.unlock(),
          guard: () => rw.guard(),
          withLock: (body) => rw.withLock(body),
          weight: Number.MAX_SAFE_INTEGER,
        },
      ];
    return [1, 2, 3].map((n) => ({
      acquire: () => semaphore.acquire(n),
      tryAcquire: () => semaphore.tryAcquire(n),
      release: () => semaphore.release(n),
      weight: n,
    }));
  }

  private sideOf(i: number, side: number): Side {
    const sides = this.sidesOf(i);
    return sides[side % sides.length] as Side;
  }

  /** Somebody is inside (S1). */
  private enter(i: number, { weight }: Side): void {
    const taken = (this.taken[i] as number) + weight;
    if (taken > (this.sizes[i] as number))
      throw new Error(`S1: ${weight} of lock ${i} beside ${taken - weight}`);
    this.taken[i] = taken;
    checkSemaphore(this.semaphore);
  }

  private leave(i: number, { weight }: Side): void {
    this.taken[i] = (this.taken[i] as number) - weight;
    checkSemaphore(this.semaphore);
  }

  /** Enters section after section and leaves them. */
  private *visit({ exit, stay, sections }: Visit, from = 0): Go {
    const section = sections[from];
    if (section === undefined) {
      this.visits++;
      yield* spend(stay);
      if (exit === "panic") throw new Panic();
      if (exit === "goexit") yield* goexit();
      return;
    }
    const { way, isPreempted } = section;
    const inside = (): Go => this.visit({ exit, stay, sections, pause: 0 }, from + 1);
    const side = this.sideOf(section.lock, section.side);
    const other = section.or > section.lock ? this.sideOf(section.or, section.side) : null;
    if (isPreempted) preemptNext();
    if (way === "withLock" && side.withLock !== undefined) {
      const counted = this.counted(section.lock, side, inside, () => {});
      yield* side.withLock(() => counted);
      return;
    }
    let at = section.lock;
    let release = (): void => side.release();
    if (way === "guard" && side.guard !== undefined) {
      const guard = yield* side.guard();
      release = () => guard[Symbol.dispose]();
    } else if (way === "try") {
      if (!side.tryAcquire()) return;
    } else if (way === "timeout") {
      try {
        yield* timeout(side.acquire(), PATIENCE);
      } catch (error) {
        if (error instanceof TimeoutError) return;
        throw error;
      }
    } else if (way === "select") {
      // Whichever is there first. What is held goes up all the same, as what comes next is above both.
      const [i] = yield* select([side.acquire(), other?.acquire(), nilChan().recv()]);
      if (i === 1) {
        at = section.or;
        release = () => other?.release();
      }
    } else yield* side.acquire();
    yield* this.counted(at, at === section.lock ? side : (other as Side), inside, release);
  }

  private *counted(i: number, side: Side, inside: () => Go, release: () => void): Go {
    this.enter(i, side);
    try {
      yield* inside();
    } finally {
      this.leave(i, side);
      release();
    }
  }

  /** Makes a visit ascend: no lock twice, and none below one that is held. */
  private ascending({ sections, ...rest }: Visit): Visit {
    let top = -1;
    const kept: Section[] = [];
    for (const each of [...sections].sort((a, b) => a.lock - b.lock)) {
      if (each.lock <= top) continue;
      kept.push(each);
      top = each.way === "select" ? Math.max(each.lock, each.or) : each.lock;
    }
    return { sections: kept, ...rest };
  }

  private *goroutine(visits: readonly Visit[]): Go {
    for (const each of visits) {
      try {
        yield* this.visit(this.ascending(each));
      } catch (error) {
        if (!(error instanceof Panic)) throw error;
      }
      yield* spend(each.pause);
    }
  }

  /** Runs all goroutines to their end. */
  *run(all: Visits): Go {
    const wg = new WaitGroup();
    for (const visits of all) wg.go(() => this.goroutine(visits));
    // Another one, to be unwound by a join: the group and the join must agree on the end.
    yield* go(() => wg.wait()).join();
  }

  /** Throws unless everything is free. */
  expectFree(): void {
    for (let i = 0; i < LOCKS; i++)
      for (const side of this.sidesOf(i)) {
        if (this.taken[i] !== 0) throw new Error(`lock ${i} is held`);
        if (!side.tryAcquire()) throw new Error(`lock ${i} is not free`);
        side.release();
      }
  }
}

function* spend(time: number): Go {
  if (time > 0) yield* sleep(time);
  else for (let i = time; i < 0; i++) yield* gosched();
}
