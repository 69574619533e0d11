/** Twin of 158-rwmutex-recursive. */
import { go, main, sleep } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const rw = new RWMutex();
  yield* rw.rLock();
  yield* rw.rLock();
  println("twice, without a writer");
  rw.rUnlock();
  go(function* () {
    yield* rw.lock();
    println("BUG: a reader is inside");
  });
  yield* sleep(20);
  yield* rw.rLock();
  println("BUG: a writer waits");
}, untimed);
