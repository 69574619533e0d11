/** Twin of 44-seed-deadlocks: the zero value of a closed channel is undefined. */
import { chan, go, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  // after close, a bare receive never blocks again: it yields zero values for ever
  const c = chan<number>(2);
  yield* c.send(7);
  c.close();
  let spins = 0;
  for (let i = 0; i < 1000; i++) {
    if ((yield* c.recv()) === undefined) spins++;
  }
  println("zero values received from a closed channel:", spins);

  // workers that loop without a way out never reach done, so wait cannot return
  const wg = new WaitGroup();
  const work = chan<number>();
  const done = chan<number>();
  wg.add(2);
  for (let w = 0; w < 2; w++) {
    go(function* () {
      for (;;) yield* done.send((yield* work.recv()) as number);
    });
  }
  for (let i = 0; i < 4; i++) {
    yield* work.send(i);
    yield* done.recv();
  }
  println("work is done, waiting for the workers");
  yield* wg.wait();
  println("BUG");
});
