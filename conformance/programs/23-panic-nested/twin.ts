/** Twin of 23-panic-nested. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
    fn.defer(println, "last defer still runs");
    fn.defer(() => panic("third"));
    fn.defer(() => panic("second"));
    panic("first");
  }),
);
