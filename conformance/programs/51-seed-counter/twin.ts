/** Twin of 51-seed-counter. */
import { chan, func, type Go, go, main } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

function* testCounter(): Go {
  let counter = 0;
  const ended = chan<void>(5000);
  for (let i = 0; i < 5000; i++) {
    go(function* () {
      counter++;
      yield* ended.send();
    });
  }
  for (let i = 0; i < 5000; i++) yield* ended.recv();
  println("counter =", counter);
}

function* testCounterWaitGroup(): Go {
  const mut = new Mutex();
  const wg = new WaitGroup();
  let counter = 0;
  for (let i = 0; i < 5000; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => mut.unlock());
        yield* mut.lock();
        counter++;
        wg.done();
      }),
    );
  }
  yield* wg.wait();
  println("counter =", counter);
}

main(function* () {
  yield* testCounter();
  yield* testCounterWaitGroup();
});
