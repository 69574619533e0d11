/** Twin of 173-cond-without-lock. */
import { func, main } from "@gopark/core";
import { Cond, Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const mu = new Mutex();
    const c = new Cond(mu);
    println("waiting without the lock");
    yield* c.wait();
  }),
);
