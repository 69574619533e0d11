/** Twin of 153-rwmutex-rlocker. */
import { chan, type Go, go, main, sleep } from "@gopark/core";
import { Cond, type Locker, RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

function* twice(l: Locker): Go {
  for (let i = 0; i < 2; i++) {
    yield* l.lock();
    l.unlock();
  }
}

main(function* () {
  const rw = new RWMutex();
  yield* twice(rw);
  yield* twice(rw.rLocker());
  const l = rw.rLocker();
  yield* l.lock();
  println("locked for reading; TryRLock:", rw.tryRLock(), "TryLock:", rw.tryLock());
  rw.rUnlock();
  l.unlock();
  println("free:", rw.tryLock());
  rw.unlock();

  let ready = 0;
  const c = new Cond(rw.rLocker());
  const woken = chan<number>();
  for (let i = 0; i < 2; i++) {
    go(function* () {
      yield* c.l.lock();
      while (ready === 0) yield* c.wait();
      yield* woken.send(ready);
      c.l.unlock();
    });
  }
  yield* sleep(20);
  yield* rw.lock();
  ready = 7;
  rw.unlock();
  c.broadcast();
  println("woken with", yield* woken.recv(), yield* woken.recv());
}, untimed);
