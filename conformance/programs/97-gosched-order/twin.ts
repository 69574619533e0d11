/** Twin of 97-gosched-order. */
import { type Go, go, gosched, main } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

let log: string[] = [];

function note(s: string): void {
  log.push(s);
}

function* until(n: number): Go {
  while (log.length < n) yield* gosched();
  println(log.join(" "));
  log = [];
}

main(function* () {
  yield* gosched();
  for (const name of ["a", "b", "c"]) {
    go(function* () {
      for (let i = 1; i <= 3; i++) {
        note(`${name}${i}`);
        yield* gosched();
      }
    });
  }
  for (let i = 1; i <= 3; i++) {
    note(`m${i}`);
    yield* gosched();
  }
  yield* until(12);

  // x yields, but y and z, already local, and what they start come first
  go(() => {
    note("z");
    go(note, "z1");
    go(note, "z2");
  });
  go(() => {
    note("y");
    go(note, "y1");
  });
  go(function* () {
    note("x");
    yield* gosched();
    note("x again");
  });
  yield* until(7);

  // a yield with nobody else to run returns
  yield* gosched();
  println("alone");
}, untimed);
