/**
 * Mutex: mutual exclusion, with Go's two modes.
 *
 * In normal mode unlocking frees the lock and wakes the first in line, which competes with newcomers. These usually
 * win, since they are running already: a goroutine may lock many times in a row without a switch. Who lost goes
 * back to the front of the line. Who has lost for more than a millisecond makes the mutex starving: then unlocking
 * hands the lock to the first in line and newcomers queue, until the line is empty or moves fast again.
 *
 * Only a goroutine that is parked in `yield* mu.lock()` can compete. What waits as a case of a select, through
 * `map` or by `await` can't try again, so it is always handed the lock.
 *
 *   M1  At most one who left the line has not run since: then isWoken. With HANDED it gets the lock; without, it
 *       competes. HANDED excludes LOCKED.
 *   M2  STARVING without LOCKED means HANDED: nobody passes the line.
 *   M3  If the lock is free and somebody waits, somebody is woken: no wake-up is lost.
 *   M4  In line, `elem` of a sudog is the operation that is handed the lock; undefined if it competes.
 *
 * A select leaves no turn behind. A turn is given by taking the sudog out of the line and waking it in one step, and
 * that step takes the select out of its other lines. So no other case can happen after the turn was given, and
 * no turn can be given after another case has happened.
 *
 * @go sync/mutex.go
 */
import type { BodyResult, Op, Suspend } from "@gopark/core";
import {
  complete,
  currentSched,
  DONE,
  fatal,
  type G,
  goready,
  host,
  m,
  Operation,
  PARKED,
  SUSPENDED,
  Sudog,
  WAITING,
  type Waiting,
  WaitQ,
  type WaitReason,
  withLock,
} from "@gopark/core/internal";
import { HANDED, LOCKED, PATIENCE, STARVING } from "./lock-state.js";
import type { Locker } from "./locker.js";
import type { Mutex } from "./mutex.js";
import { give, performer, resultOf, type TurnOp, taken } from "./turn.js";
import { waitsFor } from "./wait-for.js";

/**
 * The time in microseconds, as 32 bits that wrap around: a small integer needs no memory of its own. In the run loop it
 * is that of the last look at the clock, which is never long ago: another look would cost as much as a switch.
 */
export function recently(): number {
  const { p } = m;
  return ((p ? p.checkedAt : host.now()) * 1000) | 0;
}

/** Whether it is longer ago than a waiter has patience. */
function isLate(since: number): boolean {
  return (recently() - since) >>> 0 > PATIENCE;
}

/** Puts a sudog at the front of a line. */
function putFirst(line: WaitQ, sudog: Sudog): void {
  const { first } = line;
  sudog.after = first;
  if (!first) line.last = sudog;
  else first.before = sudog;
  line.first = sudog;
}

/** Waits to be handed a mutex. */
interface Heir {
  /** Of a writer, who may have to wait for readers then. */
  readonly isInner?: boolean;
  /** The mutex is HANDED to `sudog`, which was taken out of the line. */
  granted(sudog: Sudog): void;
}

/** The mutex behind `Mutex`, and the one that writers of a `RWMutex` compete for. */
export class HMutex implements Mutex, Waiting {
  /** LOCKED, STARVING and HANDED; 0: free for anybody. */
  state = 0;
  /** Whether somebody who left the line has yet to run (M1). */
  isWoken = false;
  /** Who waits; made when the first one does. */
  line: WaitQ | null = null;
  /** Id of the goroutine that locked it last, 0 if none did. For reports only: there is no owner. */
  holder = 0;
  get waitReason(): WaitReason {
    return "sync.Mutex.Lock";
  }

  lock(): Op<void> {
    return new LockOp<void>(this, null);
  }

  guard(): Op<Disposable> {
    return new LockOp<Disposable>(this, this);
  }

  withLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this, body);
  }

  tryLock(): boolean {
    if (this.state) return false;
    this.state = LOCKED;
    this.holder = m.g?.id ?? 0;
    return true;
  }

  unlock(): void {
    if (!(this.state & LOCKED)) fatal(currentSched(), "sync: unlock of unlocked mutex");
    this.state ^= LOCKED;
    if (this.line && !this.isWoken) this.pass();
  }

  /** Lets the first in line out, to compete for the lock or to have it. Nobody holds it, nobody is woken. */
  private pass(): void {
    const line = this.line as WaitQ;
    let sudog = line.first;
    let heir: Heir | undefined = sudog?.elem;
    // Asked when its wait is over (RW5 of hrwmutex.ts).
    if (heir?.isInner) line.withdraw(sudog as Sudog);
    else {
      sudog = line.dequeue();
      heir = sudog?.elem;
    }
    if (!sudog) {
      this.state = 0;
      return;
    }
    this.isWoken = true;
    if (heir || this.state) this.state |= HANDED;
    if (heir) heir.granted(sudog);
    else goready(sudog.g);
  }

  /** The line, for one who will wait in it. */
  queue(): WaitQ {
    m.explain = waitsFor;
    return (this.line ??= new WaitQ(this.waitReason));
  }

  /** Parks a goroutine that will compete. */
  stand(g: G): void {
    g.state = WAITING;
    g.waiting = this;
    g.sudog ??= new Sudog(g, null);
    this.queue().enqueue(g.sudog);
  }

  /** Who competes runs again: takes the lock, or parks at the front of the line and answers false. */
  regain(g: G, since: number): boolean {
    if (!(this.state & LOCKED)) {
      this.accept(g, since);
      g.waiting = null;
      return true;
    }
    this.isWoken = false;
    if (isLate(since)) this.state |= STARVING;
    g.state = WAITING;
    putFirst(this.line as WaitQ, g.sudog as Sudog);
    return false;
  }

  /** The lock goes to the one who was woken. Starvation ends with the last in line, or one who did not wait long. */
  accept(g: G, since: number): void {
    this.isWoken = false;
    this.holder = g.id;
    const isStarving = this.state & STARVING && (this.line as WaitQ).first && isLate(since);
    this.state = isStarving ? LOCKED | STARVING : LOCKED;
  }

  withdraw(sudog: Sudog): void {
    (this.line as WaitQ).withdraw(sudog);
  }

  abandon(): void {
    this.isWoken = false;
    // If a newcomer has the lock, its unlock lets the next one out.
    if (this.state & LOCKED) return;
    this.state &= STARVING;
    this.pass();
  }
}

/** Locks a mutex, and gives a guard of `guarded`. Like send and receive it has a `next` of its own, for speed. */
class LockOp<T> extends Operation<T> implements TurnOp<T>, Heir {
  /** The mutex. */
  private readonly mutex: HMutex;
  readonly guarded: Locker | null;
  /** When it began to wait, in microseconds. */
  private since = 0;

  constructor(mutex: HMutex, guarded: Locker | null) {
    super();
    this.mutex = mutex;
    this.guarded = guarded;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, T> {
    const { mutex } = this;
    if (resumed !== undefined) {
      const g = resumed as G;
      if (this.state !== PARKED) g.waiting = null;
      else if (!mutex.regain(g, this.since)) return SUSPENDED;
      return complete(resultOf(this));
    }
    const g = performer(this);
    if (!mutex.state) {
      mutex.state = LOCKED;
      mutex.holder = g.id;
      this.state = DONE;
      return taken(this, g);
    }
    this.state = PARKED;
    this.since = recently();
    mutex.stand(g);
    return SUSPENDED;
  }

  poll(): boolean {
    return this.mutex.tryLock();
  }

  enroll(sudog: Sudog): void {
    this.since = recently();
    sudog.elem = this;
    this.mutex.queue().enqueue(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.mutex.withdraw(sudog);
  }

  granted(sudog: Sudog): void {
    give(sudog, this.mutex);
  }

  finish(sudog: Sudog | null): T {
    if (sudog) this.mutex.regain(sudog.g, this.since);
    return resultOf(this);
  }

  abandon(): void {
    // Unless somebody has unlocked it since.
    if (this.mutex.state & LOCKED) this.mutex.unlock();
  }

  get waitReason(): WaitReason {
    return this.mutex.waitReason;
  }
}
