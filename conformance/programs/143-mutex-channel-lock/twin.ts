/** Twin of 143-mutex-channel-lock. */
import { after, type Chan, chan, type Go, go, Minute, main, type Op, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { println } from "../../src/fmt.js";

class Lock {
  readonly c: Chan<void> = chan<void>(1);

  lock(): Op<void> {
    return this.c.send();
  }

  unlock(): Op<void> {
    return this.c.recv();
  }

  *lockWithin(ms: number): Go<boolean> {
    const r = yield* select({ locked: this.lock(), late: after(ms) });
    return r.case === "locked";
  }
}

main(function* () {
  const l = new Lock();
  yield* l.lock();
  println("within 20 ms:", yield* l.lockWithin(20));
  println("still held once:", l.c.len);
  go(function* () {
    yield* sleep(20);
    yield* l.unlock();
  });
  println("within a minute:", yield* l.lockWithin(Minute));
  yield* l.unlock();
  println("free:", l.c.len === 0, yield* l.lockWithin(Minute));
});
