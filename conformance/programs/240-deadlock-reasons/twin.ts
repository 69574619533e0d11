/** Twin of 240-deadlock-reasons: a goroutine is held, or it might be collected before the report (D-05). */
import { chan, type Goroutine, go, main, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { Cond, Mutex, RWMutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

const held: Goroutine<void>[] = [];

main(function* () {
  const rw = new RWMutex();
  yield* rw.lock();
  const c = new Cond(new Mutex());
  const done = chan<number>();
  go(function* () {
    yield* c.l.lock();
    yield* c.wait();
  });
  go(function* () {
    yield* done.range(() => {});
  });
  held.push(
    go(function* () {
      yield* chan<number>(0).send(1);
    }),
  );
  go(function* () {
    yield* select([done.recv(), chan<boolean>().recv()]);
  });
  yield* sleep(20);
  println("all wait, and main for a reader's lock");
  yield* rw.rLock();
});
