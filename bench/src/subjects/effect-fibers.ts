/** Programs of Effect that do nothing but switch fibers, run on whatever scheduler the options name. */

import { Deferred, Effect, Queue } from "effect";
import type { CaseFn, Subject } from "../subject.js";

/** Two fibers that send each other values over unbuffered queues. */
export const pingPong =
  (options: Effect.RunOptions): CaseFn =>
  (size) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const ping = yield* Queue.bounded<number>(0);
        const pong = yield* Queue.bounded<number>(0);
        const rounds = size / 2;
        yield* Effect.forkDetach(
          Effect.gen(function* () {
            for (let i = 0; i < rounds; i++) yield* Queue.offer(pong, (yield* Queue.take(ping)) + 1);
          }),
        );
        let sum = 0;
        for (let i = 0; i < rounds; i++) {
          yield* Queue.offer(ping, i);
          sum += yield* Queue.take(pong);
        }
        return sum;
      }),
      options,
    );

/** Fibers that finish at once. */
export const spawn =
  (options: Effect.RunOptions): CaseFn =>
  (size) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const done = yield* Deferred.make<void>();
        let finished = 0;
        const body = Effect.gen(function* () {
          if (++finished === size) yield* Deferred.succeed(done, undefined);
        });
        for (let i = 0; i < size; i++) yield* Effect.forkDetach(body);
        yield* Deferred.await(done);
        return finished;
      }),
      options,
    );

/** The programs, each run with these options. */
export function fiberCases(options: Effect.RunOptions): Subject {
  const yields: CaseFn = (size) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const done = yield* Deferred.make<void>();
        let turns = 0;
        const body = Effect.gen(function* () {
          for (let i = 0; i < size / 2; i++) {
            turns++;
            yield* Effect.yieldNow;
          }
          if (turns === size) yield* Deferred.succeed(done, undefined);
        });
        yield* Effect.forkDetach(body);
        yield* Effect.forkDetach(body);
        yield* Deferred.await(done);
        return turns;
      }),
      options,
    );

  return { "fiber-yield": yields, "fiber-spawn": spawn(options), "fiber-queue": pingPong(options) };
}
