/**
 * Sends and receives on channels in shared memory.
 */
import type { Suspend } from "@gopark/core";
import {
  CLOSED,
  DONE,
  FRESH,
  type G,
  m,
  outside,
  PARKED,
  preempt,
  reused,
  SUSPENDED,
  sendOnClosed,
  type WaitReason,
} from "@gopark/core/internal";
import { arrive, land } from "./inbox-loop.js";
import { newRecord } from "./records.js";
import type { SharedChan } from "./shared-chan.js";
import { recvAlone, sendAlone } from "./shared-chan-alone.js";
import { onUnused, park, SharedOp } from "./shared-op.js";
import { get, type i32, load, put } from "./shm/atomics.js";
import { REFS } from "./shm/object.js";
import { OK, VALUE } from "./shm/record.js";
import { BUSY, DONE as GIVEN, STALLED } from "./shm/verdict.js";
import { RECV, SEND } from "./shm/wait.js";
import { shm } from "./shm-engine.js";
import { thread } from "./thread.js";
import { drop, pending, takeBack } from "./wire/value.js";

/** What the thread did that died with the lock of a channel. */
export const LOSS = "died in an operation on the shared channel";

/** Looks at the inbox in a pause: a third of a microsecond, in which the other side gets some ten values on. */
const LOOKS = 50;

/** Operations that find the ring empty or full and do not pause, after a pause that was in vain. */
const RESTLESS = 32;

/**
 * Gives the other side of a ring some time before a second look, which may end in its line. Answers whether it did.
 *
 * The faster of two threads catches up with the slower one, and then finds one value or one place at each look, for which
 * it takes locks away from the other. After a pause there are some, and both go on by the short way. Where there is but
 * the one after a pause, the other side is not at work but waits for this one, as where requests are answered: no pause
 * helps there, and one in 33 tries.
 */
function pauses(chan: SharedChan<unknown>, isSend: boolean): boolean {
  const { own } = chan;
  if (--own.restless >= 0) return false;
  own.restless = RESTLESS;
  own.isAlone = load(chan.addr + REFS) === 1;
  if (own.isAlone) return false;
  // What a send knows of the room may be old: if there is a lot, there is nobody to wait for.
  if (isSend && chan.cap - chan.len > chan.cap >> 3) return false;
  shm.watch(thread.index, LOOKS);
  return true;
}

// As in core, sends and receives have a `next` of their own: one for all operations, which sees them all, is slower.

/** A receive. */
export class RecvOp extends SharedOp<SharedChan<any>, any> {
  /** Whether the result tells a value from the end. */
  private readonly isTold: boolean;

  constructor(chan: SharedChan<any>, isTold: boolean) {
    super(chan, RECV);
    this.isTold = isTold;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, any> {
    if (resumed !== undefined) return this.resume(resumed as G);
    const { g } = m;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    const { handle } = this;
    let seen = BUSY;
    if (handle.cap !== 0) {
      let { cell } = thread;
      if (handle.own.isAlone) {
        cell = recvAlone(handle.addr);
        if (cell !== 0) seen = GIVEN;
      } else seen = shm.recvNow(handle.addr, cell, thread.index);
      if (seen === GIVEN) {
        this.state = DONE;
        this.value = handle.codec.take(cell);
        if (--m.budget < 0 && preempt(g)) {
          g.waiting = this;
          return SUSPENDED;
        }
        if (this.isTold) this.value = [this.value, true];
        return this;
      }
    }
    return this.enter(g, seen === STALLED && pauses(handle, false));
  }

  /** Goes the long way, with a record. */
  private enter(g: G, hasPaused: boolean): IteratorResult<Suspend, any> {
    const { handle } = this;
    const rec = newRecord(handle.addr, RECV);
    const verdict = shm.enter(rec, thread.index);
    if (hasPaused && verdict === GIVEN && handle.len > 0) handle.own.restless = 0;
    if (verdict === BUSY || isIncomplete(rec, verdict)) {
      this.rec = rec;
      this.state = PARKED;
      park(this, g, rec);
      if (verdict !== BUSY) {
        // The value is there, but not all of it: it is waited for as if it were on its way.
        put(rec + OK, verdict);
        arrive(rec);
        land();
      }
      return SUSPENDED;
    }
    this.state = DONE;
    this.settle(rec, verdict);
    land();
    if (--m.budget < 0 && preempt(g)) {
      g.waiting = this;
      return SUSPENDED;
    }
    this.value = this.result();
    return this;
  }

  /** Takes the result after the goroutine was woken, or had to give way. */
  private resume(g: G): IteratorResult<Suspend, any> {
    const { rec } = this;
    g.waiting = null;
    if (rec !== 0) this.settle(rec, get(rec + OK));
    this.value = this.result();
    return this;
  }

  protected override read(rec: i32): void {
    this.value = this.handle.codec.take(rec + VALUE);
  }

  protected override clear(): void {
    this.value = undefined;
  }

  protected outcome(): any {
    return this.isTold ? [this.value, this.state !== CLOSED] : this.value;
  }

  protected get loss(): string {
    return LOSS;
  }

  get waitReason(): WaitReason {
    return "chan receive";
  }
}

/** Whether a receive was given a value of which a part has yet to come. */
function isIncomplete(rec: i32, verdict: i32): boolean {
  return verdict === GIVEN && pending(rec + VALUE) !== null;
}

/** How errors about what is sent begin. */
const WHERE = "send: value";

/** A send. */
export class SendOp extends SharedOp<SharedChan<any>, void> {
  /** What is sent; the copy that has what was moved, once that was taken back. */
  private sent: unknown;

