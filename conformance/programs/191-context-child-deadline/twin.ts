/** Twin of 191-context-child-deadline. */
import { background, func, Hour, Minute, main, withCancel, withTimeout } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const [parent, cancel] = withTimeout(background(), Hour);
    fn.defer(cancel);
    const ends = Number(parent.deadline());
    const [later, cancelLater] = withTimeout(parent, 2 * Hour);
    fn.defer(cancelLater);
    let d = later.deadline();
    println("a later one is the parent's:", Number(d) === ends, d !== undefined);
    const [sooner, cancelSooner] = withTimeout(parent, Minute);
    fn.defer(cancelSooner);
    d = sooner.deadline();
    println("a sooner one is its own:", Number(d) < ends, d !== undefined);
    const [plain, cancelPlain] = withCancel(sooner);
    fn.defer(cancelPlain);
    const e = plain.deadline();
    println("a child without one has its parent's:", Number(e) === Number(d), e !== undefined);

    for (const timeout of [0, -1000]) {
      const [ctx, cancel] = withTimeout(parent, timeout);
      println("at once:", ctx.err());
      const [, open] = yield* ctx.done().recvOk();
      println("Done open:", open);
      cancel();
      println("cancelled later:", ctx.err());
    }
    println("the parent goes on:", parent.err());
    cancelLater();
    println("a cancelled child:", later.err(), "its parent:", parent.err());
  }),
);
