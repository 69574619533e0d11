/** Twin of 06-counter-mutex: atomic.AddInt64 on a plain variable is a method here, so `old` is an Int64 as well. */
import { chan, func, go, main } from "@gopark/core";
import { Int64, Mutex, WaitGroup } from "@gopark/sync";
import { print, println } from "../../src/fmt.js";

main(function* () {
  const n = 5000;
  const wg = new WaitGroup();

  const mu = new Mutex();
  let counter = 0;
  for (let i = 0; i < n; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* mu.lock();
        fn.defer(() => mu.unlock());
        counter++;
      }),
    );
  }
  yield* wg.wait();
  println("mutex:", counter);

  const old = new Int64();
  for (let i = 0; i < n; i++) {
    wg.add(1);
    go(
      func((fn) => {
        fn.defer(() => wg.done());
        old.add(1n);
      }),
    );
  }
  yield* wg.wait();
  println("atomic.AddInt64:", old.load());

  const typed = new Int64();
  for (let i = 0; i < n; i++) wg.go(() => void typed.add(1n));
  yield* wg.wait();
  println("atomic.Int64:", typed.load());

  const ch = chan<number>(1);
  yield* ch.send(0);
  for (let i = 0; i < n; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        const v = (yield* ch.recv()) as number;
        yield* ch.send(v + 1);
      }),
    );
  }
  yield* wg.wait();
  println("channel as lock:", yield* ch.recv());

  // counter++ and print inside one critical section
  let c = 0;
  for (let i = 0; i < 20; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* mu.lock();
        fn.defer(() => mu.unlock());
        c++;
        print(`${c} `);
      }),
    );
  }
  yield* wg.wait();
  println();
});
