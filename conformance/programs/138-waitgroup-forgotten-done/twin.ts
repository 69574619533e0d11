/** Twin of 138-waitgroup-forgotten-done. */
import { go, main } from "@gopark/core";
import { WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const wg = new WaitGroup();
  wg.add(3);
  for (let i = 0; i < 3; i++) {
    go((n: number) => {
      if (n === 1) return; // the early return that skips it
      wg.done();
    }, i);
  }
  go(() => wg.wait());
  println("waiting for three, two will come");
  yield* wg.wait();
});
