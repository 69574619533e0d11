/**
 * A channel: a ring of values and two lines of waiting goroutines.
 *
 * No lock: goroutines of one thread change places only where they park, so every method here runs from start
 * to end unseen. For that reason nothing in this file awaits or calls user code.
 *
 *   C1  sendq and recvq are not both occupied, unless one goroutine's select stands in both.
 *   C2  A value in the ring means recvq is empty.
 *   C3  A free place in the ring means sendq is empty.
 *   C4  Closed means both lines are empty, for ever.
 *
 * @go runtime/chan.go
 */
import { ChanIterator } from "./chan-iterator.js";
import type { Composite } from "./composite.js";
import type { G } from "./g.js";
import { WAITING } from "./gstatus.js";
import { LineOp } from "./line-op.js";
import { m } from "./m.js";
import { closeOfClosed, closeOfNil, makechanSize, outside, reused, sendOnClosed } from "./misuse.js";
import { Operation } from "./operation.js";
import { CLOSED, DONE, FRESH, PARKED } from "./opstate.js";
import { range } from "./range.js";
import { goready, preempt } from "./ready.js";
import { Ring } from "./ring.js";
import { claim, Sudog, wake } from "./sudog.js";
import { type Go, SUSPENDED, type Suspend } from "./suspend.js";
import { WaitQ } from "./waitq.js";
import type { WaitReason } from "./waitreason.js";

// A send and a receive are their own iterator and their own result: one object of few fields for all of it. Each
// has a `next` of its own, which writes out the steps of Operation.next and park: this is the hottest path there is,
// and a shared one, which sees both kinds, costs a fifth more. The goroutine parks in the line and not in
// the operation: old as it is, it then never points to an object this young.

/** A receive. */
export class RecvOp extends LineOp<any> implements IteratorReturnResult<any> {
  /** The channel. */
  readonly chan: HChan<any>;
  /** The value received; as a result, with the flag if `isTold`. */
  value: any;
  /** Whether the result tells a value from the end. */
  readonly isTold: boolean;

  constructor(chan: HChan<any>, isTold: boolean) {
    super();
    this.chan = chan;
    this.value = undefined;
    this.isTold = isTold;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, any> {
    if (resumed !== undefined) {
      if (this.state === PARKED) this.settle((resumed as G).sudog as Sudog);
      if (this.isTold) this.value = this.outcomeOf();
      return this;
    }
    const g = m.g;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    if (this.poll()) {
      this.state ||= DONE;
      if (--m.budget < 0 && preempt(g)) return SUSPENDED;
      if (this.isTold) this.value = this.outcomeOf();
      return this;
    }
    this.state = PARKED;
    g.state = WAITING;
    const sudog = (g.sudog ??= new Sudog(g, null));
    const line = this.line();
    g.waiting = line;
    line.enqueue(sudog);
    return SUSPENDED;
  }

  poll(): boolean {
    return this.chan.obtain(this);
  }

  line(): WaitQ {
    return this.chan.recvq;
  }

  finish(sudog: Sudog | null): any {
    if (sudog) this.settle(sudog);
    const outcome = this.outcomeOf();
    // A select may be performed again, with this receive in it.
    this.value = undefined;
    return outcome;
  }

  private settle(sudog: Sudog): void {
    if (!sudog.ok) this.state = CLOSED;
    this.value = sudog.elem;
    sudog.elem = undefined;
  }

  private outcomeOf(): any {
    return this.isTold ? [this.value, this.state !== CLOSED] : this.value;
  }
}

/** A send. */
export class SendOp extends LineOp<void> implements IteratorReturnResult<any> {
  /** The channel. */
  readonly chan: HChan<any>;
  /** The value to send; as a result, undefined. */
  value: any;

  constructor(chan: HChan<any>, value: unknown) {
    super();
    this.chan = chan;
    this.value = value;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, any> {
    if (resumed !== undefined) {
      if (this.state === PARKED) this.settle((resumed as G).sudog as Sudog);
      this.value = this.outcomeOf();
      return this;
    }
    const g = m.g;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    if (this.poll()) {
      this.state ||= DONE;
      if (--m.budget < 0 && preempt(g)) return SUSPENDED;
      this.value = this.outcomeOf();
      return this;
    }
    this.state = PARKED;
    g.state = WAITING;
    const sudog = (g.sudog ??= new Sudog(g, null));
    const line = this.line();
    g.waiting = line;
    sudog.elem = this.value;
    line.enqueue(sudog);
    return SUSPENDED;
  }

  poll(): boolean {
    return this.chan.offer(this);
  }

  line(): WaitQ {
    return this.chan.sendq;
  }

  override enroll(sudog: Sudog): void {
    sudog.elem = this.value;
    super.enroll(sudog);
  }

  finish(sudog: Sudog | null): void {
    if (sudog) this.settle(sudog);
    this.outcomeOf();
  }

  private settle(sudog: Sudog): void {
    if (!sudog.ok) this.state = CLOSED;
  }

  private outcomeOf(): void {
    if (this.state === CLOSED) throw sendOnClosed(this.chan, this.value);
  }
}

/** The buffer of all unbuffered channels: nothing ever gets into it. */
const NO_RING: Ring<any> = /* @__PURE__ */ new Ring<any>();

/** The channel behind `chan`. */
export class HChan<T> {
  /** Values the buffer can hold. */
  readonly cap: number;
  /** The buffer. */
  readonly ring: Ring<T>;
  /** Whether `close` was called. */
  isClosed: boolean;
  /** The goroutine that closed it, 0 if none did or none was running. */
  closer: number;
  /** Waiting receivers. */
  readonly recvq: WaitQ;
  /** Waiting senders. */
  readonly sendq: WaitQ;

