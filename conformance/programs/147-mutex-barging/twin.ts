/** Twin of 147-mutex-barging. */
import { go, gosched, main } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const mu = new Mutex();
  const log: string[] = [];
  yield* mu.lock();
  for (const name of ["A", "B", "C"]) {
    go(function* () {
      yield* mu.lock();
      log.push(name);
      mu.unlock();
    });
    yield* gosched(); // it waits before the next one starts
  }
  mu.unlock(); // wakes A, which does not run yet
  yield* mu.lock(); // and is overtaken
  log.push("main");
  yield* gosched(); // A finds the lock taken
  mu.unlock();
  while (log.length < 4) yield* gosched();
  println(log);
}, untimed);
