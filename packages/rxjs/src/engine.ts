/**
 * What this package uses of RxJS and of the packages below it, in one place.
 *
 * Always true: no other file of the package imports more than types from them. In a bundle in which they stay outside, each
 * is imported once.
 */
export { background, go, withCancel } from "@gopark/core";
export {
  CLOSED,
  currentSched,
  demand,
  dueIn,
  FRESH,
  G,
  HChan,
  host,
  hostCalendar,
  leave,
  m,
  newproc,
  RecvOp,
  Ring,
  startTimer,
  stopTimer,
  unread,
  unwind,
  WaitOp,
  wrong,
  yieldCpu,
} from "@gopark/core/internal";
export { count, OverflowError, pipe, takeWhile } from "@gopark/streams";
export { first, from, mergeMap, Observable, observable, Subscriber, Subscription } from "rxjs";
