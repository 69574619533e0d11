/**
 * What the threads do in the test of deaths without shared memory. A task whose thread lives, and that depended on one that died,
 * answers LOST.
 */
import { threadId } from "node:worker_threads";
import { chan, go, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { goroutine } from "@gopark/workers";

const here = (name, fn) => goroutine(import.meta.url, name, fn);

/** The result of a task that depended on a thread that died. */
export const LOST = -1;

/** Runs `body`; LOST if it panics with WorkerLost. */
export function* unlessLost(body) {
  try {
    return yield* body();
  } catch (error) {
    if (error.name !== "WorkerLost") throw error;
    return LOST;
  }
}

const task = (name, body) => here(name, (...args) => unlessLost(() => body(...args)));

/** Ends its thread after so many milliseconds, at once if there are fewer than none; not M0's. */
export const bomb = here("bomb", function* (milliseconds) {
  if (threadId === 0) return;
  if (milliseconds < 0) process.exit(1);
  setTimeout(() => process.exit(1), milliseconds);
});

/** Sends the `count` values from `first` on, each through the channel that takes it first. */
export const produce = task("produce", function* (chans, first, count) {
  const sends = (value) => chans.map((ch) => ch.send(value));
  for (let i = 0; i < count; i++) {
    if (chans.length === 1) yield* chans[0].send(first + i);
    else yield* select(sends(first + i));
  }
  return count;
});

/** Receives from whichever channel has a value first, until all are closed or one is lost; now and then none has one for a while. */
export const consume = here("consume", function* (chans) {
  const open = [...chans];
  const received = [];
  yield* unlessLost(function* () {
    while (open.some((ch) => ch !== null)) {
      const [index, value] = yield* select([...open.map((ch) => ch?.recvOk() ?? null), sleep(0.3)]);
      if (index === open.length) continue;
      if (value[1]) received.push(value[0]);
      else open[index] = null;
    }
  });
  return received;
});

/** Two to the `depth`, by goroutines that start goroutines. */
export const branch = task("branch", function* (depth) {
  if (depth === 0) return 1;
  const both = [go(branch, depth - 1), go(branch, depth - 1)];
  const [left, right] = [yield* both[0].join(), yield* both[1].join()];
  return left === LOST || right === LOST ? LOST : left + right;
});

/** Adds 1 to what is in a box, `count` times, each time under the lock. */
export const add = task("add", function* (lock, box, count) {
  for (let i = 0; i < count; i++) {
    yield* lock.lock();
    yield* box.send((yield* box.recv()) + 1);
    lock.unlock();
  }
  return count;
});

/** Makes a channel of its own thread, tells it, and sends the numbers below `count` through it. */
export const serve = task("serve", function* (answers, capacity, count) {
  const own = chan(capacity);
  yield* answers.send(own);
  for (let i = 0; i < count; i++) yield* own.send(i);
  own.close();
  return count;
});
