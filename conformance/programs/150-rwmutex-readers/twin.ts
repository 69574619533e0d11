/** Twin of 150-rwmutex-readers. */
import { chan, func, go, main, sleep } from "@gopark/core";
import { RWMutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const rw = new RWMutex();
  const wg = new WaitGroup();
  const inside = chan<boolean>();
  const leave = chan<boolean>();
  for (let i = 0; i < 3; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* rw.rLock();
        yield* inside.send(true);
        yield* leave.recv();
        rw.rUnlock();
      }),
    );
  }
  for (let i = 0; i < 3; i++) yield* inside.recv();
  println("three readers inside; TryLock:", rw.tryLock(), "TryRLock:", rw.tryRLock());
  rw.rUnlock(); // main's own
  leave.close();
  yield* wg.wait();
  println("all out; TryLock:", rw.tryLock());
  println("writer inside; TryLock:", rw.tryLock(), "TryRLock:", rw.tryRLock());
  go(function* () {
    yield* sleep(20);
    rw.unlock(); // not the goroutine that locked it
  });
  yield* rw.rLock();
  println("the writer has left");
  go(() => rw.rUnlock());
  yield* rw.lock();
  println("the reader has left");
  rw.unlock();
}, untimed);
