/** Twin of 207-semaphore-released-more. */
import { func, main } from "@gopark/core";
import { Weighted } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  let s = new Weighted(2);
  s.tryAcquire(1);
  s.release(1);
  yield* func((fn) => {
    fn.defer(() => println("recovered:", fn.recover()));
    s.release(1);
  })();
  s = new Weighted(2);
  s.tryAcquire(2);
  s.release(3);
});
