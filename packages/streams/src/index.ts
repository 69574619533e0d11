/**
 * Typed pipelines with backpressure: RxJS's operators on goroutines and channels.
 *
 * @packageDocumentation
 */
export { type BatchOptions, batch } from "./batch.js";
export { type BroadcastOptions, broadcast, partition } from "./broadcast.js";
export { buffer } from "./buffer.js";
export { catchError } from "./catch-error.js";
export { collect, count, first, last } from "./collect.js";
export { combineLatest } from "./combine-latest.js";
export { concat } from "./concat.js";
export { concatMap } from "./concat-map.js";
export { debounce } from "./debounce.js";
export { distinct, distinctUntilChanged } from "./distinct.js";
export { exhaustMap } from "./exhaust-map.js";
export { filter } from "./filter.js";
export { flatMap } from "./flat-map.js";
export { forEach } from "./for-each.js";
export type { Given } from "./frame-feed.js";
export {
  type EmitterLike,
  type EventOf,
  type FromEventOptions,
  fromEvent,
  type Overflow,
} from "./from-event.js";
export { type Group, groupBy } from "./group-by.js";
export { interval } from "./interval.js";
export { type IntoOptions, into } from "./into.js";
export { map } from "./map.js";
export { merge } from "./merge.js";
export { OverflowError } from "./overflow-error.js";
export { pairwise } from "./pairwise.js";
export { type ParallelOptions, parallel } from "./parallel.js";
export { type Pipeline, pipe, type Source, type ValueOf } from "./pipe.js";
export { type RateLimit, rateLimit } from "./rate-limit.js";
export { type RetryOptions, retry } from "./retry.js";
export { sample } from "./sample.js";
export { reduce, scan } from "./scan.js";
export { share } from "./share.js";
export { skip } from "./skip.js";
export type { Last, Operator, Sink } from "./stage.js";
export { startWith } from "./start-with.js";
export type { Stream } from "./stream.js";
export { StreamError } from "./stream-error.js";
export { switchMap } from "./switch-map.js";
export { take, takeWhile } from "./take.js";
export { takeUntil } from "./take-until.js";
export { tap } from "./tap.js";
export { type ThrottleOptions, throttle } from "./throttle.js";
export { timeout } from "./timeout.js";
export { type FromWebOptions, fromWeb, type ReadableStreamOptions, toReadableStream } from "./web.js";
export { type ToWebOptions, toWeb } from "./web-sink.js";
export { window } from "./window.js";
export { withContext } from "./with-context.js";
export { zip } from "./zip.js";
