/** Twin of 239-deadlock-while-panicking. */
import { chan, func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
    const c = chan<number>();
    fn.defer(function* () {
      println("waiting for somebody who could help");
      yield* c.recv();
    });
    panic("never reported");
  }),
);
