/** Twin of 170-cond-signal. */
import { after, chan, go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { Cond, Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const mu = new Mutex();
  const c = new Cond(mu);
  c.signal();
  c.broadcast();
  println("signals without a waiter are lost");
  const woken = chan<number>();
  for (let i = 0; i < 3; i++) {
    go(function* (n: number) {
      yield* mu.lock();
      yield* c.wait();
      mu.unlock();
      yield* woken.send(n);
    }, i);
    yield* sleep(10);
  }
  println("waiting goroutines have released the lock:", mu.tryLock());
  c.signal(); // with the lock held
  const r = yield* select({ woken: woken.recv(), late: after(20) });
  if (r.case === "woken") println("BUG: woken without the lock:", r.value);
  mu.unlock();
  println("woken", yield* woken.recv());
  c.signal(); // without it
  println("woken", yield* woken.recv());
  c.signal();
  println("woken", yield* woken.recv());
}, untimed);
