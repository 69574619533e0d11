/** Twin of 78-sleeper-delays-deadlock. */
import { chan, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  for (let i = 1; i <= 3; i++) {
    go(function* (i: number) {
      yield* sleep(i * 10);
      println("sleeper", i, "is done");
    }, i);
  }
  go(function* () {
    yield* chan<number>().recv();
  });
  println("main blocks at once");
  yield* chan<number>().recv();
  println("BUG: unreachable");
});
