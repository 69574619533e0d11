/** Twin of 243-panic-first-wins. */
import { chan, func, go, gosched, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const gate = chan<boolean>();
  for (let i = 1; i <= 2; i++) {
    go(
      func(function* (fn) {
        fn.defer(println, "panicking:", i);
        yield* gate.recv();
        panic(`number ${i}`);
      }),
    );
    yield* gosched();
  }
  yield* gate.send(true); // the first in line
  yield* gosched();
  println("BUG: the program goes on");
}, untimed);
