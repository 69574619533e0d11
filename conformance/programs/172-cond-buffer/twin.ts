/** Twin of 172-cond-buffer. */
import { chan, func, go, main } from "@gopark/core";
import { Cond, Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

class Buffer {
  readonly mu: Mutex = new Mutex();
  readonly notFull: Cond = new Cond(this.mu);
  readonly notEmpty: Cond = new Cond(this.mu);
  readonly items: number[] = [];
  most = 0;
  closed = false;
}

const put = func(function* (fn, b: Buffer, v: number) {
  yield* b.mu.lock();
  fn.defer(() => b.mu.unlock());
  while (b.items.length === 3) yield* b.notFull.wait();
  b.items.push(v);
  b.most = Math.max(b.most, b.items.length);
  b.notEmpty.signal();
});

const take = func(function* (fn, b: Buffer) {
  yield* b.mu.lock();
  fn.defer(() => b.mu.unlock());
  while (b.items.length === 0) {
    if (b.closed) return undefined;
    yield* b.notEmpty.wait();
  }
  const v = b.items.shift();
  b.notFull.signal();
  return v;
});

main(function* () {
  const b = new Buffer();
  const producers = new WaitGroup();
  const consumers = new WaitGroup();
  for (let p = 0; p < 3; p++) {
    producers.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => producers.done());
        for (let i = 1; i <= 100; i++) yield* put(b, i);
      }),
    );
  }
  const sums = chan<number>(2);
  for (let c = 0; c < 2; c++) {
    consumers.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => consumers.done());
        let sum = 0;
        for (let v = yield* take(b); v !== undefined; v = yield* take(b)) sum += v;
        yield* sums.send(sum);
      }),
    );
  }
  yield* producers.wait();
  yield* b.mu.lock();
  b.closed = true;
  b.mu.unlock();
  b.notEmpty.broadcast();
  yield* consumers.wait();
  const sum = ((yield* sums.recv()) as number) + ((yield* sums.recv()) as number);
  println("sum", sum, "overfull:", b.most > 3);
});
