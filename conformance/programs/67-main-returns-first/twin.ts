/** Twin of 67-main-returns-first: throw stands for panic. */
import { chan, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  yield* gosched();
  const leaked = chan<number>();
  go(function* () {
    yield* leaked.send(1);
  });
  yield* gosched(); // this one runs, and stays parked for ever
  println("main starts three more and returns");
  go(println, "BUG: never scheduled");
  go(() => {
    throw "BUG: never scheduled";
  });
  go(function* () {
    for (;;) yield* gosched();
  });
});
