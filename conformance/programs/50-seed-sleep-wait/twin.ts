/** Twin of 50-seed-sleep-wait. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const numbers = chan<number>();
  for (let i = 0; i < 10; i++) {
    go(function* (j: number) {
      yield* numbers.send(j);
    }, i);
  }
  const got: number[] = [];
  while (got.length < 10) got.push((yield* numbers.recv()) as number);
  got.sort((a, b) => a - b);
  for (const j of got) println(j);
});
