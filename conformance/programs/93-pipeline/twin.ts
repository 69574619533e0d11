/** Twin of 93-pipeline. */
import { chan, go, main, type RecvChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

function source(n: number, capacity: number): RecvChan<number> {
  const out = chan<number>(capacity);
  go(function* () {
    for (let i = 1; i <= n; i++) yield* out.send(i);
    out.close();
  });
  return out;
}

function apply(from: RecvChan<number>, capacity: number, f: (v: number) => number): RecvChan<number> {
  const out = chan<number>(capacity);
  go(function* () {
    yield* from.range(function* (v) {
      yield* out.send(f(v));
    });
    out.close();
  });
  return out;
}

function only(from: RecvChan<number>, capacity: number, keep: (v: number) => boolean): RecvChan<number> {
  const out = chan<number>(capacity);
  go(function* () {
    yield* from.range(function* (v) {
      if (keep(v)) yield* out.send(v);
    });
    out.close();
  });
  return out;
}

main(function* () {
  for (const capacity of [0, 1, 4]) {
    const numbers = source(12, capacity);
    const squares = apply(numbers, capacity, (v) => v * v);
    const odd = only(squares, capacity, (v) => v % 2 === 1);
    const got: number[] = [];
    yield* apply(odd, capacity, (v) => v + 1000).range((v) => {
      got.push(v);
    });
    println("capacity", capacity, got);
  }

  // three workers share one input; the results carry their position
  const input = source(9, 0);
  const results = chan<{ at: number; value: number }>();
  const ended = chan<boolean>();
  for (let w = 0; w < 3; w++) {
    go(function* () {
      yield* input.range(function* (v) {
        yield* results.send({ at: v - 1, value: v * v * v });
      });
      yield* ended.send(true);
    });
  }
  go(function* () {
    for (let w = 0; w < 3; w++) yield* ended.recv();
    results.close();
  });
  const cubes: number[] = [];
  yield* results.range((r) => {
    cubes[r.at] = r.value;
  });
  println("cubes", cubes);
});
