/** Twin of 30-unlock-unlocked. */
import { func, main } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "BUG: no defers on a fatal error");
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const mu = new Mutex();
    yield* mu.lock();
    mu.unlock();
    println("second Unlock follows");
    mu.unlock();
  }),
);
