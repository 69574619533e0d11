/** Twin of 193-context-worker. */
import { background, chan, func, go, main, sleep, withCancel, withTimeout } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const [polite, cancelPolite] = withCancel(background());
    const steps = chan<number>();
    const ended = chan<string>();
    go(function* () {
      for (let i = 1; ; i++) {
        yield* sleep(30); // deaf
        const error = polite.err();
        if (error !== undefined) {
          yield* ended.send(`polite worker: ${error.message}`);
          return;
        }
        yield* steps.send(i);
      }
    });
    println("step", yield* steps.recv());
    println("step", yield* steps.recv());
    cancelPolite();
    const r = trySelect([ended.recv()]);
    if (r !== undefined) println("BUG: ended at once:", r[1]);
    else println("cancel has returned, the worker still sleeps");
    println(yield* ended.recv());

    const [ctx, cancel] = withTimeout(background(), 30);
    fn.defer(cancel);
    const jobs = chan<number>();
    go(function* () {
      for (;;) {
        const r = yield* select({ job: jobs.recv(), done: ctx.done().recv() });
        if (r.case === "done") {
          yield* ended.send(`listening worker: ${ctx.err()?.message}`);
          return;
        }
        yield* steps.send((r.value as number) * 2);
      }
    });
    yield* jobs.send(21);
    println("answer", yield* steps.recv());
    println(yield* ended.recv());
  }),
);
