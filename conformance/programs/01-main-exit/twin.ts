/** Twin of 01-main-exit. */
import { chan, func, go, gosched, main } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "3 main's own defers run");
    const started = chan<void>();
    go(
      func(function* (fn) {
        fn.defer(println, "BUG: a killed goroutine must not run its defers");
        started.close();
        yield* select([]);
      }),
    );
    yield* started.recv();
    yield* gosched();
    println("1 goroutine is parked in select{}");
    println("2 main returns now");
  }),
);
