/**
 * The public face of channels.
 */
import { HChan, NIL_CHAN } from "./runtime/hchan.js";
import type { Op } from "./runtime/operation.js";
import type { Go } from "./runtime/suspend.js";

/**
 * The receiving side of a channel.
 *
 * @example A function that may only receive.
 * ```ts
 * import { chan, go, type Go, type RecvChan, run } from "@gopark/core";
 *
 * function* sum(numbers: RecvChan<number>): Go<number> {
 *   let total = 0;
 *   yield* numbers.range((n) => {
 *     total += n;
 *   });
 *   return total;
 * }
 *
 * await run(function* () {
 *   const numbers = chan<number>(3);
 *   const adder = go(sum, numbers);
 *   for (const n of [1, 2, 3]) yield* numbers.send(n);
 *   numbers.close();
 *   console.log(yield* adder.join()); // prints: 6
 * });
 * ```
 * @go <-chan T
 * @differs D-01
 */
export interface RecvChan<out T> {
  /**
   * Receives a value. Blocks while the channel is empty and open. Undefined once it is closed and drained, in
   * place of Go's zero value: use `recvOk` where undefined may also be sent.
   */
  recv(): Op<T | undefined>;
  /** Receives `[value, true]`, or `[undefined, false]` once the channel is closed and drained. Blocks like `recv`. */
  recvOk(): Op<[value: T, ok: true] | [value: undefined, ok: false]>;
  /** Receives as `recvOk` does if that is possible now; undefined if it would block. */
  tryRecv(): [value: T, ok: true] | [value: undefined, ok: false] | undefined;
  /**
   * Calls `body` with each value until the channel is closed and drained. `body` may be a generator function and
   * block; if it returns false, the loop ends and the other values stay in the channel.
   */
  range(body: (value: T) => Go<boolean | void> | boolean | void): Op<void>;
  /** `for await (const v of ch)` in async code. */
  [Symbol.asyncIterator](): AsyncIterator<T>;
  /** Values in the buffer. Those of blocked senders do not count. */
  readonly len: number;
  /** Values the buffer can hold; 0: unbuffered. */
  readonly cap: number;
}

/**
 * The sending side of a channel.
 *
 * @example A function that may only send.
 * ```ts
 * import { chan, go, type Go, run, type SendChan } from "@gopark/core";
 *
 * function* count(to: number, out: SendChan<number>): Go {
 *   for (let i = 1; i <= to; i++) yield* out.send(i);
 *   out.close();
 * }
 *
 * await run(function* () {
 *   const numbers = chan<number>();
 *   go(count, 3, numbers);
 *   yield* numbers.range((n) => console.log(n)); // prints: 1 | 2 | 3
 * });
 * ```
 * @go chan<- T
 */
export interface SendChan<in T> {
  /**
   * Sends a value. Blocks until a receiver takes it or, with a buffer, until there is a free place.
   * @throws RuntimeError `send on closed channel`, also if it is closed while the send blocks; its `value` is the
   * one not delivered
   */
  readonly send: (value: T) => Op<void>;
  /**
   * Sends if that is possible now and answers whether it was.
   * @throws RuntimeError `send on closed channel`
   */
  readonly trySend: (value: T) => boolean;
  /**
   * Announces that no more values will be sent. Values already sent can still be received. Wakes all blocked
   * receivers; blocked senders panic. Close from the sending side, once: closing is a message, not a clean-up.
   * @throws RuntimeError `close of closed channel`, `close of nil channel`
   */
  close(): void;
  /** Values in the buffer. Those of blocked senders do not count. */
  readonly len: number;
  /** Values the buffer can hold; 0: unbuffered. */
  readonly cap: number;
}

/**
 * A channel of values of type T. Pass it as a `RecvChan<T>` or a `SendChan<T>` to those who only need one side.
 *
 * @example
 * ```ts
 * import { type Chan, chan, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const ch: Chan<string> = chan<string>(1);
 *   yield* ch.send("a");
 *   ch.close();
 *   console.log(yield* ch.recvOk()); // prints: [ 'a', true ]
 *   console.log(yield* ch.recvOk()); // prints: [ undefined, false ]
 * });
 * ```
 * @go chan T
 */
export interface Chan<in out T> extends RecvChan<T>, SendChan<T> {}

/**
 * Makes a channel. With capacity 0, the default, a send waits until a receiver takes the value; otherwise up to
 * `capacity` values wait in the channel, first in, first out. The buffer takes memory as it fills.
 *
 * @throws RuntimeError `makechan: size out of range` unless `capacity` is an integer from 0 to 2^32 - 1
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 *
 * const ch = chan<number>(2);
 * console.log(ch.trySend(1), ch.trySend(2), ch.trySend(3)); // prints: true true false
 * console.log(ch.len, ch.cap, ch.tryRecv()); // prints: 2 2 [ 1, true ]
 * ```
 * @go make(chan T, capacity)
 * @differs D-10
 */
export function chan<T>(capacity = 0): Chan<T> {
  return new HChan<T>(capacity) as Chan<T>;
}

/**
 * The nil channel: sending and receiving block for ever, closing it panics, and a select never chooses it.
 *
 * @example
 * ```ts
 * import { nilChan } from "@gopark/core";
 *
 * const ch = nilChan<number>();
 * console.log(ch.trySend(1), ch.tryRecv(), ch.len, ch.cap); // prints: false undefined 0 0
 * ```
 * @go var ch chan T
 */
export function nilChan<T>(): Chan<T> {
  return NIL_CHAN as unknown as Chan<T>;
}
