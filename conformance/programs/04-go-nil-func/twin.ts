/** Twin of 04-go-nil-func: undefined stands for a nil function value. */
import { go, main } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(() => {
  try {
    const f = undefined as unknown as () => void;
    println("before");
    go(f);
    println("BUG: unreachable");
  } catch (error) {
    println("BUG: not recoverable", error);
  } finally {
    println("BUG: a fatal error runs no defers");
  }
});
