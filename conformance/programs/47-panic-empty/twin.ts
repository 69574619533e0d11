/** Twin of 47-panic-empty: throw stands for panic. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const done = chan<number>();
  go(() => {
    println("about to panic with nothing to say");
    throw "";
  });
  yield* done.recv();
  println("BUG: unreachable");
});
