/** Twin of 247-panic-same-error-later: `catch` recovers. */
import { func, go, main, panic, sleep } from "@gopark/core";
import { println } from "../../src/fmt.js";

const errX = new Error("sentinel");

const replaces = func((fn) => {
  fn.defer(() => panic(errX));
  panic("first");
});

main(function* () {
  try {
    yield* replaces();
  } catch (error) {
    println("caught:", error);
  }
  go(
    func(function* (fn) {
      fn.defer(() => println("BUG", fn.recover()));
      fn.defer(() => sleep(3_600_000));
      yield* replaces();
    }),
  );
  yield* sleep(10);
  panic(errX);
});
