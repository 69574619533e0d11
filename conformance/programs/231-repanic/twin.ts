/** Twin of 231-repanic. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => {
      const r = fn.recover();
      if (r !== "known") {
        println("not mine:", r);
        panic(r);
      }
    });
    yield* func((inner) => {
      inner.defer(() => println("passing by"));
      panic("original");
    })();
  }),
);
