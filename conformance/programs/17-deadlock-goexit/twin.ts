/** Twin of 17-deadlock-goexit: finally blocks stand for the deferred calls. */
import { chan, go, goexit, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  try {
    const release = chan<void>();
    go(function* () {
      yield* release.recv();
      println("3 the other goroutine still runs after main is gone");
    });
    try {
      println("1 main calls Goexit");
      yield* goexit();
      println("BUG: unreachable");
    } finally {
      release.close();
    }
  } finally {
    println("2 main's defers run during Goexit");
  }
});
