/** Twin of 29-mutex. */
import { after, chan, func, go, main, panic, sleep } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { type Locker, Mutex, WaitGroup } from "@gopark/sync";
import { println } from "../../src/fmt.js";

main(function* () {
  const mu = new Mutex();
  println("TryLock free:", mu.tryLock());
  println("TryLock held by the same goroutine:", mu.tryLock());

  // not owned by a goroutine: any goroutine may unlock
  const unlocked = chan<void>();
  go(() => {
    mu.unlock();
    unlocked.close();
  });
  yield* unlocked.recv();
  yield* mu.lock();
  println("locked again after a foreign Unlock");

  // second lock in the same goroutine blocks (no reentrancy)
  const entered = chan<void>();
  go(function* () {
    yield* mu.lock();
    entered.close();
  });
  const chosen = yield* select({ entered: entered.recv(), late: after(30) });
  if (chosen.case === "entered") println("BUG");
  else println("second Lock waits");
  mu.unlock();
  yield* entered.recv();
  mu.unlock();

  // waiters that parked in a known order get the lock in that order when nobody else competes
  yield* mu.lock();
  const out = chan<number>(3);
  const wg = new WaitGroup();
  for (let i = 1; i <= 3; i++) {
    wg.add(1);
    go(
      func(function* (fn) {
        fn.defer(() => wg.done());
        yield* mu.lock();
        yield* out.send(i);
        yield* sleep(2);
        mu.unlock();
      }),
    );
    yield* sleep(10);
  }
  mu.unlock();
  yield* wg.wait();
  println("parked waiters:", yield* out.recv(), yield* out.recv(), yield* out.recv());

  // a deferred unlock releases also when the critical section panics
  yield* func(function* (fn) {
    fn.defer(() => fn.recover());
    yield* mu.lock();
    fn.defer(() => mu.unlock());
    panic("x");
  })();
  println("free after panic with defer Unlock:", mu.tryLock());
  mu.unlock();

  // starvation mode: a waiter that has waited more than 1ms is handed the lock by unlock directly
  yield* mu.lock();
  const got = chan<void>();
  go(function* () {
    yield* mu.lock();
    got.close();
    yield* sleep(5);
    mu.unlock();
  });
  yield* sleep(20);
  mu.unlock();
  yield* sleep(1);
  if (trySelect([got.recv()]) !== undefined) println("starving waiter got it; TryLock now", mu.tryLock());
  else println("BUG?");

  const l: Locker = mu;
  yield* l.lock();
  l.unlock();
  println("*Mutex is a Locker");
});
