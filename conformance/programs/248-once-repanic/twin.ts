/** Twin of 248-once-repanic. */
import { main, panic } from "@gopark/core";
import { onceFunc } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  yield* onceFunc(() => println("once"))();
  yield* onceFunc(() => panic("boom"))();
});
