/**
 * Locks and wait groups of other threads, without shared memory: what stands for them, and sends its operations to their owner.
 *
 *   BO1  An operation is over when its owner says so. One that has lost in a select, or was given up, gives back what it gets all
 *        the same.
 *   BO2  What is over at once (`unlock`, `done`) is a message, and not waited for. Messages of one thread arrive in order, so what is
 *        unlocked before something else is asked of the same owner is unlocked then.
 *   BO3  What has to be answered at once (`tryLock`) can't be asked. Nor can `add` with a number above 0: somebody may wait, or be
 *        done, before the owner has heard of it.
 */
import { type BodyResult, type Op, RuntimeError } from "@gopark/core";
import {
  admits,
  expect,
  Operation,
  type Sudog,
  type WaitReason,
  wake,
  withLock,
  wrong,
} from "@gopark/core/internal";
import type { Locker, Mutex, RWMutex, WaitGroup } from "@gopark/sync";
import type { GuestHome } from "../bridge-guest.js";
import {
  ADD,
  AWAIT,
  CALL,
  CANCEL,
  type Link,
  type Message,
  PERFORM,
  type Pending,
  READ,
  READ_UNLOCK,
  TAKE,
  UNLOCK,
} from "../bridge-link.js";
import type { Share } from "../bridge-share.js";
import type { SharedHandle } from "../handles.js";
import { Guard } from "../shared/locker.js";
import { MUTEX, RWMUTEX } from "../shm/object.js";
import { WorkerLost } from "../worker-lost.js";

/** Until the answer has come. */
const NOTHING = 0;
/** It has happened. */
const HAPPENED = 1;
/** The owner's thread has died. */
const LOST = 2;
/** It has failed over there. */
const FAILED = 3;

/** What a goroutine waits for, by verb. */
const REASONS: Readonly<Record<number, readonly [mutex: WaitReason, rw: WaitReason]>> = {
  [TAKE]: ["sync.Mutex.Lock", "sync.RWMutex.Lock"],
  [READ]: ["sync.RWMutex.RLock", "sync.RWMutex.RLock"],
  [AWAIT]: ["sync.WaitGroup.Wait", "sync.WaitGroup.Wait"],
};

/** An operation on a lock of another thread. */
class BorrowOp<T> extends Operation<T> implements Pending {
  private readonly lock: Borrowed;
  private readonly verb: number;
  /** What a guard of it unlocks; null if it gives none. */
  private readonly guarded: Locker | null;
  /** Its number on the link; 0 while it does not wait. */
  private op = 0;
  /** Who waits. */
  private sudog: Sudog | null = null;
  /** Whether that counts as waiting for something outside. */
  private isOutside = false;
  /** How it has ended. */
  private end: number = NOTHING;
  /** Why it has failed. */
  private error: unknown = undefined;

  constructor(lock: Borrowed, verb: number, guarded: Locker | null) {
    super();
    this.lock = lock;
    this.verb = verb;
    this.guarded = guarded;
  }

  poll(): boolean {
    this.end = NOTHING;
    if (!this.lock.link.isLost) return false;
    this.end = LOST;
    return true;
  }

  enroll(sudog: Sudog): void {
    const { home, id, link } = this.lock;
    this.sudog = sudog;
    this.isOutside = !home.isWatched;
    if (this.isOutside) expect(sudog.g, 1);
    this.op = link.expect(this);
    link.post({ kind: PERFORM, op: this.op, chan: id, verb: this.verb, select: 0 });
  }

  withdraw(): void {
    const { op } = this;
    const { link } = this.lock;
    this.leave();
    if (op === 0) return;
    link.forget(op);
    link.post({ kind: CANCEL, op });
  }

  /** It was woken with what it wanted, and its goroutine will not run (BO1). */
  abandon(): void {
    if (this.end === HAPPENED) this.lock.undo(this.verb);
  }

  /** It waits no more. */
  private leave(): void {
    if (this.isOutside && this.sudog !== null) expect(this.sudog.g, -1);
    this.op = 0;
    this.sudog = null;
  }

  heard({ error, lost }: Message): void {
    const sudog = this.sudog as Sudog;
    this.lock.link.forget(this.op);
    this.op = 0;
    if (!admits(sudog)) {
      // Another case of its select has happened, and this one is about to be withdrawn.
      if (error === undefined) this.lock.undo(this.verb);
      return;
    }
    this.end = error === undefined ? HAPPENED : FAILED;
    if (error !== undefined)
      this.error =
        lost === undefined ? new RuntimeError(error) : new WorkerLost(lost, "died with the shared lock");
    this.leave();
    wake(sudog);
  }

