/**
 * Four ways to add 1 to a counter that goroutines on all threads share. The first one loses updates.
 *
 * Each function is a goroutine that any thread may run; it adds 1 and says so by `done`.
 */
import { type Go, gosched, type RecvChan, type SendChan } from "@gopark/core";
import { goroutine, type shared } from "@gopark/workers";

/** Reads, lets others run, and writes: what another goroutine has written in between is lost. */
export function* unguarded(counter: shared.Int32, done: shared.WaitGroup): Go {
  const seen = counter.load();
  yield* gosched();
  counter.store(seen + 1);
  done.done();
}
goroutine(import.meta.url, "unguarded", unguarded);

/** The same, under a lock: nobody else is between the read and the write. */
export function* locked(counter: shared.Int32, done: shared.WaitGroup, mutex: shared.Mutex): Go {
  yield* mutex.lock();
  const seen = counter.load();
  yield* gosched();
  counter.store(seen + 1);
  mutex.unlock();
  done.done();
}
goroutine(import.meta.url, "locked", locked);

/** Reads and writes in one step. */
export function atomic(counter: shared.Int32, done: shared.WaitGroup): void {
  counter.add(1);
  done.done();
}
goroutine(import.meta.url, "atomic", atomic);

/** Leaves the counter to one goroutine, and sends it what to add. */
export function* sent(amounts: SendChan<number>, done: shared.WaitGroup): Go {
  yield* amounts.send(1);
  done.done();
}
goroutine(import.meta.url, "sent", sent);

/** The goroutine that owns the counter: adds up what it receives. */
export function* adder(amounts: RecvChan<number>): Go<number> {
  let counter = 0;
  yield* amounts.range((amount) => {
    counter += amount;
  });
  return counter;
}
