/** Twin of 228-recover-unwinds. */
import { type Chan, chan, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const inner = func((fn) => {
  fn.defer(println, "inner 1");
  fn.defer(println, "inner 2");
  panic("deep");
});

const middle = func(function* (fn, c: Chan<string>) {
  fn.defer(() => c.close());
  fn.defer(println, "middle");
  yield* inner();
  println("BUG: middle goes on");
});

const outer = func(function* (fn, c: Chan<string>) {
  fn.defer(() => {
    const r = fn.recover();
    if (r !== undefined) fn.result = new Error(`outer: ${r}`);
  });
  yield* middle(c);
  println("BUG: outer goes on");
});

main(function* () {
  const c = chan<string>();
  println(yield* outer(c));
  const [, open] = yield* c.recvOk();
  println("closed by a deferred call:", !open);
});
