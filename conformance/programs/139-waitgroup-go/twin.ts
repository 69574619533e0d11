/** Twin of 139-waitgroup-go: the method go is the library's own. */
import { chan, goexit, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const g = new WaitGroup();
  const results = chan<number>(8);
  for (let i = 0; i < 8; i++) {
    g.go(function* () {
      if (i % 2 === 1) yield* goexit();
      g.go(() => results.send(i * i));
    });
  }
  yield* g.wait();
  let sum = 0;
  while (results.len > 0) sum += (yield* results.recv()) as number;
  println("sum of squares of 0 2 4 6:", sum);
});
