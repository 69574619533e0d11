/** Twin of 05-loopvar: a variable of `let` in a for clause is one per iteration, as since Go 1.22. */
import { chan, func, type Go, go, main } from "@gopark/core";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

type Put = (v: number) => Go;

function* collect(n: number, start: (i: { value: number }, put: Put) => void): Go<number[]> {
  const mu = new Mutex();
  const got: number[] = [];
  const wg = new WaitGroup();
  function* put(v: number): Go {
    yield* mu.lock();
    got.push(v);
    mu.unlock();
    wg.done();
  }
  const i = { value: 0 };
  for (; i.value < n; i.value++) {
    wg.add(1);
    start(i, put);
  }
  yield* wg.wait();
  return got.sort((a, b) => a - b);
}

main(function* () {
  // read after the loop ended
  const gate = chan<void>();
  const mu = new Mutex();
  const shared: number[] = [];
  const wg = new WaitGroup();
  for (let i = 0; i < 3; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* gate.recv();
        yield* mu.lock();
        shared.push(i);
        mu.unlock();
      }),
    );
  }
  gate.close();
  yield* wg.wait();
  shared.sort((a, b) => a - b);
  println("captured:", shared);

  // fix 1: pass as an argument (evaluated by the caller of go)
  const byArgument = yield* collect(10, (i, put) => {
    go((j: number) => put(j), i.value);
  });
  println("argument:", byArgument);

  // fix 2: shadow copy
  const byCopy = yield* collect(10, (i, put) => {
    const v = i.value;
    go(() => put(v));
  });
  println("shadowed:", byCopy);

  // the same with defer
  yield* func((fn) => {
    for (let i = 0; i < 3; i++) fn.defer(() => println("defer captured:", i));
  })();
  yield* func((fn) => {
    let i: number;
    for (i = 0; i < 3; i++) {
      const copy = i;
      fn.defer(() => println("defer shadowed:", copy));
    }
  })();
});
