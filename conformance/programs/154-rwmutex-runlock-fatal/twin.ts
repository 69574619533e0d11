/** Twin of 154-rwmutex-runlock-fatal. */
import { func, main } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const rw = new RWMutex();
    yield* rw.rLock();
    rw.rUnlock();
    println("once is fine");
    rw.rUnlock();
  }),
);
