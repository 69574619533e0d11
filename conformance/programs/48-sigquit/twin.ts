/**
 * Twin of 48-sigquit: the same shell sends the signal, finally stands for defer; what waits for ever is
 * held, or it might be collected before the report (D-05).
 */
import { spawn } from "node:child_process";
import { chan, type Goroutine, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

const held: Goroutine<void>[] = [];

main(function* () {
  try {
    held.push(
      go(function* () {
        yield* chan<number>().send(1);
      }),
    );
    go(function* () {
      yield* sleep(10_000); // keeps the program from being a deadlock
      println("BUG: still alive");
    });
    println("asking for a dump");
    spawn("sh", ["-c", "sleep 0.1; kill -QUIT $PPID"], { stdio: "ignore" });
    yield* chan<number>().recv();
  } finally {
    println("BUG: SIGQUIT runs no defers");
  }
});
