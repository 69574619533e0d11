/** Twin of 75-send-nil. */
import { chan, go, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const done = chan<boolean>();
  go(function* () {
    yield* done.send(true);
  });
  yield* done.recv();
  const nilch = nilChan<number>();
  println("about to send");
  yield* nilch.send(1);
  println("BUG: unreachable");
});
