/** Twin of 81-goexit-then-panic: throw stands for panic. */
import { chan, go, goexit, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  go(function* () {
    yield* chan<number>().recv();
  });
  go(function* () {
    yield* sleep(20);
    println("main has been gone for a while");
    throw "later";
  });
  println("main calls Goexit");
  yield* goexit();
});
