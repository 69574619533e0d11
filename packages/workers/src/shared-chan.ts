/**
 * Channels in shared memory.
 */
import type { Chan, Go, Op } from "@gopark/core";
import { ChanIterator, closeOfClosed, m, makechanSize, range, wrong } from "@gopark/core/internal";
import { type Codec, structured } from "./codec.js";
import { codecNumbered, numberOf } from "./codec-number.js";
import { adopt, create, defineKind, Place, type SharedHandle } from "./handles.js";
import { land } from "./inbox-loop.js";
import { CopyingChan } from "./messages/copying-chan.js";
import type { Sendable } from "./sendable.js";
import { LOSS, RecvOp, SendOp } from "./shared-chan-op.js";
import { poisonerOf } from "./shared-op.js";
import { get, type i32, load, put } from "./shm/atomics.js";
import { beginChan, CLOSER, CODEC, chanBytes, countLocked } from "./shm/hchan.js";
import { CHAN, LINE_A, LOCK } from "./shm/object.js";
import { CAP, CLOSED, HEAD, RECEIVED, SENT, SLOTS } from "./shm/sides.js";
import { OVER, SPOILT } from "./shm/verdict.js";
import { shm } from "./shm-engine.js";
import { canShare, memory, thread } from "./thread.js";
import { drop } from "./wire/value.js";
import { WorkerLost } from "./worker-lost.js";

/**
 * What this thread knows of a channel for itself. An object of its own: the channel may be frozen, or used through one that
 * inherits from it.
 */
class Own {
  /** How often operations of this thread will find the ring empty or full before one pauses again (shared-chan-op.ts). */
  restless = 0;
  /** Whether no other thread has it, and none is about to (shared-chan-alone.ts). */
  isAlone = false;
}

/** The channel behind `sharedChan`. */
export class SharedChan<T> implements SharedHandle {
  /** @internal */
  readonly addr: i32;
  /** How its values are written. */
  readonly codec: Codec<T>;
  /** Values that it holds. */
  readonly cap: number;
  /** @internal */
  readonly own: Own = new Own();

  constructor({ addr }: Place, codec: Codec<T>) {
    this.addr = addr;
    this.codec = codec;
    this.cap = get(addr + CAP);
    adopt(this);
  }

  /**
   * As it was when RECEIVED was read: SENT only grows, so if it is the same before and after, it was that in between.
   */
  get len(): number {
    if (this.cap === 0) return 0;
    const { addr } = this;
    for (;;) {
      const sent = load(addr + SENT);
      const count = (sent - load(addr + RECEIVED)) | 0;
      if (load(addr + SENT) === sent) return count;
    }
  }

  /** Id of the goroutine that closed it. */
  get closer(): number {
    return load(this.addr + CLOSER);
  }

  /**
   * Whether a send would block, as one look without the lock can tell. Closed is looked at first: as a closed channel
   * stays closed, the answer is right for the moment between the two looks.
   */
  isFull(): boolean {
    const { addr } = this;
    if (load(addr + CLOSED) !== 0 || load(addr + LOCK) < 0) return false;
    return this.cap === 0 ? load(addr + LINE_A) === 0 : this.len === this.cap;
  }

  send(value: T): Op<void> {
    return new SendOp(this, value);
  }

  recv(): Op<T | undefined> {
    return new RecvOp(this, false);
  }

  recvOk(): Op<[T, true] | [undefined, false]> {
    return new RecvOp(this, true);
  }

  trySend(value: T): boolean {
    return new SendOp(this, value).attempt();
  }

  tryRecv(): [T, true] | [undefined, false] | undefined {
    const op = new RecvOp(this, true);
    return op.poll() ? op.finish(null) : undefined;
  }

  range(body: (value: T) => Go<boolean | void> | boolean | void): Op<void> {
    return range<T>(this.recvOk() as RecvOp, body);
  }

  [Symbol.asyncIterator](): ChanIterator<T> {
    return new ChanIterator(this);
  }

  close(): void {
    const verdict = shm.closeChan(this.addr, m.g?.id ?? 0, thread.index);
    if (verdict === OVER) throw closeOfClosed(this.closer);
    if (verdict === SPOILT) throw new WorkerLost(poisonerOf(this.addr), LOSS);
    land();
  }
}

defineKind(CHAN, SharedChan.prototype, {
  leave(chan) {
    (chan as SharedChan<unknown>).own.isAlone = false;
  },
  make: (place) => new SharedChan(place, codecNumbered(get(place.addr + CODEC))),
  clear(addr) {
    const cap = get(addr + CAP);
    for (let i = countLocked(addr), at = get(addr + HEAD); i > 0; i--) {
      drop(addr + SLOTS + (at << 4));
      at = at + 1 === cap ? 0 : at + 1;
    }
  },
});

/** Most values that the ring of a channel can hold: more than any memory has room for. */
const MOST = 2 ** 26;

/**
 * Makes a channel that goroutines on all threads can use: an argument of `go`, a value sent on another channel. It does
 * what a `chan` of the same capacity does: unbuffered hand-over, first come first served, close, select, also beside
 * local channels.
 *
 * What is sent is copied: the receiver gets a value that is equal, not the same. A type whose values can't be sent does
 * not compile: one argument too few is reported, whose type says why. A codec says what all values are, which
 * is faster, and refuses others at the send. Room for `capacity` values is taken at once, 16 bytes each,
 * rounded up to a power of two.
 *
 * Where memory can't be shared it stays on the thread that makes it, as a `chan` does: operations of other threads are messages to
 * that one, `trySend` and `tryRecv` panic there.
 *
 * @throws RuntimeError `makechan: size out of range` unless `capacity` is an integer from 0 to 2^26
 * @throws RangeError the shared memory has no room
 * @throws TypeError `codec` is none
 * @example
 * ```ts
 * import { go, run } from "@gopark/core";
 * import { sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan<{ name: string; tags: string[] }>(1);
 *   const tags = ["a", "b"];
 *   yield* ch.send({ name: "first", tags });
 *   tags.push("c"); // too late: what was sent is a copy
 *   console.log(yield* ch.recv()); // prints: { name: 'first', tags: [ 'a', 'b' ] }
 * });
 * ```
 * @go make(chan T, capacity)
 * @differs D-54, D-63, D-66, D-69
 */
export function sharedChan<T>(
  capacity = 0,
  codec: Codec<T> = structured,
  ..._refusal: [T] extends [Sendable<T>] ? [] : [cannotBeSent: Sendable<T>]
): Chan<T> {
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > MOST) throw makechanSize(capacity);
  if (typeof codec?.put !== "function")
    throw wrong(
      "sharedChan: codec",
      "one of f64, i32, bool, bigint, bytes, struct({ ... }), structured",
      codec,
    );
  if (!canShare()) return new CopyingChan<T>(capacity, codec) as unknown as Chan<T>;
  memory();
  const number = numberOf(codec);
  const addr = create(CHAN, chanBytes(capacity));
  beginChan(addr, capacity);
  put(addr + CODEC, number);
  const chan = new SharedChan<T>(new Place(addr), codec);
  chan.own.isAlone = true;
  return chan as unknown as Chan<T>;
}
