/** Twin of 181-atomic-value. */
import { func, main } from "@gopark/core";
import { Value } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const protect = func((fn, f: () => void) => {
  fn.defer(() => println("recovered:", fn.recover()));
  f();
});

/** What the types forbid. */
const nil = undefined as unknown as number;

main(function* () {
  const v = new Value<number | string>();
  println(v.load());
  yield* protect(() => v.store(nil));
  yield* protect(() => v.swap(nil));
  yield* protect(() => v.compareAndSwap(1, nil));
  println("still empty:", v.load());
  v.store(1);
  println(v.load(), v.swap(2), v.load());
  yield* protect(() => v.store("a string"));
  yield* protect(() => v.swap("a string"));
  yield* protect(() => v.compareAndSwap("old", "new"));
  yield* protect(() => v.compareAndSwap(2, "new"));
  yield* protect(() => v.store(nil));
  println(v.compareAndSwap(1, 3), v.compareAndSwap(2, 3), v.load());

  const w = new Value<string>();
  println(w.compareAndSwap(undefined, "first"), w.load());
  println(w.compareAndSwap("first", "second"), w.load());
  const x = new Value<boolean>();
  println(x.swap(true), x.load());
});
