/**
 * Twin of 79-goexit-others-blocked: what waits for ever is held, or it might be collected before the report
 * (D-05).
 */
import { chan, type Goroutine, go, goexit, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

const held: Goroutine<void>[] = [];

main(function* () {
  held.push(
    go(function* () {
      yield* chan<number>().recv();
    }),
    go(function* () {
      const c = nilChan<number>();
      yield* c.send(1);
    }),
  );
  println("main calls Goexit");
  yield* goexit();
  println("BUG: unreachable");
});
