/** Twin of 171-cond-broadcast. */
import { chan, go, main, sleep } from "@gopark/core";
import { Cond, Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const mu = new Mutex();
  const c = new Cond(mu);
  let tickets = 0;
  let checks = 0;
  const got = chan<boolean>();
  for (let i = 0; i < 5; i++) {
    go(function* () {
      yield* mu.lock();
      while (tickets === 0) {
        yield* c.wait();
        checks++;
      }
      tickets--;
      mu.unlock();
      yield* got.send(true);
    });
  }
  yield* sleep(20);
  for (let round = 1; round <= 2; round++) {
    yield* mu.lock();
    tickets = 2;
    mu.unlock();
    c.broadcast();
    yield* got.recv();
    yield* got.recv();
    yield* sleep(20);
    yield* mu.lock();
    println("round", round, "tickets left", tickets, "looked after waking", checks);
    mu.unlock();
  }
  yield* mu.lock();
  tickets++;
  mu.unlock();
  c.signal();
  yield* got.recv();
  println("all five served, looked", checks);
}, untimed);
