/**
 * Go's goroutines and channels: the scheduler, channels and the typed operations everything else is made of.
 *
 * @packageDocumentation
 */
// The declarations of this package, and of those that use it, name Disposable: it must be there in projects whose `lib`
// does not list it.
/// <reference lib="esnext.disposable" preserve="true" />
export { type Chan, chan, nilChan, type RecvChan, type SendChan } from "./chan.js";
export {
  afterDone,
  background,
  type CancelCauseFunc,
  Canceled,
  type CancelFunc,
  type Context,
  ContextError,
  cause,
  DeadlineExceeded,
  fromSignal,
  type Key,
  key,
  todo,
  withCancel,
  withCancelCause,
  withDeadline,
  withDeadlineCause,
  withoutCancel,
  withTimeout,
  withTimeoutCause,
  withValue,
} from "./context.js";
export { current, debug, numGoroutine, stack } from "./debug.js";
export { Deadlock, FatalError, GoPanic, PanicNilError, PanicValue, RuntimeError, report } from "./errors.js";
export { defer, type Frame, func, type ParametersOf, panic, type ResultOf, type Widened } from "./func.js";
export { type Goroutine, go, main, type RunOptions, run } from "./go.js";
export {
  type BodyResult,
  call,
  type Go,
  goexit,
  gosched,
  type Op,
  type Suspend,
  sleep,
  wait,
  type Yieldable,
  type Yieldables,
} from "./op.js";
export {
  type After,
  after,
  afterFunc,
  type Duration,
  type FuncTimer,
  Hour,
  Microsecond,
  Millisecond,
  Minute,
  Nanosecond,
  now,
  Second,
  Ticker,
  Timer,
  tick,
} from "./time.js";
