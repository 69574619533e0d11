/** Twin of 80-goexit-deep: finally stands for defer; catch must see nothing, as recover returns nil. */
import { chan, type Go, go, goexit, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* deep(n: number): Go {
  try {
    if (n === 3) yield* goexit();
    yield* deep(n + 1);
    println("BUG: Goexit does not return");
  } finally {
    println("deferred at depth", n);
  }
}

main(function* () {
  const gone = chan<boolean>();
  go(function* () {
    let recovered: unknown;
    try {
      yield* deep(0);
      println("BUG: unreachable");
    } catch (error) {
      recovered = error;
    } finally {
      println("recovered:", recovered);
      gone.close();
    }
  });
  yield* gone.recv();

  // a deferred call may block while Goexit is under way
  const input = chan<number>();
  const out = chan<number>();
  go(function* () {
    try {
      yield* goexit();
    } finally {
      yield* out.send(((yield* input.recv()) as number) + 1);
    }
  });
  yield* input.send(41);
  println("answered during Goexit:", yield* out.recv());
  println("main goes on");
});
