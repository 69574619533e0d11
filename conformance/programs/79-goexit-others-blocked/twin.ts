/** Twin of 79-goexit-others-blocked. */
import { chan, go, goexit, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  go(function* () {
    yield* chan<number>().recv();
  });
  go(function* () {
    const c = nilChan<number>();
    yield* c.send(1);
  });
  println("main calls Goexit");
  yield* goexit();
  println("BUG: unreachable");
});
