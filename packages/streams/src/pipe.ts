/**
 * pipe(source, ...operators, sink): the types of pipelines.
 *
 * The types are exact up to twelve operators and a sink. A longer pipeline is written as two: a stream is a source.
 */
import type { Op, RecvChan } from "@gopark/core";
import { sourceOf } from "./feed.js";
import { check, type Last, type Operator, type Sink, Stage } from "./stage.js";
import { PipeOp, Plan, type Stream } from "./stream.js";

/**
 * What a pipeline can read: arrays and all else that is iterable, channels, async iterables (Node's streams among
 * them), Web streams, other pipelines; and a promise or an operation, for its one value.
 *
 * Who leaves before the end closes the source and waits until it is closed. Not so an async generator that is at work on its
 * next value: it hears of it when that has come, and nobody waits for its `finally` blocks.
 *
 * @example
 * ```ts
 * import { collect, pipe, type Source } from "@gopark/streams";
 *
 * const sources: Source<number>[] = [[1, 2], new Set([3]), Promise.resolve(4)];
 * for (const source of sources) console.log(await pipe(source, collect())); // prints: [ 1, 2 ] | [ 3 ] | [ 4 ]
 * ```
 */
export type Source<T> =
  | PromiseLike<T>
  | Stream<T>
  | RecvChan<T>
  | Iterable<T>
  | AsyncIterable<T>
  | ReadableStream<T>;

/**
 * The values that a source of this type gives.
 *
 * @example
 * ```ts
 * import type { ValueOf } from "@gopark/streams";
 *
 * const n: ValueOf<Promise<number>> = 1;
 * console.log(n); // prints: 1
 * ```
 */
export type ValueOf<S> = S extends PromiseLike<infer T> ? T : S extends Source<infer T> ? T : never;

/**
 * A pipeline with a sink: an operation that runs it and has the sink's result.
 *
 * Performed by `yield*` or `await`, once, as other operations; what is to run several times is the stream without the sink,
 * or a function that makes the pipeline. It blocks until all its goroutines have ended. As a case of a select that loses,
 * or when a timeout ends it, the pipeline is cancelled: what it has done by then, such as receive from a channel, stays done,
 * and nobody waits for its clean-up. It is never ready at once, so `trySelect` does not choose it.
 *
 * @throws StreamError when performed: a stage failed
 * @throws RuntimeError `operation performed twice`, the second time
 * @example
 * ```ts
 * import { type Pipeline, collect, pipe } from "@gopark/streams";
 *
 * const all: Pipeline<number[]> = pipe(new Set([1, 2]), collect());
 * console.log(await all); // prints: [ 1, 2 ]
 * ```
 */
export interface Pipeline<out R> extends Op<R> {
  /** Says how it runs, as `Stream.explain` does. */
  explain(): string;
}

/**
 * Connects a source to stages. With a sink at the end it is an operation that runs the pipeline, else a stream.
 *
 * Describing blocks nobody and touches nothing; but a promise counts as handled from then on, for its rejection is told
 * by the pipeline. When it runs, values are made only as fast as the sink takes them, and
 * nothing is buffered but what a stage says. The first error cancels all stages and closes the source, then the
 * operation fails with it. It completes when all its goroutines have ended.
 *
 * @throws TypeError `source` is none, or a stage is none
 * @throws StreamError when performed: a stage failed; its `cause` is what it threw
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { collect, filter, map, pipe, take } from "@gopark/streams";
 *
 * function* naturals() {
 *   for (let n = 0; ; n++) yield n;
 * }
 *
 * await run(function* () {
 *   const squares = yield* pipe(
 *     naturals(),
 *     filter((n) => n % 2 === 1),
 *     map((n) => n * n),
 *     take(3),
 *     collect(),
 *   );
 *   console.log(squares); // prints: [ 1, 9, 25 ]
 * });
 * ```
 */
