/**
 * RWMutex: many readers or one writer.
 *
 * Writers compete for an inner mutex. Who has it keeps new readers out and waits until those inside have left. When a
 * writer leaves, it first lets in all readers that queued meanwhile, then the next writer: both alternate,
 * and neither starves.
 *
 *   RW1  `phase` is NO_WRITER if and only if no writer has the inner mutex.
 *   RW2  Readers queue only while `phase` is not NO_WRITER.
 *   RW3  PENDING means that `writer` waits for the readers inside, or is a select that another thread has ended, and leaves
 *        very soon; ADMITTED and WRITING mean no reader is inside.
 *   RW4  As in Go anybody may unlock for the writer that the last reader has let in, before it runs. Then it finds
 *        `phase` as others have made it, and leaves it alone.
 *
 *   RW5  A select may end otherwise, also on another thread, until its writer is let in: only then it is asked (`admits`).
 *
 * @go sync/rwmutex.go
 */
import type { BodyResult, Op, Suspend } from "@gopark/core";
import {
  admits,
  complete,
  currentSched,
  DONE,
  fatal,
  type G,
  LineOp,
  m,
  Operation,
  PARKED,
  SUSPENDED,
  Sudog,
  WAITING,
  WaitQ,
  type WaitReason,
  withLock,
} from "@gopark/core/internal";
import { HMutex, recently } from "./hmutex.js";
import { ADMITTED, NO_WRITER, PENDING, WRITING } from "./lock-state.js";
import type { Locker } from "./locker.js";
import type { RWMutex } from "./rwmutex.js";
import { give, performer, resultOf, type TurnOp, taken } from "./turn.js";
import { waitsFor } from "./wait-for.js";

/** The lock behind `RWMutex`. */
export class HRWMutex implements RWMutex {
  /** Whoever has it is the one writer that is inside, or next. */
  readonly w: HMutex = new HMutex();
  /** NO_WRITER, PENDING, ADMITTED or WRITING. */
  phase: number = NO_WRITER;
  /** Readers inside. */
  readers = 0;
  /** Id of the goroutine that is the only reader, 0 if that is not known. For reports only. */
  reader = 0;
  /** Readers that wait; made when the first one does. */
  line: WaitQ | null = null;
  /** The writer that waits for the readers inside. */
  writer: Sudog | null = null;
  /** The reading side as a lock of its own; made when it is asked for. */
  private side: Locker | null = null;

  rLock(): Op<void> {
    return new ReadOp<void>(this, null);
  }

  rGuard(): Op<Disposable> {
    return new ReadOp<Disposable>(this, this.rLocker());
  }

  withRLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this.rLocker(), body);
  }

  tryRLock(): boolean {
    if (this.phase !== NO_WRITER) return false;
    this.admit(m.g?.id ?? 0);
    return true;
  }

  rUnlock(): void {
    if (!this.readers) fatal(currentSched(), "sync: RUnlock of unlocked RWMutex");
    if (!--this.readers) this.hand(WRITING);
  }

  lock(): Op<void> {
    return new WriteOp<void>(this, null);
  }

  guard(): Op<Disposable> {
    return new WriteOp<Disposable>(this, this);
  }

  withLock<T>(body: () => BodyResult<T>): Op<T> {
    return withLock(this, body);
  }

  tryLock(): boolean {
    if (this.readers || !this.w.tryLock()) return false;
    this.phase = WRITING;
    return true;
  }

  unlock(): void {
    if (this.phase !== WRITING) fatal(currentSched(), "sync: Unlock of unlocked RWMutex");
    this.letIn();
  }

  rLocker(): Locker {
    return (this.side ??= { lock: () => this.rLock(), unlock: () => this.rUnlock() });
  }

  /** Counts a reader in. */
  private admit(id: number): void {
    this.reader = this.readers++ ? 0 : id;
  }

  /** The line of readers, for one who will wait in it. */
  queue(): WaitQ {
    m.explain = waitsFor;
    return (this.line ??= new WaitQ("sync.RWMutex.RLock"));
  }

  /** The writer that has the inner mutex is let in, or waits for the readers. */
  announce(sudog: Sudog, op: WriteOp<any>): void {
    m.explain = waitsFor;
    sudog.elem = op;
    op.isNext = true;
    this.phase = PENDING;
    this.writer = sudog;
    if (!this.readers) this.hand(ADMITTED);
  }

  /** Lets the writer in that waits, if there is one and it may still be (RW5). */
  private hand(phase: number): void {
    const { writer } = this;
    if (!writer || !admits(writer)) return;
    this.phase = phase;
    this.writer = null;
    give(writer, writer.elem);
  }

  /** The writer that was let in runs (RW4). */
  goIn(): void {
    if (this.phase === ADMITTED) this.phase = WRITING;
  }

  /** The writer has left, or waits no longer: readers go in, then the next writer may come. */
  letIn(): void {
    this.phase = NO_WRITER;
    this.writer = null;
    for (let sudog: Sudog | null | undefined; (sudog = this.line?.dequeue()); ) {
      this.admit(sudog.g.id);
      give(sudog, sudog.elem);
    }
    this.w.unlock();
  }
}

