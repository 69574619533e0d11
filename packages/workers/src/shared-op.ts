/**
 * Operations on objects in shared memory: what they do with their record.
 *
 *   SO1  An operation has a record from when it looks or stands in line until the result was read from it, it was
 *        withdrawn, or it has found that it would block.
 *   SO2  Only this thread frees the record, and only when it stands in no line and does not travel.
 *   SO3  What a record was given, and nobody will use, is given back: a lock is unlocked, a value dropped.
 */
import type { Suspend } from "@gopark/core";
import {
  admits,
  CLOSED,
  DONE,
  expect,
  FRESH,
  type G,
  host,
  m,
  Operation,
  outermost,
  outside,
  PARKED,
  preempt,
  reused,
  SUSPENDED,
  Sudog,
  WAITING,
  type Waiting,
  wake,
} from "@gopark/core/internal";
import { SharedGate } from "./gate.js";
import type { SharedHandle } from "./handles.js";
import { arrive, expectRecord, forget, land, onOrphan } from "./inbox-loop.js";
import { freeRecord, newRecord } from "./records.js";
import { get, type i32, load, put } from "./shm/atomics.js";
import { LOCK } from "./shm/object.js";
import { OK, VERB } from "./shm/record.js";
import { BUSY, OVER, DONE as VERDICT_DONE } from "./shm/verdict.js";
import { shm } from "./shm-engine.js";
import { thread } from "./thread.js";
import { WorkerLost } from "./worker-lost.js";

/** State of an operation: a thread died that the object depends on. */
const LOST = 4;

/** What is done with a record that was given what nobody will use (SO3), by verb. */
const givers: ((rec: i32) => void)[] = [];

/** Why an operation that waits can't be performed, as its value until its goroutine is told. */
class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Says how a record of a verb gives back what it was given. */
export function onUnused(verb: i32, giveBack: (rec: i32) => void): void {
  givers[verb] = giveBack;
}

/** Gives back what a record that has come back was given, and frees it. */
function giveBack(rec: i32): void {
  if (get(rec + OK) === VERDICT_DONE) givers[get(rec + VERB)]?.(rec);
  freeRecord(rec);
  land();
}

onOrphan(giveBack);

/** Index of the M whose death has poisoned an object. */
export function poisonerOf(addr: i32): number {
  return -1 - load(addr + LOCK);
}

/** Parks a goroutine in an operation whose record stands in line. */
export function park(op: Waiting, g: G, rec: i32): void {
  g.state = WAITING;
  g.waiting = op;
  const sudog = g.sudog ?? new Sudog(g, null);
  g.sudog = sudog;
  expectRecord(rec, sudog);
}

/** The base of operations on objects in shared memory. */
export abstract class SharedOp<H extends SharedHandle, T> extends Operation<T> {
  /** The object. */
  readonly handle: H;
  /** What it wants of it. */
  protected readonly verb: i32;
  /** Its record; 0 while it has none (SO1). */
  protected rec: i32 = 0;
  /** As an iterator result: the result of the operation; before, what the operation needs to remember. */
  value: any = undefined;

  constructor(handle: H, verb: i32) {
    super();
    this.handle = handle;
    this.verb = verb;
  }

  /** It is its own iterator result. */
  get done(): true {
    return true;
  }

  /** Writes what is to be handed over into a new record. */
  protected fill(_rec: i32): void {}

  /** Takes what was handed over out of the record. */
  protected read(_rec: i32): void {}

  /** Takes back what `fill` has written, as it was not handed over. */
  protected clear(_rec: i32): void {}

  /** The result of what has come to an end. Throws what the operation throws. */
  protected abstract outcome(): T;

  /** What the thread that died did, for the report. */
  protected abstract get loss(): string;

  /** Takes a record into use. */
  protected arm(): i32 {
    const rec = newRecord(this.handle.addr, this.verb);
    try {
      this.fill(rec);
    } catch (error) {
      freeRecord(rec);
      throw error;
    }
    this.rec = rec;
    return rec;
  }

