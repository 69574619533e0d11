/**
 * Operators that read several sources or run several functions at a time: what holds in whatever order these
 * come to run. Where the order is fixed, RxJS says what it is.
 */
import { gosched, sleep } from "@gopark/core";
import fc from "fast-check";
import * as rx from "rxjs";
import { describe, expect, it } from "vitest";
import { type Outcome, outcomeOf, outcomeOfRx } from "../test/outcome.js";
import { type Kind, kinds, torn, watched } from "../test/sources.js";
import { broadcast, partition } from "./broadcast.js";
import { collect } from "./collect.js";
import { combineLatest } from "./combine-latest.js";
import { concatMap } from "./concat-map.js";
import { flatMap } from "./flat-map.js";
import { groupBy } from "./group-by.js";
import { merge } from "./merge.js";
import { parallel } from "./parallel.js";
import { pipe } from "./pipe.js";
import { retry } from "./retry.js";
import { share } from "./share.js";
import { take } from "./take.js";
import { window } from "./window.js";
import { zip } from "./zip.js";

const kind = fc.constantFrom<Kind[]>(...kinds);
const list = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 10 });
/** Some sources: the kind and the values of each. */
const sources = fc.array(fc.tuple(kind, list), { minLength: 1, maxLength: 4 });

type Tagged = readonly [source: number, index: number];

/** Each source's values as which source, which value. */
function tagged(given: readonly (readonly [Kind, readonly number[]])[]) {
  return given.map(([kind, values], source) =>
    watched(kind, { values: values.map((_, index): Tagged => [source, index]), fails: false }),
  );
}

/** Each watched source was opened once, and is closed or at its end. */
function expectOver(all: readonly { watch: { opened: number; ended: number; closed: number } }[]): void {
  for (const { watch } of all) expect(watch.ended + watch.closed).toBe(watch.opened);
}

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);
const sorted = (values: readonly unknown[]): number[] => [...(values as number[])].sort((a, b) => a - b);

describe("merge", () => {
  it("gives all values of all sources, those of each in their order", async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (given) => {
        const all = tagged(given);
        const [first, ...others] = all.map(({ source }) => source);
        const { values } = (await outcomeOf(first, merge(...others))) as { values: Tagged[] };
        for (const [source, [, wanted]] of given.entries()) {
          const indexes = values.filter((value) => value[0] === source).map((value) => value[1]);
          expect(indexes).toEqual(numbers(wanted.length));
        }
        expectOver(all);
      }),
    );
  });
});

describe("zip", () => {
  it("gives what RxJS's zip gives", async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (given) => {
        const all = given.map(([kind, values]) => watched(kind, { values, fails: false }));
        const [first, ...others] = all.map(({ source }) => source);
        const wanted = outcomeOfRx(rx.zip(given.map(([, values]) => rx.from(values))));
        expect(await outcomeOf(first, zip(...others))).toEqual(wanted);
        expectOver(all);
      }),
    );
  });
});

describe("combineLatest", () => {
  it("gives the latest values with each new one, from when all have given one, to the last", async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (given) => {
        const all = tagged(given);
        const [first, ...others] = all.map(({ source }) => source);
        const { values } = (await outcomeOf(first, combineLatest(...others))) as { values: Tagged[][] };
        const indexes = values.map((row) => row.map(([, index]) => index));
        for (const row of values) expect(row.map(([source]) => source)).toEqual(numbers(given.length));
        for (const [at, row] of indexes.entries()) {
          if (at === 0) continue;
          const steps = row.map((index, source) => index - (indexes[at - 1]?.[source] as number));
          expect(sorted(steps)).toEqual([...numbers(given.length - 1).map(() => 0), 1]);
        }
        const lengths = given.map(([, wanted]) => wanted.length);
        expect(indexes.at(-1)).toEqual(lengths.includes(0) ? undefined : lengths.map((length) => length - 1));
        // Somebody is the last to give his first value.
        if (indexes[0] !== undefined) expect(Math.min(...indexes[0])).toBe(0);
        expectOver(all);
      }),
    );
  });
});

/** Keeps count of how many run. */
class Load {
  now = 0;
  most = 0;

