/** Twin of 32-once: onceFunc is the library's own. */
import { chan, func, go, goexit, main, panic, sleep } from "@gopark/core";
import { Once, onceFunc, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const once = new Once();
  let n = 0;
  const wg = new WaitGroup();
  for (let i = 0; i < 100; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* once.do(() => {
          n++;
        });
      }),
    );
  }
  yield* wg.wait();
  yield* once.do(() => {
    n += 1000;
  });
  println("ran", n);

  // callers that lose the race block until the first call has returned
  const slow = new Once();
  const started = chan<void>();
  let finished = false;
  go(() =>
    slow.do(function* () {
      started.close();
      yield* sleep(20);
      finished = true;
    }),
  );
  yield* started.recv();
  yield* slow.do(() => println("BUG"));
  println("second Do returned after the first finished:", finished);

  // panic: propagates to that caller only; done anyway
  const p = new Once();
  yield* func(function* (fn) {
    fn.defer(() => println("first caller sees", fn.recover()));
    yield* p.do(() => panic("init failed"));
  })();
  yield* func(function* (fn) {
    fn.defer(() => println("second caller sees", fn.recover()));
    yield* p.do(() => println("BUG"));
  })();

  // goexit inside f: done as well
  const g = new Once();
  const exited = chan<void>();
  go(
    func(function* (fn) {
      fn.defer(() => exited.close());
      yield* g.do(function* () {
        yield* goexit();
      });
      println("BUG");
    }),
  );
  yield* exited.recv();
  yield* g.do(() => println("BUG"));
  println("Once that Goexited is done");

  const f = onceFunc(() => {
    println("body runs once");
    panic("again and again");
  });
  for (let i = 0; i < 3; i++) {
    yield* func(function* (fn) {
      fn.defer(() => println("call", i, "panics with", fn.recover()));
      yield* f();
    })();
  }
});
