/**
 * Locks, groups and conditions in every order of a few threads. What they protect is read and written plainly: two who are
 * inside at the same time, or one who does not see what the last has written, are a data race, which the explorer reports.
 */
import { describe, expect, test } from "vitest";
import { type Body, explore } from "../../test/explore/explorer.js";
import {
  AWAIT,
  type Bench,
  type Code,
  DONE,
  doing,
  READ,
  scenario,
  TAKE,
  WRITE,
} from "../../test/explore/on-channels.js";

/** Words that objects protect. */
const WORD = 65536;

/** Adds 1 to a word, under the mutex. */
function* addLocked(bench: Bench, m: number, mutex: number): Code<number> {
  yield* bench.perform(m, TAKE, mutex);
  const { get, put } = bench.load("atomics");
  put(WORD, get(WORD) + 1);
  return yield* bench.load("hmutex").unlockMutex(mutex, m);
}

describe("a mutex, in every order", () => {
  test("lets one at a time in", () => {
    explore(
      scenario(
        (bench) => bench.object("MUTEX"),
        (bench, mutex) => {
          const adding = (m: number) => (): Code<number> => addLocked(bench, m, mutex);
          return [doing(adding(0), adding(0)), doing(adding(1)), doing(adding(2))];
        },
        (_, read) => expect(read(WORD)).toBe(4),
      ),
    );
  });

  test("is free again when a waiter gives up, whether or not it was handed over", () => {
    explore(
      scenario(
        (bench) => bench.object("MUTEX"),
        (bench, mutex) => [
          doing(() => addLocked(bench, 0, mutex)),
          doing(function* () {
            const got = yield* bench.giveUp(1, TAKE, mutex);
            return got === null ? 0 : yield* bench.load("hmutex").unlockMutex(mutex, 1);
          }),
          doing(() => addLocked(bench, 2, mutex)),
        ],
        (_, read) => expect(read(WORD)).toBe(2),
      ),
    );
  });
});

/** A writer adds 1; a reader answers what it sees. */
const readersAndWriters = (bench: Bench, rw: number) => ({
  *write(m: number): Code<number> {
    yield* bench.perform(m, WRITE, rw);
    const { get, put } = bench.load("atomics");
    put(WORD, get(WORD) + 1);
    return yield* bench.load("hrwmutex").writeUnlock(rw, m);
  },
  *read(m: number): Code<number> {
    yield* bench.perform(m, READ, rw);
    const seen = bench.load("atomics").get(WORD);
    yield* bench.load("hrwmutex").readUnlock(rw, m);
    return seen;
  },
});

describe("a lock for readers and writers, in every order", () => {
  const bodies: [string, (steps: ReturnType<typeof readersAndWriters>) => Body[]][] = [
    [
      "two writers and a reader",
      ({ read, write }) => [doing(() => write(0)), doing(() => write(1)), doing(() => read(2))],
    ],
    [
      "a writer and two readers",
      ({ read, write }) => [doing(() => write(0)), doing(() => read(1)), doing(() => read(2))],
    ],
  ];
  test.each(bodies)("keeps %s apart", (_, make) => {
    explore(
      scenario(
        (bench) => bench.object("RWMUTEX", 64 + 64 * 4),
        (bench, rw) => make(readersAndWriters(bench, rw)),
        (logs) => expect(logs.flat().every((seen) => seen >= 0 && seen <= 2)).toBe(true),
      ),
    );
  });

  test("lets readers in when the writer that held them up gives up", () => {
    explore(
      scenario(
        (bench) => bench.object("RWMUTEX", 64 + 64 * 4),
        (bench, rw) => {
          const { read } = readersAndWriters(bench, rw);
          return [
            doing(() => read(0)),
            doing(() => read(1)),
            doing(function* () {
              const got = yield* bench.giveUp(2, WRITE, rw);
              return got === null ? 0 : yield* bench.load("hrwmutex").writeUnlock(rw, 2);
            }),
          ];
        },
        (logs) => expect(logs.slice(0, 2)).toEqual([[0], [0]]),
      ),
    );
  });
});

test("who waits for a group sees all that was done before, in every order", () => {
  explore(
    scenario(
      function* (bench) {
        const wg = yield* bench.object("WAITGROUP");
        yield* bench.load("hwaitgroup").addTally(wg, 2, 0);
        return wg;
      },
      (bench, wg) => {
        const { get, put } = bench.load("atomics");
        const work = (m: number): Body =>
          doing(function* () {
            put(WORD + m * 4, m + 1);
            return yield* bench.load("hwaitgroup").addTally(wg, -1, m);
          });
        const wait = (m: number): Body =>
          doing(function* () {
            yield* bench.perform(m, AWAIT, wg);
            return get(WORD) + get(WORD + 4);
          });
        return [work(0), work(1), wait(2), wait(3)];
      },
      (logs) => expect(logs.slice(2)).toEqual([[3], [3]]),
    ),
  );
});

test("who changes what a condition is about finds all who wait for it, in every order", () => {
  explore(
    scenario(
      function* (bench) {
        return [yield* bench.object("COND"), yield* bench.object("MUTEX")] as const;
      },
      (bench, [cond, mutex]) => {
        const { get, put } = bench.load("atomics");
        const wait = (m: number): Body =>
          doing(function* () {
            yield* bench.perform(m, TAKE, mutex);
            while (get(WORD) === 0) yield* bench.awaitNotice(m, cond, mutex);
            return yield* bench.load("hmutex").unlockMutex(mutex, m);
          });
        const change = doing(function* () {
          yield* bench.perform(2, TAKE, mutex);
          put(WORD, 1);
          yield* bench.load("hmutex").unlockMutex(mutex, 2);
          return yield* bench.load("hwaitgroup").signal(cond, 2, 2);
        });
        return [wait(0), wait(1), change];
      },
      (logs) => expect(logs.flat()).toEqual([DONE, DONE, DONE]),
    ),
  );
});