  /** Stays until so many have run at a time, or for long enough to know that they do not. */
  *carry(wanted: number): Generator<any, void, any> {
    this.most = Math.max(this.most, ++this.now);
    for (let turn = 0; turn < 30 && this.most < wanted; turn++) yield* sleep(1);
    this.now--;
  }
}

describe.each(["flatMap", "parallel"] as const)("%s", (name) => {
  it("gives all results, runs no more than it may at a time, and as many as it may", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, fc.integer({ min: 1, max: 5 }), async (kind, values, limit) => {
        const load = new Load();
        const most = Math.min(limit, values.length);
        function* f(value: number): Generator<any, number, any> {
          yield* load.carry(most);
          return value * 2;
        }
        const operator = name === "flatMap" ? flatMap(f, limit) : parallel(limit, f, { ordered: false });
        const { source, watch } = watched(kind, { values, fails: false });
        const outcome = await outcomeOf(source, operator);
        expect(sorted(outcome.values)).toEqual(sorted(values.map((value) => value * 2)));
        expect(load.most).toBe(most);
        expectOver([{ watch }]);
      }),
    );
  });

  it("fails with the first error, and stops the others", async () => {
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 5 }), fc.nat(9), async (values, limit, bad) => {
        let running = 0;
        function* f(value: number, index: number): Generator<any, number, any> {
          running++;
          try {
            yield* gosched();
            if (index === bad) throw torn;
            return value;
          } finally {
            running--;
          }
        }
        const operator = name === "flatMap" ? flatMap(f, limit) : parallel(limit, f, { ordered: false });
        const outcome = await outcomeOf(values, operator);
        expect(outcome.error?.cause).toBe(bad < values.length ? torn : undefined);
        expect(running).toBe(0);
      }),
    );
  });
});

it("parallel in order gives results in the order of values, whichever is done first", async () => {
  await fc.assert(
    fc.asyncProperty(list, fc.integer({ min: 1, max: 5 }), async (values, limit) => {
      function* f(turns: number): Generator<any, number, any> {
        for (let turn = 0; turn < turns; turn++) yield* gosched();
        return turns;
      }
      expect(await outcomeOf(values, parallel(limit, f))).toEqual({ values });
    }),
  );
});

it("flatMap keeps the order of each inner source", async () => {
  await fc.assert(
    fc.asyncProperty(sources, fc.integer({ min: 1, max: 5 }), async (given, limit) => {
      const all = tagged(given);
      const f = (source: number): AsyncIterable<Tagged> => all[source]?.source;
      const { values } = (await outcomeOf(numbers(given.length), flatMap(f, limit))) as { values: Tagged[] };
      for (const [source, [, wanted]] of given.entries()) {
        const indexes = values.filter((value) => value[0] === source).map((value) => value[1]);
        expect(indexes).toEqual(numbers(wanted.length));
      }
      expectOver(all);
    }),
  );
});

describe("retry", () => {
  it("reads the source again after an error, as RxJS does, and ends with the last error", async () => {
    await fc.assert(
      fc.asyncProperty(list, fc.nat(4), fc.nat(5), async (values, failures, count) => {
        /** Fails a number of times, then ends. */
        const flaky = (): { [Symbol.iterator](): Generator<number> } => {
          let left = failures;
          return {
            *[Symbol.iterator]() {
              yield* values;
              if (left-- > 0) throw torn;
            },
          };
        };
        expect(await outcomeOf(flaky(), retry({ count }))).toEqual(
          outcomeOfRx(rx.from(flaky()).pipe(rx.retry({ count }))),
        );
      }),
    );
  });
});

describe("window and groupBy", () => {
  it("give with concatMap what RxJS's windowCount gives with concatMap", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, fc.integer({ min: 1, max: 4 }), async (kind, values, size) => {
        const { source, watch } = watched(kind, { values, fails: false });
        const wanted = outcomeOfRx(rx.from(values).pipe(rx.bufferCount(size)));
        expect(
          await outcomeOf(
            source,
            window(size),
            concatMap((each: any) => pipe(each, collect())),
          ),
        ).toEqual(wanted);
        expectOver([{ watch }]);
      }),
    );
  });

  it("give each key's values in order", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, fc.integer({ min: 1, max: 4 }), async (kind, values, keys) => {
        const { source, watch } = watched(kind, { values, fails: false });
        const key = (value: number): number => value % keys;
        const read = async (group: any): Promise<unknown> => [group.key, await pipe(group, collect())];
        const outcome = await outcomeOf(source, groupBy(key), flatMap(read as any, 4));
        const wanted = outcomeOfRx(
          rx.from(values).pipe(
            rx.groupBy(key),
            rx.mergeMap((group) =>
              group.pipe(
                rx.toArray(),
                rx.map((each) => [group.key, each]),
              ),
            ),
          ),
        );
        const byKey = ({ values }: Outcome): unknown[] => [...values].sort((a: any, b: any) => a[0] - b[0]);
        expect(byKey(outcome)).toEqual(byKey(wanted));
        expectOver([{ watch }]);
      }),
    );
  });
});

