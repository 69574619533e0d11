/**
 * The seam that select, sync, workers and testing build on. Outside semver: for packages of this project only.
 *
 * @packageDocumentation
 */
export { ChanIterator } from "./runtime/chan-iterator.js";
export { Composite } from "./runtime/composite.js";
export { isQuiet, reportDeadlock } from "./runtime/deadlock.js";
export { doOnce, type OnceState } from "./runtime/do-once.js";
export { raise } from "./runtime/func.js";
export { G, type OnDone } from "./runtime/g.js";
export { panicValueOf } from "./runtime/gopanic.js";
export { RUNNING, WAITING } from "./runtime/gstatus.js";
export { HChan, RecvOp, SendOp } from "./runtime/hchan.js";
export { type Host, host, hostCalendar, hostDice } from "./runtime/host.js";
export { LineOp } from "./runtime/line-op.js";
export { m } from "./runtime/m.js";
export {
  closeOfClosed,
  demand,
  ended,
  makechanSize,
  outside,
  reused,
  sendOnClosed,
  wrong,
} from "./runtime/misuse.js";
export { Operation, park, rootOf, type Waiting } from "./runtime/operation.js";
export { CLOSED, DONE, EVER, FRESH, PARKED } from "./runtime/opstate.js";
export { P, type Source } from "./runtime/p.js";
export { fatal, newproc } from "./runtime/proc.js";
export { enterProcess } from "./runtime/process.js";
export { startProgram } from "./runtime/program.js";
export { WaitOp } from "./runtime/promise.js";
export { range } from "./runtime/range.js";
export { expect, goready, preempt, withdraw, yieldCpu } from "./runtime/ready.js";
export { relock } from "./runtime/relock.js";
export { Ring } from "./runtime/ring.js";
export { currentSched, defaultSched, Sched } from "./runtime/sched.js";
export { SleepOp } from "./runtime/sleep.js";
export { type Step, SteppedOp } from "./runtime/stepped.js";
export {
  admits,
  claim,
  type Gate,
  type Gated,
  outermost,
  type Selecting,
  Sudog,
  wake,
  wakeAll,
} from "./runtime/sudog.js";
export { complete, SUSPENDED } from "./runtime/suspend.js";
export { dueIn, dueOf, startTimer, stopTimer, type Timer, TimerHeap } from "./runtime/timer.js";
export { describe, dump, missing } from "./runtime/trace.js";
export { unread } from "./runtime/unread.js";
export { leave, unwind } from "./runtime/unwind.js";
export { WaitQ } from "./runtime/waitq.js";
export type { WaitReason } from "./runtime/waitreason.js";
export { withLock } from "./runtime/with-lock.js";
export { handleYield, isYieldable, type YieldHandler } from "./runtime/yieldable.js";
