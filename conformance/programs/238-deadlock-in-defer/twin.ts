/** Twin of 238-deadlock-in-defer. */
import { func, main } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "BUG: it comes after the one that waits");
    const mu = new Mutex();
    yield* mu.lock();
    fn.defer(() => mu.unlock());
    fn.defer(function* () {
      println("cleaning up");
      yield* mu.lock();
    });
    fn.defer(println, "first to run");
    println("returning");
  }),
);
