/** Twin of 44-seed-deadlock-core: the zero value of a closed channel is undefined. */
import { chan, go, main } from "@gopark/core";
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

  const work = chan<number>();
  const done = chan<number>();
  const finished = chan<void>();
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
  yield* finished.recv();
  println("BUG");
});
