/** Twin of 224-recover-nested. */
import { func, main, type Op, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const attempt = func(function* (fn, name: string, f: () => Op<void>) {
  fn.defer(() => {
    const r = fn.recover();
    if (r !== undefined) println(name, "not recovered:", r);
    else println(name, "recovered");
  });
  yield* f();
});

main(function* () {
  yield* attempt(
    "by a function deferred in a deferred one",
    func((fn) => {
      fn.defer(
        func((inner) => {
          inner.defer(() => println("  got", inner.recover()));
        }),
      );
      panic(1);
    }),
  );
  yield* attempt(
    "as an argument",
    func((fn) => {
      fn.defer(println, "  got", fn.recover());
      panic(2);
    }),
  );
  yield* attempt(
    "twice",
    func((fn) => {
      fn.defer(() => println("  got", fn.recover()));
      fn.defer(() => println("  got", fn.recover()));
      panic(3);
    }),
  );
  yield* attempt(
    "a panic of its own in between",
    func((fn) => {
      fn.defer(() => println("  got", fn.recover()));
      fn.defer(
        func((inner) => {
          inner.defer(() => println("  got", inner.recover()));
          panic(5);
        }),
      );
      panic(4);
    }),
  );
});
