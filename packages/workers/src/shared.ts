/**
 * Go's sync for goroutines on all threads: what `@gopark/sync` has, in memory that the threads share. Each may be sent to
 * another thread like any value: over a channel, or as an argument of `go`.
 */
export { Bool, Int32, Int64, Uint32, Uint64 } from "./shared/atomics.js";
export { Cond } from "./shared/cond.js";
export { Mutex } from "./shared/mutex.js";
export { Once } from "./shared/once.js";
export { RWMutex } from "./shared/rwmutex.js";
export { WaitGroup } from "./shared/waitgroup.js";
