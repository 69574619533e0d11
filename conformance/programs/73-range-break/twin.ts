/** Twin of 73-range-break: returning false from the body stands for break, returning for continue. */
import { type Chan, chan, type Go, go, main, nilChan, type RecvChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* firstOver(ch: RecvChan<number>, limit: number): Go<number> {
  let found = -1;
  yield* ch.range((v) => {
    if (v <= limit) return;
    found = v;
    return false;
  });
  return found;
}

main(function* () {
  const ch = chan<number>();
  go(function* () {
    for (let i = 1; i <= 10; i++) yield* ch.send(i);
    ch.close();
  });
  yield* ch.range((v) => {
    println("first loop", v);
    if (v === 2) return false;
    return;
  });
  println("first over 4:", yield* firstOver(ch, 4));
  let n = 0;
  yield* ch.range((v) => {
    if (v % 2 === 0) return;
    n += v;
  });
  println("odd ones of the rest:", n);
  println("closed and drained:", yield* firstOver(ch, 0));

  const zeros = chan<number>(3);
  yield* zeros.send(0);
  yield* zeros.send(0);
  yield* zeros.send(0);
  zeros.close();
  n = 0;
  yield* zeros.range(() => {
    n++;
  });
  println("zeros", n);

  // assigning the variable does not change the channel of the loop
  const nil = nilChan<number>();
  const old = chan<number>(3);
  yield* old.send(1);
  yield* old.send(2);
  yield* old.send(3);
  old.close();
  let c: Chan<number> = old;
  let sum = 0;
  yield* c.range((v) => {
    c = nil;
    sum += v;
  });
  println("sum", sum, "variable is nil:", c === nil);

  // range inside range
  const outer = chan<Chan<number>>(2);
  for (let i = 1; i <= 2; i++) {
    const inner = chan<number>(2);
    yield* inner.send(10 * i);
    yield* inner.send(10 * i + 1);
    inner.close();
    yield* outer.send(inner);
  }
  outer.close();
  yield* outer.range(function* (inner) {
    yield* inner.range((v) => println("nested", v));
  });
});
