/** Twin of 252-exit-in-block: what is deferred where a goroutine exits is a `finally` block that waits (D-65). */
import { chan, func, type Go, go, goexit, gosched, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

function* exits(name: string): Go {
  try {
    yield* goexit();
  } finally {
    yield* gosched();
    println(name, "block");
  }
}

const panics = func((fn) => {
  fn.defer(() => println("before:", fn.recover()));
  fn.defer(exits, "deferred");
  panic("P");
});

main(function* () {
  const deferred = chan<boolean>();
  go(
    func(function* (fn) {
      fn.defer(() => deferred.close());
      yield* panics();
      println("BUG came back");
    }),
  );
  yield* deferred.recv();

  const looped = chan<boolean>();
  const values = chan<number>(3);
  for (let v = 1; v <= 3; v++) yield* values.send(v);
  values.close();
  go(
    func(function* (fn) {
      fn.defer(() => looped.close());
      yield* values.range(function* (v) {
        println("took", v);
        yield* exits("loop");
      });
      println("BUG behind the loop");
    }),
  );
  yield* looped.recv();
  println("left", values.len);
});
