/**
 * async-mutex: async functions and its `Mutex`, released by the function that `acquire` resolves with.
 *
 * Nothing but locks. `mutex-try` is absent: its `tryAcquire` is a timeout of 0 ms around a waiting acquire. The
 * yield inside the critical section is an `await` of nothing, the least that lets others run; it starves the event
 * loop, which the yields of the other peers and of gopark do not.
 */

import { Mutex } from "async-mutex";
import { lockers } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

const contended: CaseFn = async (size) => {
  const lock = new Mutex();
  let counter = 0;
  const work = async (): Promise<void> => {
    for (let i = 0; i < size / lockers; i++) {
      const release = await lock.acquire();
      const before = counter;
      await undefined;
      counter = before + 1;
      release();
    }
  };
  const workers: Promise<void>[] = [];
  for (let worker = 0; worker < lockers; worker++) workers.push(work());
  await Promise.all(workers);
  return counter;
};

const alone: CaseFn = async (size) => {
  const lock = new Mutex();
  let counter = 0;
  for (let i = 0; i < size; i++) {
    const release = await lock.acquire();
    counter++;
    release();
  }
  return counter;
};

export const subject: Subject = {
  "mutex-contended": contended,
  "mutex-lock": alone,
};
