/** Twin of 190-context-timeout. */
import {
  after,
  background,
  DeadlineExceeded,
  func,
  Hour,
  Minute,
  main,
  now,
  withDeadline,
  withTimeout,
} from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const date = Date.now();
    const start = now();
    let [ctx, cancel] = withTimeout(background(), 30);
    const at = ctx.deadline();
    println("deadline:", at !== undefined, Number(at) - date >= 25, Number(at) - date < Minute);
    println("before:", ctx.err());
    yield* ctx.done().recv();
    println("too early:", now() - start < 30);
    println("after:", ctx.err(), ctx.err() === DeadlineExceeded);
    cancel();
    println("cancelled later:", ctx.err());
    const [, open] = yield* ctx.done().recvOk();
    println("Done open:", open);

    [ctx, cancel] = withDeadline(background(), new Date(date + Hour));
    fn.defer(cancel);
    const r = yield* select({ done: ctx.done().recv(), late: after(10) });
    if (r.case === "done") println("BUG: an hour has passed");
    else println("an hour is long:", ctx.err());
  }),
);