  constructor(capacity: number) {
    // The integers that an array can be long: all that `>>> 0` leaves as they are.
    if (!Number.isInteger(capacity) || capacity >>> 0 !== capacity) throw makechanSize(capacity);
    this.cap = capacity;
    this.ring = capacity ? new Ring<T>() : NO_RING;
    this.isClosed = false;
    this.closer = 0;
    this.recvq = new WaitQ("chan receive");
    this.sendq = new WaitQ("chan send");
  }

  get len(): number {
    return this.ring.count;
  }

  send(value: T): SendOp {
    return new SendOp(this, value);
  }

  recv(): RecvOp {
    return new RecvOp(this, false);
  }

  recvOk(): RecvOp {
    return new RecvOp(this, true);
  }

  trySend(value: T): boolean {
    const op = new SendOp(this, value);
    if (!this.offer(op)) return false;
    op.finish(null);
    return true;
  }

  tryRecv(): [T, true] | [undefined, false] | undefined {
    const op = this.recvOk();
    return op.poll() ? op.finish(null) : undefined;
  }

  range(body: (value: T) => Go<unknown> | unknown): Composite<void> {
    return range<T>(this.recvOk(), body);
  }

  [Symbol.asyncIterator](): ChanIterator<T> {
    return new ChanIterator(this);
  }

  /** Makes a send complete if it can now: with a waiting receiver, a free place, or a closed channel. */
  offer(op: SendOp): boolean {
    const receiver = this.recvq.dequeue();
    if (receiver !== null) {
      receiver.elem = op.value;
      receiver.ok = true;
      wake(receiver);
      return true;
    }
    if (this.isClosed) {
      op.state = CLOSED;
      return true;
    }
    const { ring } = this;
    if (ring.count === this.cap) return false;
    ring.append(op.value);
    return true;
  }

  /** Makes a receive complete if it can now: with a value of the ring or of a waiting sender, or the end. */
  obtain(op: RecvOp): boolean {
    const { ring } = this;
    const sender = this.sendq.dequeue();
    if (sender !== null) {
      if (this.cap === 0) op.value = sender.elem;
      else {
        // A waiting sender proves the ring is full (C3): take its head, put the sender's value in the place
        // just freed. Tempting and wrong: hand that value over directly; it would overtake the ring.
        op.value = ring.take();
        ring.append(sender.elem);
      }
      sender.elem = undefined;
      sender.ok = true;
      wake(sender);
      return true;
    }
    if (ring.count > 0) {
      op.value = ring.take();
      return true;
    }
    if (!this.isClosed) return false;
    op.state = CLOSED;
    return true;
  }

  close(): void {
    if (this.isClosed) throw closeOfClosed(this.closer);
    this.isClosed = true;
    this.closer = m.g?.id ?? 0;
    // Go collects all waiters on a stack and makes them runnable from its top: the one that waited longest is
    // made runnable last, takes runnext and runs first.
    let stack: Sudog | null = null;
    for (const line of [this.recvq, this.sendq]) {
      for (let sudog: Sudog | null; (sudog = line.dequeue()); ) {
        sudog.ok = false;
        sudog.elem = undefined;
        // At once, not when it is made runnable: a select leaves its other lines now, also those of this channel.
        claim(sudog);
        sudog.after = stack;
        stack = sudog;
      }
    }
    while (stack) {
      const sudog: Sudog = stack;
      stack = sudog.after;
      sudog.after = null;
      goready(sudog.g);
    }
  }
}

/** An operation that never completes: what a nil channel answers. */
class ForeverOp extends Operation<never> {
  readonly waitReason: WaitReason;

  constructor(reason: WaitReason) {
    super();
    this.waitReason = reason;
  }

  poll(): boolean {
    return false;
  }

  enroll(): void {}

  withdraw(): void {}

  finish(): never {
    return undefined as never;
  }
}

/** A nil channel: every operation waits for ever, and it cannot be closed. */
class NilChan {
  readonly len: number = 0;
  readonly cap: number = 0;

  send(_value: unknown): ForeverOp {
    return new ForeverOp("chan send (nil chan)");
  }

  recv(): ForeverOp {
    return new ForeverOp("chan receive (nil chan)");
  }

  recvOk(): ForeverOp {
    return this.recv();
  }

  trySend(_value: unknown): boolean {
    return false;
  }

  tryRecv(): undefined {
    return undefined;
  }

  range(body: (value: never) => unknown): Composite<void> {
    return range<never>(this.recv(), body);
  }

  [Symbol.asyncIterator](): ChanIterator<never> {
    return new ChanIterator(this);
  }

  close(): never {
    throw closeOfNil();
  }
}

/** The one nil channel: all nil channels are equal. */
export const NIL_CHAN: NilChan = /* @__PURE__ */ new NilChan();
