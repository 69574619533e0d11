/** Twin of 201-errgroup-goexit. */
import { goexit, main } from "@gopark/core";
import { ErrGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const g = new ErrGroup();
  g.setLimit(1);
  let ran = 0;
  for (let i = 0; i < 3; i++) {
    // waits for the place of the one before
    yield* g.go(function* () {
      ran++;
      yield* goexit();
      return new Error("BUG: not reached");
    });
  }
  println("error:", yield* g.wait(), "ran", ran);
  println(
    "a place is free:",
    g.tryGo(() => new Error("late")),
  );
  println("error:", yield* g.wait());
});
