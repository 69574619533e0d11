/** Twin of 245-gosched-while-deferred. */
import { chan, func, type Go, go, gosched, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";
import { untimed } from "../../src/untimed.js";

main(function* () {
  yield* gosched();
  const log: string[] = [];
  function* step(s: string): Go {
    log.push(s);
    yield* gosched();
  }
  const done = chan<string>(2);
  go(
    func(function* (fn) {
      fn.defer(() => done.send("a"));
      fn.defer(step, "a2");
      fn.defer(step, "a1");
      yield* step("a0");
    }),
  );
  go(
    func(function* (fn) {
      fn.defer(() => done.send("b"));
      fn.defer(() => step(`b3 ${fn.recover() === undefined}`));
      fn.defer(() => step(`b2 ${fn.recover()}`));
      fn.defer(step, "b1");
      yield* step("b0");
      panic("stop");
    }),
  );
  const first = yield* done.recv();
  const second = yield* done.recv();
  println(log);
  println(first, second);
}, untimed);
