/**
 * Effect 4, above its queues: what `effect.ts` says holds here.
 *
 * It has no select. The nearest is `raceAllFirst` over the operations: it starts them in order on a fiber each and
 * stops at the first that is done at once, so it prefers the first ready case where a select chooses evenly.
 * Its lock is a `Semaphore` of one permit, by `take` and `release`, which are a little quicker than `withPermit`. Its
 * wait group is a `FiberSet`; fibers sleep by `Effect.sleep`. It has no timer to be stopped: `timer` is absent.
 */

import { Deferred, Effect, Fiber, FiberSet, Queue, Semaphore } from "effect";
import { lockers, mayWake, readyRoom, sleepTime } from "../cases-sync.js";
import type { CaseFn, Subject } from "../subject.js";

const selectInTurn: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const a = yield* Queue.bounded<number>(0);
      const b = yield* Queue.bounded<number>(0);
      const c = yield* Queue.bounded<number>(0);
      yield* Effect.forkDetach(
        Effect.gen(function* () {
          for (let i = 0; i < size; i += 3) {
            yield* Queue.offer(a, i);
            yield* Queue.offer(b, i + 1);
            yield* Queue.offer(c, i + 2);
          }
        }),
      );
      const any = Effect.raceAllFirst([Queue.take(a), Queue.take(b), Queue.take(c)]);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += yield* any;
      return sum;
    }),
  );

const selectReady: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const a = yield* Queue.bounded<number>(readyRoom);
      const b = yield* Queue.bounded<number>(readyRoom);
      const c = yield* Queue.bounded<number>(readyRoom);
      for (let i = 0; i < readyRoom / 2; i++) {
        yield* Queue.offer(a, 1);
        yield* Queue.offer(b, 1);
        yield* Queue.offer(c, 1);
      }
      const take = Effect.raceAllFirst([Queue.take(a), Queue.take(b), Queue.take(c)]);
      let taken = 0;
      for (let i = 0; i < size / 2; i++) {
        const token = yield* take;
        taken += token;
        yield* Effect.raceAllFirst([Queue.offer(a, token), Queue.offer(b, token), Queue.offer(c, token)]);
      }
      return taken;
    }),
  );

const contended: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const lock = yield* Semaphore.make(1);
      let counter = 0;
      const body = Effect.gen(function* () {
        for (let i = 0; i < size / lockers; i++) {
          yield* lock.take(1);
          const before = counter;
          yield* Effect.yieldNow;
          counter = before + 1;
          yield* lock.release(1);
        }
      });
      const workers: Fiber.Fiber<void>[] = [];
      for (let worker = 0; worker < lockers; worker++) workers.push(yield* Effect.forkDetach(body));
      for (const worker of workers) yield* Fiber.join(worker);
      return counter;
    }),
  );

const tryAlone: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const lock = yield* Semaphore.make(1);
      let counter = 0;
      for (let i = 0; i < size; i++) {
        if (yield* lock.takeIfAvailable(1)) {
          counter++;
          yield* lock.release(1);
        }
      }
      return counter;
    }),
  );

const lockAlone: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const lock = yield* Semaphore.make(1);
      let counter = 0;
      for (let i = 0; i < size; i++) {
        yield* lock.take(1);
        counter++;
        yield* lock.release(1);
      }
      return counter;
    }),
  );

const waitGroup: CaseFn = (size) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const all = yield* FiberSet.make<void>();
        let finished = 0;
        const body = Effect.gen(function* () {
          finished++;
        });
        for (let i = 0; i < size; i++) yield* FiberSet.run(all, body);
        yield* FiberSet.awaitEmpty(all);
        return finished;
      }),
    ),
  );

const sleeping: CaseFn = (size, probe) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const done = yield* Deferred.make<void>();
      const started = performance.now();
      let asleep = 0;
      let allAsleep = false;
      let onTime = 0;
      let finished = 0;
      const body = (rest: number) =>
        Effect.gen(function* () {
          asleep++;
          yield* Effect.sleep(rest);
          if (allAsleep && mayWake(started, rest)) onTime++;
          if (++finished === size) yield* Deferred.succeed(done, undefined);
        });
      for (let i = 0; i < size; i++) yield* Effect.forkDetach(body(sleepTime(size, i)));
      while (asleep < size) yield* Effect.yieldNow;
      probe.parked();
      allAsleep = true;
      yield* Deferred.await(done);
      return onTime;
    }),
  );

export const syncCases: Subject = {
  "select-3": selectInTurn,
  "select-ready": selectReady,
  "select-3-kept": selectInTurn,
  "select-ready-kept": selectReady,
  "mutex-contended": contended,
  "mutex-try": tryAlone,
  "mutex-lock": lockAlone,
  waitgroup: waitGroup,
  sleeping,
};
