/**
 * Effect 4: fibers written with `Effect.gen`, channels as `Queue.bounded` (capacity 0 is its rendezvous).
 *
 * Fibers are forked with `forkDetach`, which is lighter than `forkChild` (no set of children in the parent) and
 * what `go` means. To park on a broadcast, `Deferred`; to sum up the skynet, `Fiber.join`: both are
 * quicker than a queue for that.
 */

import { Deferred, Effect, Fiber, Queue } from "effect";
import { compute } from "../busy.js";
import { busyGoroutines, recursionDepth, ringLength } from "../cases.js";
import type { CaseFn, Subject } from "../subject.js";
import { fiberCases, pingPong, spawn } from "./effect-fibers.js";
import { streamCases } from "./effect-streams.js";
import { syncCases } from "./effect-sync.js";

const pipe =
  (capacity: number): CaseFn =>
  (size) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const values = yield* Queue.bounded<number>(capacity);
        yield* Effect.forkDetach(
          Effect.gen(function* () {
            for (let i = 0; i < size; i++) yield* Queue.offer(values, i);
          }),
        );
        let sum = 0;
        for (let i = 0; i < size; i++) sum += yield* Queue.take(values);
        return sum;
      }),
    );

const fan: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const values = yield* Queue.bounded<number>(0);
      const share = size / 8;
      const consumers: Fiber.Fiber<number>[] = [];
      for (let worker = 0; worker < 8; worker++) {
        yield* Effect.forkDetach(
          Effect.gen(function* () {
            for (let i = worker * share; i < (worker + 1) * share; i++) yield* Queue.offer(values, i);
          }),
        );
        consumers.push(
          yield* Effect.forkDetach(
            Effect.gen(function* () {
              let sum = 0;
              for (let i = 0; i < share; i++) sum += yield* Queue.take(values);
              return sum;
            }),
          ),
        );
      }
      let total = 0;
      for (const consumer of consumers) total += yield* Fiber.join(consumer);
      return total;
    }),
  );

const yields: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let last = -1;
      let switches = 0;
      const fibers: Fiber.Fiber<void>[] = [];
      for (let me = 0; me < 2; me++) {
        fibers.push(
          yield* Effect.forkDetach(
            Effect.gen(function* () {
              for (let i = 0; i < size / 2; i++) {
                if (last !== me) switches++;
                last = me;
                yield* Effect.yieldNow;
              }
            }),
          ),
        );
      }
      for (const fiber of fibers) yield* Fiber.join(fiber);
      return switches;
    }),
  );

const parked: CaseFn = (size, probe) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>();
      let waiting = 0;
      let woken = 0;
      const body = Effect.gen(function* () {
        waiting++;
        yield* Deferred.await(gate);
        woken++;
      });
      for (let i = 0; i < size; i++) yield* Effect.forkDetach(body);
      while (waiting < size) yield* Effect.yieldNow;
      probe.parked();
      yield* Deferred.succeed(gate, undefined);
      while (woken < size) yield* Effect.yieldNow;
      return woken;
    }),
  );

const sieve: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const numbers = yield* Queue.bounded<number>(0);
      yield* Effect.forkDetach(
        Effect.gen(function* () {
          for (let i = 2; ; i++) yield* Queue.offer(numbers, i);
        }),
      );
      let source = numbers;
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const prime = yield* Queue.take(source);
        sum += prime;
        const rest = yield* Queue.bounded<number>(0);
        yield* Effect.forkDetach(filter(source, rest, prime));
        source = rest;
      }
      return sum;
    }),
  );

const filter = (
  source: Queue.Dequeue<number>,
  rest: Queue.Enqueue<number>,
  prime: number,
): Effect.Effect<never> =>
  Effect.gen(function* () {
    for (;;) {
      const number = yield* Queue.take(source);
      if (number % prime !== 0) yield* Queue.offer(rest, number);
    }
  });

const skynet: CaseFn = (size) => Effect.runPromise(node(0, size));

const node = (first: number, leaves: number): Effect.Effect<number> =>
  Effect.gen(function* () {
    if (leaves === 1) return first;
    const share = leaves / 10;
    const children: Fiber.Fiber<number>[] = [];
    for (let i = 0; i < 10; i++) children.push(yield* Effect.forkDetach(node(first + i * share, share)));
    let sum = 0;
    for (const child of children) sum += yield* Fiber.join(child);
    return sum;
  });

const ring: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const done = yield* Deferred.make<number>();
      const first = yield* Queue.bounded<number>(0);
      let from = first;
      for (let id = 1; id <= ringLength; id++) {
        const to = id === ringLength ? first : yield* Queue.bounded<number>(0);
        yield* Effect.forkDetach(link(id, from, to, done));
        from = to;
      }
      yield* Queue.offer(first, size);
      return yield* Deferred.await(done);
    }),
  );

const link = (
  id: number,
  from: Queue.Dequeue<number>,
  to: Queue.Enqueue<number>,
  done: Deferred.Deferred<number>,
): Effect.Effect<never> =>
  Effect.gen(function* () {
    for (;;) {
      const left = yield* Queue.take(from);
      if (left === 0) yield* Deferred.succeed(done, id);
      else yield* Queue.offer(to, left - 1);
    }
  });

const recursion: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let levels = 0;
      for (let i = 0; i < size; i++)
        levels += yield* Fiber.join(yield* Effect.forkDetach(descend(recursionDepth)));
      return levels;
    }),
  );

const descend = (depth: number): Effect.Effect<number> =>
  Effect.gen(function* () {
    if (depth === 0) {
      yield* Effect.yieldNow;
      return 0;
    }
    return 1 + (yield* descend(depth - 1));
  });

const busy: CaseFn = (size) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const done = yield* Deferred.make<void>();
      let bursts = 0;
      let finished = 0;
      const body = Effect.gen(function* () {
        for (let turn = 0; turn < size / busyGoroutines; turn++) {
          bursts += compute();
          yield* Effect.yieldNow;
        }
        if (++finished === busyGoroutines) yield* Deferred.succeed(done, undefined);
      });
      for (let i = 0; i < busyGoroutines; i++) yield* Effect.forkDetach(body);
      yield* Deferred.await(done);
      return bursts;
    }),
  );

export const subject: Subject = {
  "ping-pong": pingPong({}),
  "pipe-0": pipe(0),
  "pipe-1": pipe(1),
  "pipe-128": pipe(128),
  "fan-8-8": fan,
  gosched: yields,
  spawn: spawn({}),
  parked,
  sieve,
  skynet,
  ring,
  recursion,
  "event-loop-gap": busy,
  ...syncCases,
  ...streamCases,
  ...fiberCases({}),
};
