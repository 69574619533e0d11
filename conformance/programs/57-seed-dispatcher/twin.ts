/** Twin of 57-seed-dispatcher. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

class Worker {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  *process(c: RecvChan<number>, got: SendChan<number>, stopped: SendChan<number>): Go {
    yield* c.range(function* (data) {
      yield* got.send(data);
    });
    yield* stopped.send(this.id);
  }
}

main(function* () {
  const c = chan<number>();
  const got = chan<number>(20);
  const stopped = chan<number>();
  for (let i = 0; i < 5; i++) {
    const w = new Worker(i);
    go(() => w.process(c, got, stopped));
  }
  for (let i = 0; i < 20; i++) yield* c.send(i * i);
  c.close();
  const ids: number[] = [];
  for (let i = 0; i < 5; i++) ids.push((yield* stopped.recv()) as number);
  ids.sort((a, b) => a - b);
  got.close();
  const values: number[] = [];
  yield* got.range((v) => {
    values.push(v);
  });
  values.sort((a, b) => a - b);
  println("each value exactly once:", values);
  println("workers stopped:", ids);
});
