/** Twin of 230-panic-after-recover. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
    fn.defer(println, "before the report");
    fn.defer(() => {
      const r = fn.recover();
      panic(`could not handle ${r}`);
    });
    panic("first");
  }),
);
