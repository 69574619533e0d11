/**
 * Effect's queues and gopark's channels, both ways.
 *
 *   Q1  A queue seen as a channel has nothing between: a receive takes from the queue, and one that is withdrawn
 *       takes nothing.
 *   Q2  A channel seen as a queue is pumped by a fiber, which holds one message at most, and in the queue as many as it
 *       was given room for. When the scope closes, both go back to the channel, in order.
 */
import type { RecvChan } from "@gopark/core";
import type { Cause, Effect, Exit, Fiber, Queue, Scope } from "effect";
import { EffectOp, unwrap } from "./effect-op.js";
import { giveBack } from "./give-back.js";
import {
  acquireRelease,
  bounded,
  endQueue,
  flatMap,
  forkDetach,
  HChan,
  interruptFiber,
  isDone,
  isFailure,
  map,
  offer,
  shutdownUnsafe,
  sizeUnsafe,
  squash,
  suspend,
  sync,
  take,
  takeUnsafe,
  toArray,
  uninterruptibleMask,
} from "./seam.js";
import { toEffect } from "./to-effect.js";

type Received<A> = [value: A, ok: true] | [value: undefined, ok: false];

/** What a receive gives for the exit of a take. */
function receivedOf(exit: Exit.Exit<any, unknown>): Received<any> {
  return isFailure(exit) && isDone(squash(exit.cause)) ? [undefined, false] : [unwrap(exit), true];
}

/**
 * The receiving side of a channel whose messages are those of an Effect queue. Nothing is moved until somebody
 * receives, and a receive that loses in a select takes nothing.
 *
 * The channel is closed once the queue has ended and is empty. A queue that has failed makes receives panic.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { fromQueue } from "@gopark/effect";
 * import { type Cause, Queue } from "effect";
 *
 * await run(function* () {
 *   const queue = yield* Queue.unbounded<number, Cause.Done>();
 *   yield* Queue.offerAll(queue, [1, 2]);
 *   yield* Queue.end(queue);
 *   yield* fromQueue(queue).range((n) => console.log(n)); // prints: 1 | 2
 * });
 * ```
 */
export function fromQueue<A, E>(queue: Queue.Dequeue<A, E>): RecvChan<A> {
  // Loops and looks need nothing but the `recvOk` of what they are called on.
  const { range, tryRecv, [Symbol.asyncIterator]: iterate } = HChan.prototype;
  const chan = {
    recv: () => chan.recvOk().map(([value]: Received<A>) => value),
    recvOk: () => new EffectOp(take(queue), receivedOf, () => takeUnsafe(queue)),
    tryRecv,
    range,
    [Symbol.asyncIterator]: iterate,
    get len() {
      return sizeUnsafe(queue);
    },
    cap: queue.capacity,
  };
  return chan as RecvChan<A>;
}

/**
 * An Effect queue that is fed from a channel, as long as the scope is open; it ends when the channel is closed.
 *
 * At most `capacity` messages wait in the queue (0: none, the default) and one on its way into it: a taker that is slow
 * slows the sender. When the scope closes they go back to the channel, in their order.
 *
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import { toQueue } from "@gopark/effect";
 * import { Effect, Queue } from "effect";
 *
 * const ch = chan<number>(3);
 * for (const n of [1, 2, 3]) ch.trySend(n);
 * const first = Effect.gen(function* () {
 *   const queue = yield* toQueue(ch);
 *   return yield* Queue.take(queue);
 * });
 * console.log(await Effect.runPromise(Effect.scoped(first)), ch.len); // prints: 1 2
 * ```
 */
export function toQueue<A>(
  ch: RecvChan<A>,
  capacity = 0,
): Effect.Effect<Queue.Dequeue<A, Cause.Done>, never, Scope.Scope> {
  const pump = (queue: Queue.Queue<A, Cause.Done>): Effect.Effect<unknown> =>
    uninterruptibleMask((restore) => {
      const step: Effect.Effect<unknown> = flatMap(
        restore(toEffect(() => ch.recvOk())),
        ([value, ok]): Effect.Effect<unknown> =>
          ok
            ? // Not interruptible: an interrupted offer does not say whether the message was taken. A closed queue does.
              flatMap(offer(queue, value), (isTaken) => (isTaken ? step : sync(() => giveBack(ch, value))))
            : endQueue(queue),
      );
      return step;
    });
  return suspend(() => {
    let fiber: Fiber.Fiber<unknown>;
    const open = flatMap(bounded<A, Cause.Done>(capacity), (queue) =>
      map(forkDetach(pump(queue)), (pumping) => {
        fiber = pumping;
        return queue;
      }),
    );
    return acquireRelease(open, (queue) => {
      const left: A[] = toArray(queue.messages);
      shutdownUnsafe(queue);
      return map(interruptFiber(fiber), () => {
        for (const value of left.reverse()) giveBack(ch, value);
      });
    });
  });
}
