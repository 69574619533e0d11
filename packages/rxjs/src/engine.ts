/**
 * What this package uses of RxJS and of the packages below it, in one place.
 *
 * Always true: no other file of the package imports more than types from them. In a bundle in which they stay outside, each
 * is imported once.
 */
export { background, chan, go, withCancel } from "@gopark/core";
export {
  admits,
  CLOSED,
  currentSched,
  DONE,
  dueIn,
  expect,
  FRESH,
  G,
  HChan,
  host,
  leave,
  m,
  newproc,
  Operation,
  PARKED,
  RecvOp,
  RUNNING,
  startTimer,
  stopTimer,
  unread,
  unwind,
  wake,
  wrong,
  yieldCpu,
} from "@gopark/core/internal";
export { count, OverflowError, pipe, takeWhile } from "@gopark/streams";
export {
  defer,
  finalize,
  first,
  from,
  mergeMap,
  Observable,
  observable,
  Subscriber,
  Subscription,
  subscribeOn,
} from "rxjs";
