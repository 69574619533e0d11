/**
 * Go's sync for goroutines: locks, wait groups, conditions and run-once, with Go's fairness and Go's panics.
 *
 * @packageDocumentation
 */
export { Bool } from "./atomic-bool.js";
export { Int32, Uint32 } from "./atomic-int32.js";
export { Int64, Uint64 } from "./atomic-int64.js";
export { Pointer } from "./atomic-pointer.js";
export { Value } from "./atomic-value.js";
export { Cond } from "./cond.js";
export { ErrGroup } from "./errgroup.js";
export type { Locker } from "./locker.js";
export { Mutex } from "./mutex.js";
export { Once, onceFunc, onceValue, onceValues } from "./once.js";
export { Pool } from "./pool.js";
export { RWMutex } from "./rwmutex.js";
export { Weighted } from "./semaphore.js";
export { type FlightResult, SingleFlight } from "./singleflight.js";
export { SyncMap } from "./sync-map.js";
export { WaitGroup } from "./waitgroup.js";
