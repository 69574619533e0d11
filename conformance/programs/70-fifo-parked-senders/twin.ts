/** Twin of 70-fifo-parked-senders: trySend and tryRecv stand for a select with one case and a default. */
import { chan, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const ch = chan<number>(3);
  for (let i = 1; i <= 3; i++) yield* ch.send(i);
  println("filled without a receiver: len", ch.len, "cap", ch.cap);
  if (ch.trySend(0)) println("BUG: no room");
  else println("full");
  const admitted = chan<number>(3);
  for (let i = 4; i <= 6; i++) {
    go(function* () {
      yield* ch.send(i);
      yield* admitted.send(i);
    });
    yield* gosched(); // it parks before the next one starts
  }
  println("three parked senders: len", ch.len, "admitted", admitted.len);
  for (let i = 0; i < 6; i++) {
    const v = yield* ch.recv();
    println("got", v, "len", ch.len);
  }
  const v = ch.tryRecv();
  if (v !== undefined) println("BUG:", v);
  else println("empty");
  while (admitted.len < 3) yield* gosched();
  println("admitted", admitted.len);
}, untimed);
