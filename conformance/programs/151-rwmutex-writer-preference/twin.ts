/** Twin of 151-rwmutex-writer-preference. */
import { chan, go, main, sleep } from "@gopark/core";
import { RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const rw = new RWMutex();
  const log = chan<string>(10);
  const done = chan<boolean>();
  yield* rw.rLock();
  yield* rw.rLock();
  go(function* () {
    yield* rw.lock();
    yield* log.send("writer in");
    rw.unlock();
    yield* done.send(true);
  });
  yield* sleep(20);
  println("writer waiting; TryRLock:", rw.tryRLock(), "TryLock:", rw.tryLock());
  go(function* () {
    yield* rw.rLock();
    yield* log.send("late reader in");
    rw.rUnlock();
    yield* done.send(true);
  });
  yield* sleep(20);
  yield* log.send("first reader out");
  rw.rUnlock();
  yield* sleep(20);
  yield* log.send("second reader out");
  rw.rUnlock();
  yield* done.recv();
  yield* done.recv();
  log.close();
  yield* log.range((line) => println(line));
}, untimed);
