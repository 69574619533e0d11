/** Twin of 220-defer-results. */
import { type Frame, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

function helper(): number {
  println("helper ran");
  return 99;
}

const dropped = func((fn: Frame<number>) => {
  fn.defer(helper);
  return 1;
});

const set = func((fn: Frame<number>) => {
  fn.defer(() => {
    fn.result *= 10;
  });
  fn.defer(() => {
    fn.result += 3;
  });
  return 4;
});

const panicsOnReturn = func((fn: Frame<number>) => {
  fn.defer(() => {
    const r = fn.recover();
    println("recovered:", r, "with", fn.result);
    fn.result += 20;
  });
  fn.defer(() => {
    fn.result = 50;
    panic("while returning");
  });
  return 7;
});

main(function* () {
  println(yield* dropped());
  println(yield* set());
  println(yield* panicsOnReturn());
});
