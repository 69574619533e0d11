/** Twin of 82-panic-goroutine: throw stands for panic, finally for defer, catch for recover. */
import { chan, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

function inner(): void {
  try {
    throw "boom";
  } finally {
    println("2 inner's defer");
  }
}

main(function* () {
  try {
    const parked = chan<boolean>();
    go(function* () {
      try {
        parked.close();
        yield* chan<number>().recv();
      } finally {
        println("BUG: nor do those of a third goroutine");
      }
    });
    yield* parked.recv();
    println("1 main waits");
    const done = chan<number>();
    go(() => {
      try {
        inner();
        done.close();
      } finally {
        println("3 the goroutine's own defer");
      }
    });
    yield* done.recv();
    println("BUG: unreachable");
  } catch (error) {
    println("BUG: another goroutine's panic cannot be recovered", error);
  } finally {
    println("BUG: main's defers do not run");
  }
});
