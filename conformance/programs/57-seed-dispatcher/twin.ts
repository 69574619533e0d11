/** Twin of 57-seed-dispatcher. */
import { type Chan, chan, func, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const waitGroup = new WaitGroup();

interface Worker {
  id: number;
}

const process = func(function* (
  fn,
  w: Worker,
  c: RecvChan<number>,
  got: SendChan<number>,
  stopped: SendChan<number>,
) {
  fn.defer(() => waitGroup.done());
  yield* c.range(function* (data) {
    yield* got.send(data);
  });
  yield* stopped.send(w.id);
});

function* sorted(c: Chan<number>): Go<number[]> {
  c.close();
  const values: number[] = [];
  yield* c.range((v) => {
    values.push(v);
  });
  return values.sort((a, b) => a - b);
}

main(function* () {
  const c = chan<number>();
  const got = chan<number>(20);
  const stopped = chan<number>(5);
  waitGroup.add(5);
  for (let i = 0; i < 5; i++) {
    const w: Worker = { id: i };
    go(process, w, c, got, stopped);
  }
  for (let i = 0; i < 20; i++) yield* c.send(i * i);
  c.close();
  yield* waitGroup.wait();
  println("each value exactly once:", yield* sorted(got));
  println("workers stopped:", yield* sorted(stopped));
});
