/** Twin of 54-seed-producer-consumer. */
import { chan, func, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const producer = func(function* (fn, mychan: SendChan<number>, data: number, wait: WaitGroup) {
  fn.defer(() => wait.done());
  yield* mychan.send(data);
});

const consumer = func(function* (fn, mychan: RecvChan<number>, consumed: SendChan<number>, wait: WaitGroup) {
  fn.defer(() => wait.done());
  const a = (yield* mychan.recv()) as number;
  yield* consumed.send(a);
});

main(function* () {
  const datachan = chan<number>(100);
  const consumed = chan<number>(10);
  const wg = new WaitGroup();
  for (let i = 0; i < 10; i++) {
    wg.add(1);
    go(producer, datachan, i, wg);
  }
  for (let j = 0; j < 10; j++) {
    wg.add(1);
    go(consumer, datachan, consumed, wg);
  }
  yield* wg.wait();
  consumed.close();
  const got: number[] = [];
  let sum = 0;
  yield* consumed.range((v) => {
    got.push(v);
    sum += v;
  });
  got.sort((a, b) => a - b);
  println("consumed", got);
  println("sum", sum, "left", datachan.len);
});
