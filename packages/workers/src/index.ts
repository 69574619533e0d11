/**
 * Goroutines on all cores: worker threads, work stealing, channels and locks in shared memory.
 *
 * @packageDocumentation
 */
export {
  bigint,
  bool,
  bytes,
  type Codec,
  type CodecValue,
  type FieldCodec,
  f64,
  i32,
  struct,
  structured,
} from "./codec.js";
export { numCPU } from "./cpus.js";
export { type Diagnosis, doctor } from "./doctor.js";
export { goroutine } from "./goroutine.js";
export type { SharedHandle } from "./handles.js";
export type { HostType } from "./host/host-type.js";
export type { ResourceLimits } from "./host/threads.js";
export { type Movable, move } from "./move.js";
export type { ThreadOptions } from "./program.js";
export { main, type RunOptions, run } from "./run.js";
export {
  blocking,
  gomaxprocs,
  lockOSThread,
  type MStats,
  type PStats,
  type Stats,
  stats,
  unlockOSThread,
} from "./runtime-info.js";
export type { NotSendable, Sendable, Whole } from "./sendable.js";
export { serveM } from "./serve-m.js";
/** Go's sync for goroutines on all threads: locks, wait groups and atomics in memory that the threads share. */
export * as shared from "./shared.js";
export { sharedChan } from "./shared-chan.js";
export { stackAll } from "./stack-all.js";
export { WorkerLost } from "./worker-lost.js";
