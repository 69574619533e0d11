/** Twin of 229-recover-other-goroutine. */
import { func, go, Minute, main, panic, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    yield* func((starter) => {
      starter.defer(() => println("after the start:", starter.recover()));
      go(
        func(function* (own) {
          own.defer(println, "its own deferred calls run");
          yield* sleep(10);
          panic("alone");
        }),
      );
    })();
    yield* sleep(Minute);
  }),
);
