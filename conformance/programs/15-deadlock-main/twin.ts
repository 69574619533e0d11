/** Twin of 15-deadlock-main. */
import { chan, func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "BUG: deadlock runs no defers");
    fn.defer(() => println("BUG: not recoverable", fn.recover()));
    println("about to receive");
    const ch = chan<number>();
    yield* ch.recv();
    println("BUG: unreachable");
  }),
);
