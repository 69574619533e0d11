/** Twin of 71-fifo-parked-receivers: trySend stands for a select with one case and a default. */
import { chan, go, gosched, main } from "@gopark/core";
import { print, println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  for (const capacity of [0, 2]) {
    const ch = chan<string>(capacity);
    const got = ["", "", "", ""];
    for (let i = 0; i < 4; i++) {
      go(function* () {
        got[i] = (yield* ch.recv()) as string;
      });
      yield* gosched(); // it parks before the next one starts
    }
    for (const v of ["a", "b", "c", "d"]) {
      yield* ch.send(v);
      print(`sent ${v}, len ${ch.len}; `);
    }
    println();
    while (got.includes("")) yield* gosched();
    println("capacity", capacity, "received", got);
    if (ch.trySend("e")) println("room for one more, len", ch.len);
    else println("nobody left to receive");
  }
}, untimed);
