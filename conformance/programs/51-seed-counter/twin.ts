/** Twin of 51-seed-counter. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  let counter = 0;
  const lock = chan<void>(1);
  const done = chan<void>(5000);
  for (let i = 0; i < 5000; i++) {
    go(function* () {
      yield* lock.send();
      counter++;
      yield* lock.recv();
      yield* done.send();
    });
  }
  for (let i = 0; i < 5000; i++) yield* done.recv();
  println("counter =", counter);
});
