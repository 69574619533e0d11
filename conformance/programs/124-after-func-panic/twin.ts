/** Twin of 124-after-func-panic. */
import { afterFunc, func, Minute, main, panic, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: main's deferred calls do not run:", fn.recover()));
    afterFunc(10, () => panic("in timer"));
    println("main sleeps");
    yield* sleep(Minute);
  }),
);
