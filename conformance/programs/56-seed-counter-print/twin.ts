/** Twin of 56-seed-counter-print. */
import { type Chan, chan, type Go, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

let counter = 0;

main(function* () {
  const token = chan<boolean>(1);
  const done = chan<boolean>();
  for (let i = 0; i < 20; i++) go(incr, token, done);
  for (let i = 0; i < 20; i++) yield* done.recv();
});

function* incr(token: Chan<boolean>, done: Chan<boolean>): Go {
  yield* token.send(true);
  counter++;
  println(counter);
  yield* token.recv();
  yield* done.send(true);
}
