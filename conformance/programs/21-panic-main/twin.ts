/** Twin of 21-panic-main. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const inner = func((fn) => {
  fn.defer(println, "1 inner's defer");
  panic("boom");
});

main(
  func(function* (fn) {
    fn.defer(println, "3 main's defer");
    fn.defer(() => println("2 closure defer, not recovering"));
    yield* inner();
    println("BUG: unreachable");
  }),
);
