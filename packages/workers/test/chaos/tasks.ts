/**
 * What the threads of the chaos test do while one of them is ended at a random moment.
 *
 * A task counts in shared memory what it has done, so that it is known of one that never comes back. Each ends with
 * LOST when what it depends on went down with a thread.
 */
import type { Chan, Go } from "@gopark/core";
import { goroutine } from "../../src/goroutine.js";
import type { Mutex } from "../../src/shared/mutex.js";
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

/** Sends the values from `first` on, `count` of them; counts them at `sent`. */
export const produce: (ch: Chan<number>, first: number, count: number, sent: number) => Go<number> =
  goroutine(import.meta.url, "produce", (ch, first, count, sent) =>
    unlessLost(function* () {
      for (let i = 0; i < count; i++) {
        yield* ch.send(first + i);
        put(sent, i + 1);
      }
      return count;
    }),
  );

/** Receives until the channel is closed; counts each value at its own word. */
export const consume: (ch: Chan<number>, words: number) => Go<number> = goroutine(
  import.meta.url,
  "consume",
  (ch, words) =>
    unlessLost(function* () {
      let n = 0;
      for (;;) {
        const [value, ok] = yield* ch.recvOk();
        if (!ok) return n;
        add(words + (value as number) * 4, 1);
        n++;
      }
    }),
);

/** Adds to `total` and to `own` under a lock, neither of them atomically. */
export const guarded: (mutex: Mutex, count: number, total: number, own: number) => Go<number> = goroutine(
  import.meta.url,
  "guarded",
  (mutex, count, total, own) =>
    unlessLost(function* () {
      for (let i = 0; i < count; i++) {
        yield* mutex.lock();
        const before = get(total);
        put(own, get(own) + 1);
        put(total, before + 1);
        mutex.unlock();
      }
      return count;
    }),
);

/** A small task with a result. */
export const square: (n: number) => Go<number> = goroutine(import.meta.url, "square", function* (n: number) {
  return n * n;
});
