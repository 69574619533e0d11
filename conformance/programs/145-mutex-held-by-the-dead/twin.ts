/** Twin of 145-mutex-held-by-the-dead. */
import { type BodyResult, chan, type Frame, func, type Go, go, goexit, main, panic } from "@gopark/core";
import { Mutex } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const mu = new Mutex();
  const ended = chan<boolean>();
  function* start(body: (fn: Frame<void>) => BodyResult<void>): Go {
    go(
      func(function* (fn) {
        fn.defer(() => ended.send(true));
        fn.defer(() => fn.recover());
        yield* func(body)();
      }),
    );
    yield* ended.recv();
  }
  yield* start(function* (fn) {
    yield* mu.lock();
    fn.defer(() => mu.unlock());
    panic("with the lock held");
  });
  println("after a panic:", mu.tryLock());
  mu.unlock();
  yield* start(function* (fn) {
    yield* mu.lock();
    fn.defer(() => mu.unlock());
    yield* goexit();
  });
  println("after Goexit:", mu.tryLock());
  mu.unlock();
  yield* start(() => mu.lock());
  println("after a forgotten Unlock:", mu.tryLock());
  yield* mu.lock();
});
