/** Twin of 56-seed-counter-print. */
import { func, go, main } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

let counter = 0;
const lock = new Mutex();
const wg = new WaitGroup();

const incr = func(function* (fn) {
  fn.defer(() => wg.done());
  yield* lock.lock();
  fn.defer(() => lock.unlock());
  counter++;
  println(counter);
});

main(function* () {
  for (let i = 0; i < 20; i++) {
    wg.add(1);
    go(incr);
  }
  yield* wg.wait();
});
