/** Twin of 86-panic-send-closed. */
import { chan, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const results = chan<number>();
  go(function* () {
    yield* results.send(1);
    println("BUG: unreachable");
  });
  yield* sleep(10);
  println("closing under a parked sender");
  results.close();
  yield* chan<number>().recv();
});
