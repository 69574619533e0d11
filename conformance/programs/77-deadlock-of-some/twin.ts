/** Twin of 77-deadlock-of-some. */
import { chan, go, main, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  const a = chan<number>();
  const b = chan<number>();
  go(function* () {
    yield* a.recv();
    yield* b.send(1);
  });
  go(function* () {
    yield* b.recv();
    yield* a.send(1);
  });
  go(function* () {
    yield* chan<number>().recv();
  });
  yield* sleep(30);
  println("main slept while three goroutines were stuck");
  const c = chan<string>();
  go(function* () {
    yield* sleep(10);
    yield* c.send("woken by a sleeper");
  });
  println(yield* c.recv());
});
