/** Twin of 17-deadlock-goexit. */
import { chan, func, go, goexit, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "2 main's defers run during Goexit");
    const release = chan<void>();
    go(function* () {
      yield* release.recv();
      println("3 the other goroutine still runs after main is gone");
    });
    fn.defer(() => release.close());
    println("1 main calls Goexit");
    yield* goexit();
    println("BUG: unreachable");
  }),
);
