/** Twin of 01-main-exit: try and finally stand for defer, a receive from a nil channel for select {}. */
import { chan, go, gosched, main, nilChan } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  try {
    const started = chan<void>();
    go(function* () {
      try {
        started.close();
        yield* nilChan<void>().recv();
      } finally {
        println("BUG: a killed goroutine must not run its defers");
      }
    });
    yield* started.recv();
    yield* gosched();
    println("1 goroutine is parked in select{}");
    println("2 main returns now");
  } finally {
    println("3 main's own defers run");
  }
});
