/** Twin of 50-seed-sleep-wait: a variable of `let` in a for clause is one per iteration, as since Go 1.22. */
import { chan, func, type Go, go, main, sleep } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const mu = new Mutex();
let got: number[] = [];

const put = func(function* (fn, i: number) {
  yield* mu.lock();
  fn.defer(() => mu.unlock());
  got.push(i);
});

const take = func(function* (fn): Go<number[]> {
  yield* mu.lock();
  fn.defer(() => mu.unlock());
  const all = got;
  got = [];
  return all.sort((a, b) => a - b);
});

main(function* () {
  for (let i = 0; i < 10; i++) go(put, i);
  yield* sleep(50);
  println("sleep:", yield* take());

  const wg = new WaitGroup();
  const gate = chan<void>();
  for (let i = 0; i < 10; i++) {
    wg.add(1);
    go(function* () {
      yield* gate.recv();
      yield* put(i);
      wg.done();
    });
  }
  gate.close();
  yield* wg.wait();
  println("WaitGroup, captured:", yield* take());

  for (let i = 0; i < 10; i++) {
    wg.add(1);
    go(function* (j: number) {
      yield* put(j);
      wg.done();
    }, i);
  }
  yield* wg.wait();
  println("WaitGroup, argument:", yield* take());
});