  lost(): void {
    const { sudog } = this;
    this.op = 0;
    if (sudog === null || !admits(sudog)) return;
    this.end = LOST;
    this.leave();
    wake(sudog);
  }

  finish(): T {
    const { end, error, guarded, lock } = this;
    this.error = undefined;
    if (end === LOST) throw new WorkerLost(lock.link.peer, "owned the lock");
    if (end === FAILED) throw error;
    return (guarded === null ? undefined : new Guard(guarded)) as T;
  }

  get waitReason(): WaitReason {
    return REASONS[this.verb]?.[this.lock.cap === MUTEX ? 0 : 1] as WaitReason;
  }
}

/** A lock of another thread. */
export abstract class Borrowed implements SharedHandle {
  /** It lies in no memory of this thread. */
  readonly addr = 0;
  readonly home: GuestHome;
  /** The way to its owner. */
  readonly link: Link;
  /** Its number there. */
  readonly id: number;
  /** What kind of object it is. */
  readonly cap: number;
  /** Keeps the lock known over there as long as this object lives. */
  readonly share: Share;

  constructor(home: GuestHome, link: Link, id: number, cap: number, share: Share) {
    this.home = home;
    this.link = link;
    this.id = id;
    this.cap = cap;
    this.share = share;
  }

  protected perform<T = void>(verb: number, guarded: Locker | null = null): Op<T> {
    return new BorrowOp<T>(this, verb, guarded);
  }

  /** Asks for what is over at once (BO2). */
  protected call(verb: number, by = 0): void {
    const { id, link } = this;
    if (link.isLost) throw new WorkerLost(link.peer, "owned the lock");
    link.post({ kind: CALL, chan: id, verb, by });
  }

  /** Gives back what an operation has got. */
  undo(verb: number): void {
    if (verb !== AWAIT && !this.link.isLost) this.call(verb === TAKE ? UNLOCK : READ_UNLOCK);
  }
}

/** A mutex of another thread. */
class BorrowedMutex extends Borrowed implements Mutex {
  lock(): Op<void> {
    return this.perform(TAKE);
  }

  guard(): Op<Disposable> {
    return this.perform<Disposable>(TAKE, this);
  }

  withLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this, body);
  }

  tryLock(): boolean {
    throw atOnce("tryLock");
  }

  unlock(): void {
    this.call(UNLOCK);
  }
}

/** The reading side of a lock of another thread. */
export class BorrowedReadSide implements Locker {
  /** The lock it is the side of. */
  readonly rw: BorrowedRWMutex;

  constructor(rw: BorrowedRWMutex) {
    this.rw = rw;
  }

  lock(): Op<void> {
    return this.rw.rLock();
  }

  unlock(): void {
    this.rw.rUnlock();
  }
}

/** A lock for readers and writers of another thread. */
class BorrowedRWMutex extends BorrowedMutex implements RWMutex {
  rLock(): Op<void> {
    return this.perform(READ);
  }

  rGuard(): Op<Disposable> {
    return this.perform<Disposable>(READ, this.rLocker());
  }

  withRLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this.rLocker(), body);
  }

  tryRLock(): boolean {
    throw atOnce("tryRLock");
  }

  rUnlock(): void {
    this.call(READ_UNLOCK);
  }

  rLocker(): Locker {
    return new BorrowedReadSide(this);
  }
}

/** A wait group of another thread. */
class BorrowedWaitGroup extends Borrowed implements WaitGroup {
  add(n: number): void {
    if ((n | 0) !== n) throw wrong("WaitGroup.add", "an integer of 32 bits", n);
    if (n > 0) throw atOnce("WaitGroup.add");
    this.call(ADD, n);
  }

  done(): void {
    this.add(-1);
  }

  wait(): Op<void> {
    return this.perform(AWAIT);
  }

  go(): void {
    throw atOnce("WaitGroup.go");
  }
}

/** Makes what stands for a lock of another thread. */
export function borrow(home: GuestHome, link: Link, id: number, cap: number, share: Share): Borrowed {
  const Kind = cap === MUTEX ? BorrowedMutex : cap === RWMUTEX ? BorrowedRWMutex : BorrowedWaitGroup;
  return new Kind(home, link, id, cap, share);
}

/** What only the lock's own thread, or shared memory, can answer at once (BO3). */
function atOnce(what: string): RuntimeError {
  return new RuntimeError(
    `${what} of a lock of another thread`,
    "  without shared memory it cannot be asked at once: want it on the thread that made the lock",
  );
}
