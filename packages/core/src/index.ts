/**
 * Go's goroutines and channels: the scheduler, channels and the typed operations everything else is made of.
 *
 * @packageDocumentation
 */
export { type Chan, chan, nilChan, type RecvChan, type SendChan } from "./chan.js";
export { current, debug, numGoroutine, stack } from "./debug.js";
export { Deadlock, FatalError, GoPanic, RuntimeError, report } from "./errors.js";
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
