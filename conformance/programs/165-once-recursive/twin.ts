/** Twin of 165-once-recursive. */
import { main } from "@gopark/core";
import { Once } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const once = new Once();
  const other = new Once();
  yield* once.do(function* () {
    println("outer");
    yield* other.do(() => println("another Once is fine"));
    yield* once.do(() => println("BUG: inner"));
    println("BUG: inner Do returned");
  });
});
