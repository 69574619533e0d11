/** Twin of 61-seed-defer-result: fn.result is the named result, a variable of the body is not. */
import { type Frame, func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

const triple = func((fn: Frame<number>, n: number) => {
  fn.defer(() => {
    fn.result += n;
  });
  return n * 2;
});

const unnamed = func((fn) => {
  let r = 1;
  fn.defer(() => {
    r += 99;
  });
  return r;
});

main(function* () {
  println(yield* triple(5));
  println(yield* unnamed());
});
