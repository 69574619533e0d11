/**
 * The seam that select, sync, workers and testing build on. Outside semver: for packages of this project only.
 *
 * @packageDocumentation
 */
export type { G, OnDone } from "./runtime/g.js";
export { RUNNING, WAITING } from "./runtime/gstatus.js";
export { HChan, RecvOp, SendOp } from "./runtime/hchan.js";
export { type Host, host } from "./runtime/host.js";
export { LineOp } from "./runtime/line-op.js";
export { m } from "./runtime/m.js";
export { outside, reused, wrong } from "./runtime/misuse.js";
export { Operation, park, type Waiting } from "./runtime/operation.js";
export { DONE, EVER, FRESH, PARKED } from "./runtime/opstate.js";
export { fatal, newproc } from "./runtime/proc.js";
export { expect, goready, preempt, withdraw } from "./runtime/ready.js";
export { currentSched, Sched } from "./runtime/sched.js";
export { claim, type Selecting, Sudog, wake, wakeAll } from "./runtime/sudog.js";
export { complete, SUSPENDED } from "./runtime/suspend.js";
export { type Timer, TimerHeap } from "./runtime/timer.js";
export { WaitQ } from "./runtime/waitq.js";
export type { WaitReason } from "./runtime/waitreason.js";
export { handleYield, type YieldHandler } from "./runtime/yieldable.js";
