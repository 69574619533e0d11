/** Twin of 200-errgroup-panic. */
import { chan, func, main, panic } from "@gopark/core";
import { ErrGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(() => println("BUG: recovered", fn.recover()));
    const g = new ErrGroup();
    const gate = chan<boolean>();
    yield* g.go(function* () {
      yield* gate.recv();
      panic("in the group");
    });
    yield* g.go(() => undefined);
    println("main waits");
    gate.close();
    println("BUG: Wait returned", yield* g.wait(), yield* chan<number>().recv());
  }),
);
