/** Twin of 174-cond-generations. */
import { type Go, go, gosched, main } from "@gopark/core";
import { Cond, Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const mu = new Mutex();
  const c = new Cond(mu);
  const log: string[] = [];
  function* wait(name: string): Go {
    yield* mu.lock();
    yield* c.wait();
    log.push(name);
    mu.unlock();
  }
  go(wait, "early");
  yield* gosched();
  yield* mu.lock();
  c.signal(); // for "early", which cannot go on: main has the lock
  mu.unlock();
  go(wait, "late"); // started after it, and runs before it
  while (log.length < 1) yield* gosched();
  yield* gosched();
  println(log);
  c.signal();
  while (log.length < 2) yield* gosched();
  println(log);

  for (let i = 0; i < 4; i++) {
    go(wait, `g${i}`);
    yield* gosched();
  }
  for (let i = 0; i < 4; i++) {
    c.signal();
    while (log.length < 3 + i) yield* gosched();
  }
  println(log.slice(2));
}, untimed);
