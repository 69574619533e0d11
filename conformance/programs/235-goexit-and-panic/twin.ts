/** Twin of 235-goexit-and-panic. */
import { chan, func, go, goexit, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(function* () {
  let ended = chan<void>();
  go(
    func(function* (fn) {
      fn.defer(() => ended.close());
      yield* func(function* (inner) {
        inner.defer(println, "outer deferred");
        inner.defer(() => println("recovered:", inner.recover()));
        inner.defer(() => panic("during Goexit"));
        yield* goexit();
      })();
      println("BUG: Goexit does not return");
    }),
  );
  yield* ended.recv();

  ended = chan<void>();
  go(
    func((fn) => {
      fn.defer(() => ended.close());
      fn.defer(() => println("nothing to recover:", fn.recover()));
      fn.defer(goexit);
      panic("never reported");
    }),
  );
  yield* ended.recv();

  ended = chan<void>();
  go(
    func(function* (fn) {
      fn.defer(() => ended.close());
      fn.defer(() => println("Goexit cannot be recovered:", fn.recover()));
      yield* goexit();
    }),
  );
  yield* ended.recv();
  println("main goes on");
});
