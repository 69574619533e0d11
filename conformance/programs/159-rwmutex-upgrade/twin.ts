/** Twin of 159-rwmutex-upgrade. */
import { go, main, sleep } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const rw = new RWMutex();
  yield* rw.rLock();
  go(function* () {
    yield* sleep(20);
    yield* rw.lock();
    println("BUG: another writer waits, and a reader is inside");
  });
  println("upgrading");
  yield* rw.lock();
  println("BUG: upgraded");
}, untimed);
