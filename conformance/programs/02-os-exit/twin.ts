/** Twin of 02-os-exit: process.exit stands for os.Exit. */
import { chan, func, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    fn.defer(println, "BUG: os.Exit must skip defers");
    const done = chan<void>();
    go(
      func((fn) => {
        fn.defer(() => done.close());
        fn.defer(println, "BUG: goroutine defer skipped as well");
        println("exiting from a goroutine that is not main");
        process.exit(3);
      }),
    );
    yield* done.recv();
  }),
);
