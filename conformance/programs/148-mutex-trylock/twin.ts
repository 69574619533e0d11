/** Twin of 148-mutex-trylock. */
import { chan, go, gosched, main } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const mu = new Mutex();
  println(mu.tryLock(), mu.tryLock());
  let got = false;
  go(function* () {
    yield* mu.lock();
    got = true;
    mu.unlock();
  });
  yield* gosched();
  mu.unlock(); // wakes the one who waits, which does not run yet
  const first = mu.tryLock();
  const early = got;
  println("overtaken:", first, "it had run:", early);
  mu.unlock();
  while (!got) yield* gosched();

  let taken = 0;
  let skipped = 0;
  const done = chan<boolean>();
  for (let i = 0; i < 4; i++) {
    go(function* () {
      if (mu.tryLock()) {
        taken++;
        yield* gosched();
        yield* gosched();
        mu.unlock();
      } else skipped++;
      yield* done.send(true);
    });
  }
  for (let i = 0; i < 4; i++) yield* done.recv();
  println("taken", taken, "skipped", skipped);
}, untimed);
