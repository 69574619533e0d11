/** Twin of 74-range-nil. */
import { main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const nilch = nilChan<number>();
  println("about to range");
  yield* nilch.range((v) => println("BUG:", v));
  println("BUG: unreachable");
});
