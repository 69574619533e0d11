/** Twin of 04-go-nil-func: undefined stands for a nil function value. */
import { func, go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func((fn) => {
    fn.defer(println, "BUG: a fatal error runs no defers");
    fn.defer(() => println("BUG: not recoverable", fn.recover()));
    const f = undefined as unknown as () => void;
    println("before");
    go(f);
    println("BUG: unreachable");
  }),
);
