/** Twin of 02-os-exit: process.exit stands for os.Exit. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  try {
    const done = chan<void>();
    go(() => {
      try {
        println("exiting from a goroutine that is not main");
        process.exit(3);
      } finally {
        println("BUG: goroutine defer skipped as well");
        done.close();
      }
    });
    yield* done.recv();
  } finally {
    println("BUG: os.Exit must skip defers");
  }
});
