/** Twin of 59-seed-defer-lines. */
import { func, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
    fn.defer(println, "The third line.");
    fn.defer(println, "The second line.");
    println("The first line.");
  }),
);
