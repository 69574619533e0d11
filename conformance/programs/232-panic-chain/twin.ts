/** Twin of 232-panic-chain. */
import { chan, func, go, main, panic } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

const inner = func((fn) => {
  fn.defer(() => panic(new Error("second, in inner")));
  panic("first, in inner");
});

main(function* () {
  const done = chan<boolean>();
  go(
    func(function* (fn) {
      fn.defer(() => done.close());
      fn.defer(println, "deferred calls of the frame below still run");
      fn.defer(() => panic(`third, with ${3}`));
      yield* inner();
    }),
  );
  yield* done.recv();
  yield* select({});
});
