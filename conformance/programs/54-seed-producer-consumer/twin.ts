/** Twin of 54-seed-producer-consumer. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* producer(data: SendChan<number>, n: number, ended: SendChan<boolean>): Go {
  yield* data.send(n);
  yield* ended.send(true);
}

function* consumer(data: RecvChan<number>, consumed: SendChan<number>, ended: SendChan<boolean>): Go {
  yield* consumed.send((yield* data.recv()) as number);
  yield* ended.send(true);
}

main(function* () {
  const data = chan<number>(100);
  const consumed = chan<number>(10);
  const ended = chan<boolean>();
  for (let i = 0; i < 10; i++) go(producer, data, i, ended);
  for (let i = 0; i < 10; i++) go(consumer, data, consumed, ended);
  for (let i = 0; i < 20; i++) yield* ended.recv();
  consumed.close();
  const got: number[] = [];
  let sum = 0;
  yield* consumed.range((v) => {
    got.push(v);
    sum += v;
  });
  got.sort((a, b) => a - b);
  println("consumed", got);
  println("sum", sum, "left", data.len);
});