  constructor(chan: SharedChan<any>, sent: unknown) {
    super(chan, SEND);
    this.sent = sent;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, any> {
    if (resumed !== undefined) return this.resume(resumed as G);
    const { g } = m;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    const { handle } = this;
    let seen = BUSY;
    if (handle.cap !== 0) {
      const { cell } = thread;
      handle.codec.put(cell, this.sent, WHERE);
      // Looked at only now: a getter of the value may have handed the channel out.
      if (!handle.own.isAlone) seen = shm.sendNow(handle.addr, cell, thread.index);
      else if (sendAlone(handle.addr, cell)) seen = GIVEN;
      if (seen === GIVEN) {
        this.state = DONE;
        if (--m.budget < 0 && preempt(g)) {
          g.waiting = this;
          return SUSPENDED;
        }
        return this;
      }
    }
    return this.enter(g, seen === STALLED && pauses(handle, true));
  }

  /** Goes the long way, with a record. */
  private enter(g: G, hasPaused: boolean): IteratorResult<Suspend, any> {
    const { handle } = this;
    const rec = handle.cap === 0 ? this.arm() : this.armWithCell();
    const verdict = shm.enter(rec, thread.index);
    if (hasPaused && verdict === GIVEN && handle.len < handle.cap) handle.own.restless = 0;
    if (verdict === BUSY) {
      this.state = PARKED;
      park(this, g, rec);
      return SUSPENDED;
    }
    this.state = DONE;
    this.settle(rec, verdict);
    land();
    if (--m.budget < 0 && preempt(g)) {
      g.waiting = this;
      return SUSPENDED;
    }
    this.result();
    return this;
  }

  /** Takes the result after the goroutine was woken, or had to give way. */
  private resume(g: G): IteratorResult<Suspend, any> {
    const { rec } = this;
    g.waiting = null;
    if (rec !== 0) this.settle(rec, get(rec + OK));
    this.result();
    return this;
  }

  /** Takes a record into use with the value that this thread's cell has. */
  private armWithCell(): i32 {
    try {
      this.rec = newRecord(this.handle.addr, SEND);
    } catch (error) {
      drop(thread.cell);
      throw error;
    }
    for (let i = 0; i < 16; i += 4) put(this.rec + VALUE + i, get(thread.cell + i));
    return this.rec;
  }

  override poll(): boolean {
    return !this.handle.isFull() && super.poll();
  }

  protected override fill(rec: i32): void {
    this.handle.codec.put(rec + VALUE, this.sent, WHERE);
  }

  protected override clear(rec: i32): void {
    this.sent = takeBack(rec + VALUE, this.sent);
  }

  protected outcome(): void {
    if (this.state === CLOSED) throw sendOnClosed(this.handle, this.sent);
  }

  protected get loss(): string {
    return LOSS;
  }

  get waitReason(): WaitReason {
    return "chan send";
  }
}

// A value that was received and that nobody will use is gone, as it is when a goroutine ends between two operations.
onUnused(RECV, (rec) => drop(rec + VALUE));