describe("streams out of one", () => {
  it("broadcast gives each copy all values, and reads the source once", async () => {
    await fc.assert(
      fc.asyncProperty(
        kind,
        list,
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(2),
        async (...given) => {
          const [kind, values, fails, count, buffer] = given;
          const { source, watch } = watched(kind, { values, fails });
          const copies = broadcast(source, count, { buffer });
          const outcomes = await Promise.all(copies.map((copy) => outcomeIn(copy)));
          for (const outcome of outcomes) {
            expect(outcome.error?.cause).toBe(fails ? torn : undefined);
            expect(outcome.values).toEqual(values.slice(0, outcome.values.length));
            if (!fails) expect(outcome.values).toEqual(values);
          }
          expect(watch).toEqual({ opened: 1, ended: 1, closed: 0 });
        },
      ),
    );
  });

  it("broadcast leaves out a copy that leaves early", async () => {
    await fc.assert(
      fc.asyncProperty(
        kind,
        list,
        fc.integer({ min: 1, max: 12 }),
        fc.nat(2),
        async (kind, values, taken, buffer) => {
          const { source, watch } = watched(kind, { values, fails: false });
          const [brief, whole] = broadcast(source, 2, { buffer });
          const [some, all] = await Promise.all([outcomeIn(brief, take(taken)), outcomeIn(whole)]);
          expect(some.values).toEqual(values.slice(0, taken));
          expect(all.values).toEqual(values);
          expect(watch).toEqual({ opened: 1, ended: 1, closed: 0 });
        },
      ),
    );
  });

  it("partition gives each value to one of two", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, async (kind, values) => {
        const { source } = watched(kind, { values, fails: false });
        const odd = (value: unknown): boolean => (value as number) % 2 === 1;
        const outcomes = await Promise.all(partition(source, odd).map((each) => outcomeIn(each)));
        expect(outcomes.map((outcome) => outcome.values)).toEqual([
          values.filter(odd),
          values.filter((value) => !odd(value)),
        ]);
      }),
    );
  });

  it("share runs its source once for those who read it at the same time, and again for those who come after", async () => {
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 4 }), async (values, readers) => {
        const runs = { begun: 0, over: 0 };
        const source = {
          async *[Symbol.asyncIterator]() {
            runs.begun++;
            // Until all have joined.
            await sleep(1);
            yield* values;
            runs.over++;
          },
        };
        const shared = pipe(source, share());
        for (const run of [1, 2]) {
          const outcomes = await Promise.all(Array.from({ length: readers }, () => outcomeIn(shared)));
          for (const outcome of outcomes) expect(outcome.values).toEqual(values);
          expect(runs).toEqual({ begun: run, over: run });
        }
      }),
    );
  });
});

/** An outcome while others run: nobody's goroutines can be told apart. */
async function outcomeIn(source: any, ...stages: any[]): Promise<Outcome> {
  const values: unknown[] = [];
  try {
    for await (const value of (pipe as any)(source, ...stages)) values.push(value);
  } catch (error) {
    return { values, error: { cause: (error as Error).cause } };
  }
  return { values };
}

it("a chain of operators with goroutines leaves none, whatever its sources and wherever it ends", async () => {
  await fc.assert(
    fc.asyncProperty(sources, fc.nat(8), async (given, taken) => {
      const all = tagged(given);
      const [first, ...others] = all.map(({ source }) => source);
      const slow = function* (value: Tagged): Generator<any, Tagged, any> {
        yield* sleep(0);
        return value;
      };
      await outcomeOf(first, merge(...others), parallel(3, slow), flatMap(slow, 2), take(taken));
      expectOver(all);
    }),
  );
});
