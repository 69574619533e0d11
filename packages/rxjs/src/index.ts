/**
 * RxJS and gopark, both ways: Observables as channels and operations, channels and pipelines as Observables, goroutines
 * as operators, and a scheduler.
 *
 * @packageDocumentation
 */
export { OverflowError } from "./engine.js";
export { fromObservable, type ObservedChan } from "./from-observable.js";
export type { ObservableSource, PlatformObservable } from "./interop.js";
export { next } from "./next.js";
export type { BlockOptions, DropOptions, OverflowOptions } from "./overflow.js";
export { goparkScheduler } from "./scheduler.js";
export { type ThroughOptions, throughGoroutines, throughWorkers, type WorkersOptions } from "./through.js";
export { toObservable } from "./to-observable.js";
