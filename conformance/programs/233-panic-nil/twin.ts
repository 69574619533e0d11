/** Twin of 233-panic-nil. */
import { func, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

const attempt = func((fn, f: () => void) => {
  let normal = false;
  fn.defer(() => println("recovered:", fn.recover(), "returned normally:", normal));
  f();
  normal = true;
});

main(function* () {
  yield* attempt(() => {});
  yield* attempt(() => panic(null));
  yield* attempt(() => panic(0));
  yield* attempt(() => panic(""));
  yield* attempt(() => panic(false));
});
