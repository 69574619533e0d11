/**
 * What the threads of the chaos test do while one of them is ended at a random moment.
 *
 * A task counts in shared memory what it has done, so that it is known of one that never comes back. Each ends with
 * LOST when what it depends on went down with a thread.
 */
import { type Chan, chan, type Go, go, gosched, type RecvChan, type SendChan, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { goroutine } from "../../src/goroutine.js";
import type { Mutex } from "../../src/shared/mutex.js";
import type { RWMutex } from "../../src/shared/rwmutex.js";
import { add, get, put } from "../../src/shm/atomics.js";
import { WorkerLost } from "../../src/worker-lost.js";

/** The result of a task that depended on a thread that died. */
export const LOST = -1;

/** Runs `body`; LOST if it panics with WorkerLost. */
function* unlessLost(body: () => Go<number>): Go<number> {
  try {
    return yield* body();
  } catch (error) {
    if (error instanceof WorkerLost) return LOST;
    throw error;
  }
}

/** What any thread may run. */
type Task<A extends unknown[]> = (...args: A) => Go<number>;

function task<A extends unknown[]>(name: string, body: Task<A>): Task<A> {
  return goroutine(import.meta.url, name, (...args: A) => unlessLost(() => body(...args)));
}

/** Sends the values from `first` on, `count` of them; counts them at `sent`. */
export const produce: Task<[ch: Chan<number>, first: number, count: number, sent: number]> = task(
  "produce",
  function* (ch, first, count, sent) {
    for (let i = 0; i < count; i++) {
      yield* ch.send(first + i);
      put(sent, i + 1);
    }
    return count;
  },
);

/** Receives until the channel is closed; counts each value at its own word. */
export const consume: Task<[ch: Chan<number>, words: number]> = task("consume", function* (ch, words) {
  let n = 0;
  for (;;) {
    const [value, ok] = yield* ch.recvOk();
    if (!ok) return n;
    add(words + (value as number) * 4, 1);
    n++;
  }
});

/** Adds to `total` and to `own` under a lock, neither of them atomically. */
export const guarded: Task<[mutex: Mutex, count: number, total: number, own: number]> = task(
  "guarded",
  function* (mutex, count, total, own) {
    for (let i = 0; i < count; i++) {
      yield* mutex.lock();
      const before = get(total);
      put(own, get(own) + 1);
      put(total, before + 1);
      mutex.unlock();
    }
    return count;
  },
);

/** `produce` into whichever of two channels takes the value first. */
export const spread: Task<[a: Chan<number>, b: Chan<number>, first: number, count: number, sent: number]> =
  task("spread", function* (a, b, first, count, sent) {
    for (let i = 0; i < count; i++) {
      yield* select({ a: a.send(first + i), b: b.send(first + i) });
      put(sent, i + 1);
    }
    return count;
  });

/** `consume` from whichever of two channels has a value first; now and then neither has one for a while. */
export const gather: Task<[a: Chan<number>, b: Chan<number>, words: number]> = task(
  "gather",
  function* (a, b, words) {
    const open: [RecvChan<number> | null, RecvChan<number> | null] = [a, b];
    let n = 0;
    while (open[0] !== null || open[1] !== null) {
      const [index, value] = yield* select([
        open[0]?.recvOk() ?? null,
        open[1]?.recvOk() ?? null,
        sleep(0.1),
      ]);
      if (index === 2) continue;
      const [received, ok] = value;
      if (!ok) open[index] = null;
      else {
        add(words + (received as number) * 4, 1);
        n++;
      }
    }
    return n;
  },
);

/** Writes the same number to both words under the lock for writers; lets others run in between. */
export const writes: Task<[lock: RWMutex, count: number, words: number]> = task(
  "writes",
  function* (lock, count, words) {
    for (let i = 0; i < count; i++) {
      yield* lock.lock();
      put(words, get(words) + 1);
      if (i % 16 === 0) yield* gosched();
      put(words + 4, get(words + 4) + 1);
      lock.unlock();
    }
    return count;
  },
);

/** Counts how often both words differ under the lock for readers. */
export const reads: Task<[lock: RWMutex, count: number, words: number]> = task(
  "reads",
  function* (lock, count, words) {
    let differ = 0;
    for (let i = 0; i < count; i++) {
      yield* lock.rLock();
      const seen = get(words);
      if (i % 16 === 0) yield* gosched();
      if (get(words + 4) !== seen) differ++;
      lock.rUnlock();
    }
    return differ;
  },
);

/** Two to the `depth`, by goroutines that start goroutines. */
export const branch: Task<[depth: number]> = task("branch", function* (depth) {
  if (depth === 0) return 1;
  const [left, right] = [go(branch, depth - 1), go(branch, depth - 1)];
  const [a, b] = [yield* left.join(), yield* right.join()];
  return a === LOST || b === LOST ? LOST : a + b;
});

/** Makes a channel of its own thread, tells it, and sends the numbers below `count` through it. */
export const serve: Task<[answers: SendChan<Chan<number>>, capacity: number, count: number]> = task(
  "serve",
  function* (answers, capacity, count) {
    const own = chan<number>(capacity);
    yield* answers.send(own);
    for (let i = 0; i < count; i++) yield* own.send(i);
    own.close();
    return count;
  },
);

/** Passes on what comes through a channel until it is closed, or lost. */
export const relay: Task<[from: RecvChan<number>, to: SendChan<number>]> = task(
  "relay",
  function* (from, to) {
    let n = 0;
    for (;;) {
      const [value, ok] = yield* from.recvOk();
      if (!ok) return n;
      yield* to.send(value as number);
      n++;
    }
  },
);

/** A small task with a result. */
export const square: (n: number) => Go<number> = goroutine(import.meta.url, "square", function* (n: number) {
  return n * n;
});
