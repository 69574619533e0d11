/** Twin of 90-relay. */
import { chan, type Go, go, main, type RecvChan, type SendChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

const stages = 10_000;

function* stage(left: SendChan<number>, right: RecvChan<number>): Go {
  yield* left.send(1 + ((yield* right.recv()) as number));
}

main(function* () {
  const leftmost = chan<number>();
  let left = leftmost;
  for (let i = 0; i < stages; i++) {
    const right = chan<number>();
    go(stage, left, right);
    left = right;
  }
  go(function* (c: SendChan<number>) {
    yield* c.send(0);
  }, left);
  println(yield* leftmost.recv());
});
