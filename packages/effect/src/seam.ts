/**
 * What this package uses of Effect, by names that say where each is from, and of core.
 *
 * Imported one by one from Effect's modules: a bundler then takes these functions and no more, and the short names that
 * the build gives to gopark's own properties (mangle.json) can't hit a property of an Effect module.
 */
export { background, sleep, withCancelCause } from "@gopark/core";
export {
  currentSched,
  DONE,
  defaultSched,
  EVER,
  expect,
  FRESH,
  G,
  goready,
  HChan,
  handleYield,
  host,
  hostCalendar,
  leave,
  m,
  newproc,
  Operation,
  panicValueOf,
  park,
  preempt,
  RecvOp,
  reused,
  unread,
  WAITING,
  WaitOp,
  withdraw,
  wrong,
} from "@gopark/core/internal";
export { done, isDone, squash } from "effect/Cause";
export { Clock } from "effect/Clock";
export { add as addService, get as serviceOf, make as makeContext } from "effect/Context";
export { toMillis } from "effect/Duration";
export {
  acquireRelease,
  callback,
  flatMap,
  forkDetach,
  ignore,
  isEffect,
  map,
  never,
  runForkWith,
  suspend,
  sync,
  uninterruptibleMask,
  void as nothing,
  withFiber,
  yieldNow,
} from "effect/Effect";
export {
  fail as exitFail,
  isExit,
  isFailure,
  succeed as exitSucceed,
} from "effect/Exit";
export { interrupt as interruptFiber } from "effect/Fiber";
export { succeedContext } from "effect/Layer";
export { toArray } from "effect/MutableList";
export {
  bounded,
  end as endQueue,
  offer,
  shutdownUnsafe,
  sizeUnsafe,
  take,
  takeUnsafe,
} from "effect/Queue";
export { Scheduler } from "effect/Scheduler";
export { fromAsyncIterable, fromPull, toAsyncIterableWith } from "effect/Stream";
export { SingleShotGen } from "effect/Utils";
