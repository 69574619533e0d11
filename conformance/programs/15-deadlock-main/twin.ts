/** Twin of 15-deadlock-main: try, catch and finally stand for the deferred calls. */
import { chan, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  try {
    println("about to receive");
    const ch = chan<number>();
    yield* ch.recv();
    println("BUG: unreachable");
  } catch (error) {
    println("BUG: not recoverable", error);
  } finally {
    println("BUG: deadlock runs no defers");
  }
});
