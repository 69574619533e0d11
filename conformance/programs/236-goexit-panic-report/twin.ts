/** Twin of 236-goexit-panic-report. */
import { func, go, goexit, main, panic } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(function* () {
  go(
    func(function* (fn) {
      fn.defer(println, "the other deferred call runs");
      fn.defer(() => panic("after Goexit"));
      yield* goexit();
    }),
  );
  yield* select({});
});
