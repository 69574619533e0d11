/** Twin of 226-recover-results: a result that was not set is undefined, not zero. */
import { type Frame, func, type Go, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const named = func((fn: Frame<[n: number, s: string]>): [n: number, s: string] => {
  fn.defer(println, "the other deferred call runs");
  fn.defer(() => {
    println("first", fn.recover(), "second", fn.recover());
    fn.result[1] += ", completed";
  });
  fn.result = [1, "set before"];
  panic("stop");
});

const unnamed = func((fn: Frame<number>) => {
  fn.defer(() => fn.recover());
  const n = 5;
  if (n > 0) panic("stop");
  return n;
});

function* outer(): Go<string> {
  const [n, s] = yield* named();
  return `the caller goes on with ${n} ${s}`;
}

function* loop(): Go<number> {
  let done = 0;
  const step = func((fn, i: number) => {
    fn.defer(() => fn.recover());
    if (i % 2 === 0) panic(i);
    done++;
  });
  for (let i = 0; i < 6; i++) yield* step(i);
  return done;
}

main(function* () {
  println(yield* outer());
  println((yield* unnamed()) ?? 0);
  println("steps without panic:", yield* loop());
});
