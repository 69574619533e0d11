/**
 * Effect's streams and gopark's pipelines, both ways. Both are pulled: who is slow slows the source.
 */
import type { RecvChan } from "@gopark/core";
import type { Exit, Stream } from "effect";
import { contextOf } from "./program.js";
import { currentSched, done, exitSucceed, fromAsyncIterable, fromPull, toAsyncIterableWith } from "./seam.js";
import { defect, effectOf } from "./to-effect.js";

/**
 * An Effect stream as a source of a gopark pipeline: an async iterable, also for `for await`. The stream runs anew for
 * each iteration, in the program that iterates; leaving the loop early closes it, and waits for its finalizers.
 *
 * @throws what the stream fails with, in the iteration
 * @example
 * ```ts
 * import { fromStream } from "@gopark/effect";
 * import { Stream } from "effect";
 *
 * for await (const n of fromStream(Stream.range(1, 3))) console.log(n); // prints: 1 | 2 | 3
 * ```
 */
export function fromStream<A, E>(stream: Stream.Stream<A, E>): AsyncIterable<A> {
  return {
    [Symbol.asyncIterator]: () =>
      toAsyncIterableWith(stream, contextOf(currentSched()))[Symbol.asyncIterator](),
  };
}

/** The pull of a channel: one value, or the end. */
function pulled([value, ok]: [value: unknown, ok: boolean]): Exit.Exit<[unknown], unknown> {
  return ok ? exitSucceed([value]) : (done() as Exit.Exit<never, unknown>);
}

/**
 * A channel, a gopark stream or any other async iterable as an Effect stream. One of a channel ends when the channel is
 * closed. Each value is one pull: what the stream does not take stays in the channel.
 *
 * Who leaves early closes the source, and waits for that if no value was being waited for: while one is, Effect calls
 * `return` and goes on. What the source throws is a defect; with `onError` it is a failure.
 *
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import { toStream } from "@gopark/effect";
 * import { Effect, Stream } from "effect";
 *
 * const ch = chan<number>(3);
 * for (const n of [1, 2, 3]) ch.trySend(n);
 * console.log(await Effect.runPromise(toStream(ch).pipe(Stream.take(2), Stream.runCollect))); // prints: [ 1, 2 ]
 * console.log(ch.len); // prints: 1
 * ```
 */
export function toStream<A>(source: RecvChan<A> | AsyncIterable<A>): Stream.Stream<A>;
/** The same with a source whose errors are failures. */
export function toStream<A, E>(
  source: RecvChan<A> | AsyncIterable<A>,
  onError: (thrown: unknown) => E,
): Stream.Stream<A, E>;
export function toStream(
  source: RecvChan<unknown> | AsyncIterable<unknown>,
  onError: (thrown: unknown) => unknown = defect,
): Stream.Stream<any, any> {
  if (!("recvOk" in source)) return fromAsyncIterable(source, onError);
  return fromPull(exitSucceed(effectOf(() => source.recvOk(), onError, pulled)));
}
