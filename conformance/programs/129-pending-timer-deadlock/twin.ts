/** Twin of 129-pending-timer-deadlock. */
import { afterFunc, chan, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const c = chan<string>();
  afterFunc(10, () => c.send("rescued by a timer"));
  println(yield* c.recv());
  afterFunc(30, () => println("fired, to no avail"));
  yield* c.recv();
});