  /** It has come to an end: reads the record and frees it. */
  protected settle(rec: i32, verdict: i32): void {
    if (verdict === VERDICT_DONE) this.read(rec);
    else {
      this.state = verdict === OVER ? CLOSED : LOST;
      this.clear(rec);
    }
    this.rec = 0;
    freeRecord(rec);
  }

  protected result(): T {
    if (this.state === LOST) throw new WorkerLost(poisonerOf(this.handle.addr), this.loss);
    return this.outcome();
  }

  override next(resumed?: unknown): IteratorResult<Suspend, T> {
    if (resumed !== undefined) {
      (resumed as G).waiting = null;
      if (this.state === PARKED) this.settle(this.rec, get(this.rec + OK));
      this.value = this.result();
      return this as unknown as IteratorReturnResult<T>;
    }
    const { g } = m;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    const rec = this.arm();
    const verdict = shm.enter(rec, thread.index);
    if (verdict !== BUSY) {
      this.state = DONE;
      this.settle(rec, verdict);
      land();
      if (--m.budget < 0 && preempt(g)) {
        g.waiting = this;
        return SUSPENDED;
      }
      this.value = this.result();
      return this as unknown as IteratorReturnResult<T>;
    }
    this.state = PARKED;
    park(this, g, rec);
    return SUSPENDED;
  }

  poll(): boolean {
    const rec = this.arm();
    const verdict = shm.tryOnce(rec, thread.index);
    if (verdict === BUSY) {
      this.clear(rec);
      this.rec = 0;
      freeRecord(rec);
      return false;
    }
    this.settle(rec, verdict);
    land();
    return true;
  }

  /** Performs it if that is possible now, and answers whether it was. */
  attempt(): boolean {
    if (!this.poll()) return false;
    this.finish(null);
    return true;
  }

  enroll(sudog: Sudog): void {
    let rec: i32;
    try {
      rec = this.arm();
    } catch (error) {
      this.failSoon(sudog, error);
      return;
    }
    const root = outermost(sudog);
    if (root !== null) {
      root.gate ??= new SharedGate();
      (root.gate as SharedGate).join(rec, sudog);
      return;
    }
    const verdict = shm.enter(rec, thread.index);
    expectRecord(rec, sudog);
    if (verdict === BUSY) return;
    // Another thread has made it possible since poll().
    put(rec + OK, verdict);
    land();
    arrive(rec);
  }

  /** Nobody stands at the end of this call who could take the error: the goroutine is parked by now. So it is woken. */
  private failSoon(sudog: Sudog, error: unknown): void {
    const failure = new Failure(error);
    this.value = failure;
    expect(sudog.g, 1);
    host.microtask(() => {
      if (this.value !== failure || !admits(sudog)) return;
      expect(sudog.g, -1);
      wake(sudog);
    });
  }

  withdraw(sudog: Sudog): void {
    const { rec } = this;
    if (this.value instanceof Failure) {
      expect(sudog.g, -1);
      this.value = undefined;
      return;
    }
    this.rec = 0;
    const gate = outermost(sudog)?.gate as SharedGate | undefined;
    const isFree = gate === undefined ? shm.leave(rec, thread.index) === 1 : gate.withdraw(rec);
    forget(rec);
    if (isFree) {
      this.clear(rec);
      freeRecord(rec);
    }
    land();
  }

  abandon(): void {
    const { rec } = this;
    this.rec = 0;
    if (rec !== 0) giveBack(rec);
    else this.giveUp();
  }

  /** Gives back what it has taken at once, and its goroutine will not use (SO3). */
  protected giveUp(): void {}

  finish(sudog: Sudog | null): T {
    const { value } = this;
    if (value instanceof Failure) {
      this.value = undefined;
      throw value.error;
    }
    if (sudog !== null) this.settle(this.rec, get(this.rec + OK));
    const result = this.result();
    // A select may be performed again, with this operation in it.
    this.value = undefined;
    return result;
  }
}
