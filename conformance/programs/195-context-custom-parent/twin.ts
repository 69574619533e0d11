/** Twin of 195-context-custom-parent. */
import { type Context, chan, func, Hour, main, withCancel, withTimeout } from "@gopark/core";
import { println } from "../../src/fmt.js";

class Manual implements Context {
  readonly ch = chan<never>();
  error: Error | undefined = undefined;

  deadline(): undefined {}
  done() {
    return this.ch;
  }
  err() {
    return this.error;
  }
  value(): undefined {}
  get signal() {
    return new AbortController().signal;
  }
}

main(
  func(function* (fn) {
    const parent = new Manual();
    const [child, cancel] = withCancel(parent);
    fn.defer(cancel);
    const [timed, cancelTimed] = withTimeout(child, Hour);
    fn.defer(cancelTimed);
    const [early, cancelEarly] = withCancel(parent);
    cancelEarly();
    println("before:", child.err(), timed.err(), early.err());
    parent.error = new Error("foreign error");
    parent.ch.close();
    yield* timed.done().recv();
    println("after:", child.err(), "/", timed.err(), "/", early.err());
    println("same value:", timed.err() === parent.error);
    const [late, cancelLate] = withCancel(parent);
    fn.defer(cancelLate);
    yield* late.done().recv();
    println("late:", late.err());
  }),
);
