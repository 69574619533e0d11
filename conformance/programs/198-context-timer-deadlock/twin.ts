/** Twin of 198-context-timer-deadlock. */
import { background, chan, func, go, Hour, main, withTimeout } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const [, cancelHour] = withTimeout(background(), Hour);
    cancelHour();
    const [ctx, cancel] = withTimeout(background(), 30);
    fn.defer(cancel);
    go(function* () {
      yield* ctx.done().recv();
      println("expired:", ctx.err());
    });
    yield* select([chan<number>().recv(), background().done().recv()]);
  }),
);
