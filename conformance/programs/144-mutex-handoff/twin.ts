/** Twin of 144-mutex-handoff. */
import { chan, go, main, sleep } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  const mu = new Mutex();
  yield* mu.lock();
  const served = chan<number>();
  for (let i = 0; i < 4; i++) {
    go(function* (n: number) {
      yield* mu.lock();
      yield* served.send(n); // given back by main
    }, i);
    yield* sleep(5);
  }
  for (let i = 0; i < 4; i++) {
    mu.unlock();
    println("served", yield* served.recv());
  }
  println("still locked:", !mu.tryLock());
  mu.unlock();
  println("free:", mu.tryLock());
}, untimed);
