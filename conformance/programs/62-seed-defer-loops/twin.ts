/** Twin of 62-seed-defer-loops: a variable of `let` in a for clause is one per iteration, as since Go 1.22. */
import { func, main } from "@gopark/core";
import { print, println } from "../../src/fmt.js";

main(function* () {
  yield* func((fn) => {
    fn.defer(println);
    for (let i = 0; i < 3; i++) fn.defer(print, ` ${i}`);
    print("a:");
  })();
  yield* func((fn) => {
    fn.defer(println);
    for (let i = 0; i < 3; i++) fn.defer(() => print(` ${i}`));
    print("b:");
  })();
  yield* func((fn) => {
    fn.defer(println);
    for (let i = 0; i < 3; i++) fn.defer((i: number) => print(` ${i}`), i);
    print("by parameter:");
  })();
  yield* func((fn) => {
    fn.defer(println);
    let i: number;
    for (i = 0; i < 3; i++) {
      const copy = i;
      fn.defer(() => print(` ${copy}`));
    }
    print("by copy:");
  })();
});
