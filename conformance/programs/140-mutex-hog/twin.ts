/** Twin of 140-mutex-hog. */
import { chan, go, main, now, sleep } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const mu = new Mutex();
  const over = chan<boolean>();
  let stop = false; // guarded by mu
  let rounds = 0;
  go(function* () {
    for (;;) {
      yield* mu.lock();
      rounds++;
      yield* sleep(0.1);
      if (stop) {
        mu.unlock();
        yield* over.send(true);
        return;
      }
      mu.unlock();
    }
  });
  const start = now();
  for (let i = 0; i < 10; i++) {
    yield* sleep(0.1);
    yield* mu.lock();
    mu.unlock();
  }
  println("ten turns within two seconds:", now() - start < 2000);
  yield* mu.lock();
  stop = true;
  mu.unlock();
  yield* over.recv();
  println("the other had turns as well:", rounds > 1);
});
