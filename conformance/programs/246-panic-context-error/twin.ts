/** Twin of 246-panic-context-error. */
import { background, func, main, panic, withCancel, withTimeout } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const [ctx, cancel] = withTimeout(background(), 1);
    fn.defer(cancel);
    fn.defer(() => {
      println("recovered:", fn.recover());
      panic(ctx.err());
    });
    yield* ctx.done().recv();
    const [child, cancelChild] = withCancel(background());
    cancelChild();
    panic(child.err());
  }),
);