export function pipe<A>(source: Source<A>): Stream<A>;
/** The same with 1 stage. */
export function pipe<A, B>(source: Source<A>, s1: Last<A, B>): Stream<B>;
/** The same with 1 stage, the last a sink. */
export function pipe<A, R>(source: Source<A>, sink: Sink<A, R>): Pipeline<R>;
/** The same with 2 stages. */
export function pipe<A, B, C>(source: Source<A>, s1: Operator<A, B>, s2: Last<B, C>): Stream<C>;
/** The same with 2 stages, the last a sink. */
export function pipe<A, B, R>(source: Source<A>, s1: Operator<A, B>, sink: Sink<B, R>): Pipeline<R>;
/** The same with 3 stages. */
export function pipe<A, B, C, D>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Last<C, D>,
): Stream<D>;
/** The same with 3 stages, the last a sink. */
export function pipe<A, B, C, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  sink: Sink<C, R>,
): Pipeline<R>;
/** The same with 4 stages. */
export function pipe<A, B, C, D, E>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Last<D, E>,
): Stream<E>;
/** The same with 4 stages, the last a sink. */
export function pipe<A, B, C, D, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  sink: Sink<D, R>,
): Pipeline<R>;
/** The same with 5 stages. */
export function pipe<A, B, C, D, E, F>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Last<E, F>,
): Stream<F>;
/** The same with 5 stages, the last a sink. */
export function pipe<A, B, C, D, E, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  sink: Sink<E, R>,
): Pipeline<R>;
/** The same with 6 stages. */
export function pipe<A, B, C, D, E, F, G>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Last<F, G>,
): Stream<G>;
/** The same with 6 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  sink: Sink<F, R>,
): Pipeline<R>;
/** The same with 7 stages. */
export function pipe<A, B, C, D, E, F, G, H>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Last<G, H>,
): Stream<H>;
/** The same with 7 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  sink: Sink<G, R>,
): Pipeline<R>;
/** The same with 8 stages. */
export function pipe<A, B, C, D, E, F, G, H, I>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Last<H, I>,
): Stream<I>;
/** The same with 8 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  sink: Sink<H, R>,
): Pipeline<R>;
/** The same with 9 stages. */
export function pipe<A, B, C, D, E, F, G, H, I, J>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Last<I, J>,
): Stream<J>;
/** The same with 9 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, I, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  sink: Sink<I, R>,
): Pipeline<R>;
/** The same with 10 stages. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Last<J, K>,
): Stream<K>;
/** The same with 10 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, I, J, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  sink: Sink<J, R>,
): Pipeline<R>;
/** The same with 11 stages. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K, L>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Operator<J, K>,
  s11: Last<K, L>,
): Stream<L>;
/** The same with 11 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Operator<J, K>,
  sink: Sink<K, R>,
): Pipeline<R>;
/** The same with 12 stages. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K, L, M>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Operator<J, K>,
  s11: Operator<K, L>,
  s12: Last<L, M>,
): Stream<M>;
/** The same with 12 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K, L, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Operator<J, K>,
  s11: Operator<K, L>,
  sink: Sink<L, R>,
): Pipeline<R>;
/** The same with 13 stages, the last a sink. */
export function pipe<A, B, C, D, E, F, G, H, I, J, K, L, M, R>(
  source: Source<A>,
  s1: Operator<A, B>,
  s2: Operator<B, C>,
  s3: Operator<C, D>,
  s4: Operator<D, E>,
  s5: Operator<E, F>,
  s6: Operator<F, G>,
  s7: Operator<G, H>,
  s8: Operator<H, I>,
  s9: Operator<I, J>,
  s10: Operator<J, K>,
  s11: Operator<K, L>,
  s12: Operator<L, M>,
  sink: Sink<M, R>,
): Pipeline<R>;
/** The same with 13 stages or more, whose types are not checked. */
export function pipe(
  source: Source<any>,
  s1: Operator<any, any>,
  s2: Operator<any, any>,
  s3: Operator<any, any>,
  s4: Operator<any, any>,
  s5: Operator<any, any>,
  s6: Operator<any, any>,
  s7: Operator<any, any>,
  s8: Operator<any, any>,
  s9: Operator<any, any>,
  s10: Operator<any, any>,
  s11: Operator<any, any>,
  s12: Operator<any, any>,
  s13: Operator<any, any>,
  ...stages: (Operator<any, any> | Sink<any, any>)[]
): unknown;
export function pipe(source: unknown, ...stages: unknown[]): unknown {
  sourceOf("pipe: source", source);
  stages.forEach((stage, i) => {
    check(stage instanceof Stage, `pipe: stage ${i + 1}`, "an operator or a sink", stage);
  });
  const plan = new Plan(source, stages as Stage[]);
  return (stages.at(-1) as Stage | undefined)?.isSink ? new PipeOp(plan) : plan;
}
