/** Twin of 19-defer-order. */
import { func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

const lines = func((fn) => {
  fn.defer(println, "The third line.");
  fn.defer(println, "The second line.");
  println("The first line.");
});

const digits = func((fn) => {
  fn.defer(println, "9");
  println("0");
  fn.defer(println, "8");
  println("1");
  if (Number("0") > 0) fn.defer(println, "not reachable");
  fn.defer(
    func((fn) => {
      fn.defer(println, "7");
      println("3");
      fn.defer(() => {
        println("5");
        println("6");
      });
      println("4");
    }),
  );
  println("2");
  if (Number("0") === 0) return;
  fn.defer(println, "not reachable");
});

main(
  func(function* (fn) {
    yield* lines();
    yield* digits();
    for (let i = 0; i < 3; i++) fn.defer(println, "end of main", i); // function scope, not block scope
    fn.defer(println, "block defer waits for the function");
    println("loop and block are over");
  }),
);
