/** Twin of 175-cond-deadlock. */
import { chan, func, go, main, sleep } from "@gopark/core";
import { Cond, Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const mu = new Mutex();
  const c = new Cond(mu);
  const started = chan<boolean>();
  go(
    func(function* (fn) {
      yield* started.send(true);
      yield* sleep(20);
      yield* mu.lock();
      fn.defer(() => mu.unlock());
      yield* c.wait();
      println("BUG: woken");
    }),
  );
  yield* started.recv();
  c.signal(); // too early
  println("signalled too early");
  yield* sleep(40);
  yield* mu.lock();
  yield* c.wait();
});
