/** Twin of 199-context-pipeline. */
import {
  afterFunc,
  background,
  type Context,
  chan,
  func,
  go,
  Minute,
  main,
  type RecvChan,
  sleep,
  withCancel,
  withTimeout,
} from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

function slow(ms: number, answer: string): RecvChan<string> {
  const c = chan<string>(1); // room for an answer nobody takes
  go(function* () {
    yield* sleep(ms);
    yield* c.send(answer);
  });
  return c;
}

const handle = func(function* (fn, parent: Context, ms: number, limit: number) {
  const [ctx, cancel] = withTimeout(parent, limit);
  fn.defer(cancel);
  const r = yield* select({ answer: slow(ms, "answer").recv(), done: ctx.done().recv() });
  if (r.case === "answer") return [JSON.stringify(r.value), undefined];
  return ['""', ctx.err()];
});

main(
  func(function* (fn) {
    const [ctx, cancel] = withCancel(background());
    fn.defer(cancel);
    println(...(yield* handle(ctx, 1, Minute)));
    println(...(yield* handle(ctx, Minute, 20)));
    afterFunc(20, cancel);
    println(...(yield* handle(ctx, Minute, Minute)));
    println(...(yield* handle(ctx, Minute, Minute)));
  }),
);
