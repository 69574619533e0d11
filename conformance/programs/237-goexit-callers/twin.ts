/** Twin of 237-goexit-callers. */
import { func, type Go, go, goexit, main } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

function* fail(why: string): Go {
  println("giving up:", why);
  yield* goexit();
}

const check = func(function* (fn, n: number) {
  fn.defer(println, "checked", n);
  if (n > 2) yield* fail(`${n} is too much`);
});

main(function* () {
  const mu = new Mutex();
  const wg = new WaitGroup();
  wg.add(1);
  go(
    func(function* (fn) {
      fn.defer(() => wg.done());
      yield* mu.lock();
      fn.defer(() => mu.unlock());
      fn.defer(() => {
        const r = fn.recover();
        if (r !== undefined) println("BUG: recovered", r);
      });
      for (let n = 1; ; n++) yield* check(n);
    }),
  );
  yield* wg.wait();
  println("the lock is free:", mu.tryLock());
});