/** Locks for reading, and gives a guard of `guarded`. */
class ReadOp<T> extends LineOp<T> implements TurnOp<T> {
  /** The lock. */
  private readonly rw: HRWMutex;
  readonly guarded: Locker | null;

  constructor(rw: HRWMutex, guarded: Locker | null) {
    super();
    this.rw = rw;
    this.guarded = guarded;
  }

  poll(): boolean {
    return this.rw.tryRLock();
  }

  line(): WaitQ {
    return this.rw.queue();
  }

  override enroll(sudog: Sudog): void {
    // Takes the turn back, should it come to that.
    sudog.elem = this;
    super.enroll(sudog);
  }

  finish(sudog: Sudog | null): T {
    if (sudog) sudog.g.waiting = null;
    return resultOf(this);
  }

  abandon(): void {
    // Unless somebody has done it.
    if (this.rw.readers) this.rw.rUnlock();
  }

  get holder(): number {
    return this.rw.w.holder;
  }
}

/** Locks for writing, and gives a guard of `guarded`: competes for the inner mutex, then waits for the readers inside. */
class WriteOp<T> extends Operation<T> implements TurnOp<T> {
  /** The lock. */
  private readonly rw: HRWMutex;
  readonly guarded: Locker | null;
  /** It competes for the inner mutex, not for the lock. */
  readonly isInner: boolean = true;
  /** When it began to wait for the inner mutex, in microseconds. */
  private since = 0;
  /** Whether it has the inner mutex. */
  isNext = false;

  constructor(rw: HRWMutex, guarded: Locker | null) {
    super();
    this.rw = rw;
    this.guarded = guarded;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, T> {
    const { rw } = this;
    let g: G;
    if (resumed === undefined) {
      g = performer(this);
      if (rw.tryLock()) {
        this.state = DONE;
        return taken(this, g);
      }
      this.state = PARKED;
      if (!rw.w.tryLock()) {
        this.since = recently();
        rw.w.stand(g);
        return SUSPENDED;
      }
    } else {
      g = resumed as G;
      if (this.state !== PARKED || this.isNext) {
        rw.goIn();
        g.waiting = null;
        return complete(resultOf(this));
      }
      if (!rw.w.regain(g, this.since)) return SUSPENDED;
      if (!rw.readers) {
        rw.phase = WRITING;
        return complete(resultOf(this));
      }
    }
    g.state = WAITING;
    g.waiting = this;
    g.sudog ??= new Sudog(g, null);
    rw.announce(g.sudog, this);
    return SUSPENDED;
  }

  poll(): boolean {
    return this.rw.tryLock();
  }

  enroll(sudog: Sudog): void {
    const { w } = this.rw;
    this.since = recently();
    if (w.tryLock()) this.rw.announce(sudog, this);
    else {
      sudog.elem = this;
      w.queue().enqueue(sudog);
    }
  }

  withdraw(sudog: Sudog): void {
    if (!this.isNext) this.rw.w.withdraw(sudog);
    else {
      this.isNext = false;
      sudog.elem = undefined;
      this.rw.letIn();
    }
  }

  /** The inner mutex is handed over. */
  granted(sudog: Sudog): void {
    this.rw.w.accept(sudog.g, this.since);
    this.rw.announce(sudog, this);
  }

  finish(sudog: Sudog | null): T {
    if (sudog) {
      sudog.g.waiting = null;
      this.isNext = false;
      this.rw.goIn();
    }
    return resultOf(this);
  }

  abandon(): void {
    // Unless somebody has unlocked since: a writer that waits is another one.
    if (this.rw.phase > PENDING) this.rw.letIn();
  }

  get holder(): number {
    return this.rw.reader;
  }

  get waitReason(): WaitReason {
    return "sync.RWMutex.Lock";
  }
}
