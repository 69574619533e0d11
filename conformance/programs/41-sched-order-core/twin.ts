/** Twin of 41-sched-order-core. */
import { chan, type Go, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

/** Starts n goroutines and lets them all run; returns the order in which they ran. */
function* spawn(n: number): Go<number[]> {
  const order: number[] = [];
  for (let i = 0; i < n; i++) go(() => order.push(i));
  while (order.length < n) yield* gosched();
  return order;
}

main(function* () {
  yield* gosched();
  println(yield* spawn(1), yield* spawn(2), yield* spawn(5));

  // ping-pong: gosched puts the caller on the GLOBAL queue
  const log: string[] = [];
  const done = chan<boolean>();
  go(function* () {
    for (let i = 0; i < 3; i++) {
      log.push(`g${i}`);
      yield* gosched();
    }
    done.close();
  });
  for (let i = 0; i < 3; i++) {
    log.push(`m${i}`);
    yield* gosched();
  }
  yield* done.recv();
  println(log.join(" "));

  // readying several goroutines: the last one made ready takes runnext
  let woke: number[] = [];
  const chs = Array.from({ length: 4 }, () => chan<number>());
  for (const [i, ch] of chs.entries()) {
    go(function* () {
      yield* ch.recv();
      woke.push(i);
    });
  }
  yield* gosched();
  for (const c of chs) yield* c.send(1);
  while (woke.length < 4) yield* gosched();
  println("woken", woke);

  // close readies its waiters last-in first (queue here: 3 0 1 2)
  woke = [];
  const c = chan<number>();
  for (let i = 0; i < 4; i++) {
    go(function* () {
      yield* c.recv();
      woke.push(i);
    });
  }
  yield* gosched();
  c.close();
  while (woke.length < 4) yield* gosched();
  println("closed", woke);
}, untimed);
