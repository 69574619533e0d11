/** Twin of 05-loopvar-core: a variable of `let` in a for clause is one per iteration, as since Go 1.22. */
import { type Chan, chan, type Go, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* collect(n: number, got: Chan<number>): Go<number[]> {
  const all: number[] = [];
  while (all.length < n) all.push((yield* got.recv()) as number);
  return all.sort((a, b) => a - b);
}

main(function* () {
  const got = chan<number>();

  // the variable of the for clause itself
  const gate = chan<void>();
  for (let i = 0; i < 3; i++) {
    go(function* () {
      yield* gate.recv();
      yield* got.send(i);
    });
  }
  gate.close();
  println("for clause:", yield* collect(3, got));

  // a variable of the function around the loop is shared
  const gate2 = chan<void>();
  let i: number;
  for (i = 0; i < 3; i++) {
    go(function* () {
      yield* gate2.recv();
      yield* got.send(i);
    });
  }
  gate2.close();
  println("outer variable:", yield* collect(3, got));

  // passed as an argument: evaluated by the caller of go
  for (let i = 0; i < 10; i++) {
    go(function* (j: number) {
      yield* got.send(j);
    }, i);
  }
  println("argument:", yield* collect(10, got));

  // a copy inside the loop's body
  for (i = 0; i < 10; i++) {
    const copy = i;
    go(function* () {
      yield* got.send(copy);
    });
  }
  println("shadowed:", yield* collect(10, got));
});
