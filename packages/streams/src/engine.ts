/**
 * What this package uses of the packages below it, in one place.
 *
 * Always true: no other file of the package imports more than types from them. In a bundle in which they stay outside, each
 * is imported once.
 */
export { afterFunc, call, cause, chan, goexit, now, sleep, Ticker, Timer, wait } from "@gopark/core";
export {
  CLOSED,
  currentSched,
  ended,
  expect,
  FRESH,
  goready,
  HChan,
  host,
  hostDice,
  isYieldable,
  LineOp,
  leave,
  m,
  newproc,
  preempt,
  RecvOp,
  SendOp,
  SUSPENDED,
  WaitQ,
  wake,
  wrong,
} from "@gopark/core/internal";
export { select, TimeoutError, timeout } from "@gopark/select";
