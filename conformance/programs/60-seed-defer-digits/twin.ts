/** Twin of 60-seed-defer-digits. */
import { func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
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
  }),
);
