/**
 * Twin of 78-sleeper-delays-deadlock: what waits for ever is held, or it might be collected before the
 * report (D-05).
 */
import { chan, type Goroutine, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

const held: Goroutine<void>[] = [];

main(function* () {
  for (let i = 1; i <= 3; i++) {
    go(function* (i: number) {
      yield* sleep(i * 10);
      println("sleeper", i, "is done");
    }, i);
  }
  held.push(
    go(function* () {
      yield* chan<number>().recv();
    }),
  );
  println("main blocks at once");
  yield* chan<number>().recv();
  println("BUG: unreachable");
});
