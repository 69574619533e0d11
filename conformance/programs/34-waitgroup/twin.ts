/** Twin of 34-waitgroup: there are no copies of objects, so a second WaitGroup stands for the copied one; `go` is a method. */
import { after, chan, func, go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const wg = new WaitGroup();
  yield* wg.wait();
  println("Wait on a zero WaitGroup returns at once");
  wg.add(0);
  wg.add(2);
  wg.add(-2);
  yield* wg.wait();
  println("Add may be negative");

  yield* func((fn) => {
    fn.defer(() => println("panic:", fn.recover()));
    const w = new WaitGroup();
    w.done();
  })();
  yield* func((fn) => {
    fn.defer(() => println("panic:", fn.recover()));
    const w = new WaitGroup();
    w.add(1);
    w.add(-2);
  })();

  // several waiters are all released
  wg.add(1);
  const released = chan<number>(3);
  for (let i = 0; i < 3; i++) {
    go(function* () {
      yield* wg.wait();
      yield* released.send(1);
    });
  }
  yield* sleep(20);
  println("released before Done:", released.len);
  wg.done();
  let after3 = 0;
  for (let i = 0; i < 3; i++) after3 += (yield* released.recv()) as number;
  println("released after Done:", after3);

  // reuse for a second round after wait returned; add while the counter is above zero is fine (nested start)
  let sum = 0;
  const mu = new Mutex();
  wg.add(1);
  go(
    func((fn) => {
      fn.defer(() => wg.done());
      for (let i = 1; i <= 4; i++) {
        wg.add(1);
        go(
          func(function* (fn, i: number) {
            fn.defer(() => wg.done());
            yield* mu.lock();
            sum += i;
            mu.unlock();
          }),
          i,
        );
      }
    }),
  );
  yield* wg.wait();
  println("sum", sum);

  // done on another one leaves the original's counter up
  const orig = new WaitGroup();
  orig.add(1);
  const copy = new WaitGroup();
  copy.add(1);
  copy.done();
  const waited = chan<void>();
  go(function* () {
    yield* orig.wait();
    waited.close();
  });
  const chosen = yield* select({ waited: waited.recv(), late: after(20) });
  if (chosen.case === "waited") println("BUG");
  else println("copy's Done does not release the original");
  orig.done();
  yield* waited.recv();

  const g = new WaitGroup();
  let n = 0;
  for (let i = 0; i < 5; i++) {
    g.go(function* () {
      yield* mu.lock();
      n++;
      mu.unlock();
    });
  }
  yield* g.wait();
  println("Go ran", n);
});
