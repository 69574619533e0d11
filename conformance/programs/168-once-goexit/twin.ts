/** Twin of 168-once-goexit: onceFunc is the library's own. */
import { chan, func, type Go, go, goexit, main } from "@gopark/core";
import { Once, onceFunc } from "@gopark/sync";
import { println } from "../../src/fmt.js";

function* exit(): Go {
  yield* goexit();
}

main(function* () {
  const once = new Once();
  let ended = chan<void>();
  go(
    func(function* (fn) {
      fn.defer(() => ended.close());
      yield* once.do(exit);
      println("BUG: Goexit returned");
    }),
  );
  yield* ended.recv();
  yield* once.do(() => println("BUG: not done"));
  println("the Once is done");

  const f = onceFunc(exit);
  ended = chan<void>();
  go(
    func(function* (fn) {
      fn.defer(() => ended.close());
      yield* func(function* (fn) {
        fn.defer(() => println("first caller recovered:", fn.recover()));
        yield* f();
        println("BUG: f returned");
      })();
      println("BUG: Goexit does not return");
    }),
  );
  yield* ended.recv();
  yield* func(function* (fn) {
    fn.defer(() => println("later caller recovered:", fn.recover()));
    yield* f();
    println("BUG: f returned");
  })();
});
