/** Twin of 156-rwmutex-runlock-written. */
import { func, main } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const rw = new RWMutex();
    yield* rw.lock();
    println("a writer is inside");
    rw.rUnlock();
  }),
);
