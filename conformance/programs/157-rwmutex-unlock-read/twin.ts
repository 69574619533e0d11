/** Twin of 157-rwmutex-unlock-read. */
import { func, main } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const rw = new RWMutex();
    yield* rw.rLock();
    println("a reader is inside");
    rw.unlock();
  }),
);
