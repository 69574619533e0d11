/**
 * Operators that look at the clock, and those that choose between sources by who comes first, against RxJS's
 * own under its TestScheduler: random timelines, and the examples of RxJS's documentation.
 *
 * No two things happen at the same time: sources and durations differ in their fractions. What happens then is not
 * RxJS's to say, as goroutines run in another order.
 */
import fc from "fast-check";
import * as rx from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { observed, played, type Recorded, record, recordRx, type Timeline } from "../test/timeline.js";
import { batch } from "./batch.js";
import { combineLatest } from "./combine-latest.js";
import { concatMap } from "./concat-map.js";
import { debounce } from "./debounce.js";
import { exhaustMap } from "./exhaust-map.js";
import { flatMap } from "./flat-map.js";
import { interval } from "./interval.js";
import { merge } from "./merge.js";
import { pipe } from "./pipe.js";
import { rateLimit } from "./rate-limit.js";
import { retry } from "./retry.js";
import { sample } from "./sample.js";
import type { Operator } from "./stage.js";
import { switchMap } from "./switch-map.js";
import { take } from "./take.js";
import { takeUntil } from "./take-until.js";
import { throttle } from "./throttle.js";
import { timeout } from "./timeout.js";
import { zip } from "./zip.js";

const fake = useFakeHost();

/** Values 0, 1, ... at whole seconds and a fraction, then the end, or an error, or neither. */
function timelines(fraction: number, maxLength = 12): fc.Arbitrary<Timeline> {
  return fc
    .record({
      gaps: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength }),
      rest: fc.integer({ min: 1, max: 20 }),
      over: fc.constantFrom("ends", "ends", "fails", "goes on"),
    })
    .map(({ gaps, rest, over }) => {
      let time = fraction;
      const values = gaps.map((gap, index) => [(time += gap * 1000), index] as const);
      return over === "goes on" ? { values } : { values, end: time + rest * 1000, fails: over === "fails" };
    });
}

const source = timelines(0);
const duration = fc.integer({ min: 1, max: 15 }).map((seconds) => seconds * 1000 + 137);

/** Both sides of one pipeline. */
interface Sides {
  readonly ours: readonly Operator<any, any>[];
  readonly theirs: rx.OperatorFunction<any, any>;
}

async function ourRecord(timeline: Timeline, stages: readonly Operator<any, any>[]): Promise<Recorded> {
  return record(fake.host, (pipe as any)(played(timeline), ...stages));
}

/** Plays a timeline to both sides and compares what comes out, and when. */
async function expectSame(timeline: Timeline, { ours, theirs }: Sides): Promise<void> {
  expect(await ourRecord(timeline, ours)).toEqual(recordRx(() => observed(timeline).pipe(theirs)));
}

/** A law: one timeline, some parameters. */
async function same<T>(params: fc.Arbitrary<T>, sides: (params: T) => Sides): Promise<void> {
  await fc.assert(
    fc.asyncProperty(source, params, (timeline, given) => expectSame(timeline, sides(given))),
    { numRuns: 60 },
  );
}

describe("operators that look at the clock", () => {
  it("debounce is debounceTime", async () => {
    await same(duration, (ms) => ({ ours: [debounce(ms)], theirs: rx.debounceTime(ms) }));
  });

  it("throttle is throttleTime, whichever values it is to give", async () => {
    const params = fc.record({ ms: duration, leading: fc.boolean(), trailing: fc.boolean() });
    await same(params, ({ ms, leading, trailing }) => ({
      ours: [throttle(ms, { leading, trailing })],
      theirs: rx.throttleTime(ms, undefined, { leading, trailing }),
    }));
  });

  it("sample is sampleTime", async () => {
    await same(duration, (ms) => ({ ours: [sample(ms)], theirs: rx.sampleTime(ms) }));
  });

  it("timeout is timeout of each value", async () => {
    await fc.assert(
      fc.asyncProperty(source, duration, async (timeline, ms) => {
        const ours = await ourRecord(timeline, [timeout(ms)]);
        const theirs = recordRx(() => observed(timeline).pipe(rx.timeout({ each: ms })));
        const isLate = theirs.error === "Timeout has occurred";
        expect({ ...ours, error: undefined }).toEqual({ ...theirs, error: undefined });
        if (isLate) expect(ours.error).toMatch(/not complete after/);
        else expect(ours.error).toBe(theirs.error);
      }),
    );
  });

  it("retry with a delay is retry with a delay", async () => {
    const params = fc.record({ count: fc.integer({ min: 0, max: 3 }), delay: duration });
    await same(params, (options) => ({ ours: [retry(options)], theirs: rx.retry(options) }));
  });
});

describe("operators that choose between sources", () => {
  /** What a value's inner source does. No two have anything at the same time. */
  const inner = (value: number): Timeline => {
    const fraction = 310 + value;
    const values = Array.from(
      { length: value % 4 },
      (_, index) => [index * 5_000 + fraction, value * 10 + index] as const,
    );
    const last = values.at(-1)?.[0] ?? 0;
    return { values, end: Math.max(last, (value % 5) * 4_000 + fraction) + 50 };
  };

  it.each<[string, Sides]>([
    [
      "switchMap",
      { ours: [switchMap((v: number) => played(inner(v)))], theirs: rx.switchMap((v) => observed(inner(v))) },
    ],
    [
      "exhaustMap",
      {
        ours: [exhaustMap((v: number) => played(inner(v)))],
        theirs: rx.exhaustMap((v) => observed(inner(v))),
      },
    ],
    [
      "concatMap",
      { ours: [concatMap((v: number) => played(inner(v)))], theirs: rx.concatMap((v) => observed(inner(v))) },
    ],
  ])("%s gives what RxJS's gives, when RxJS's does", async (_name, sides) => {
    // An error overtakes a source that waits its turn only in RxJS: ours is not read meanwhile.
    const timely = source.map((timeline) => ({ ...timeline, fails: false }));
    await fc.assert(
      fc.asyncProperty(timely, (timeline) => expectSame(timeline, sides)),
      { numRuns: 60 },
    );
  });

  it("flatMap is mergeMap, at any width", async () => {
    const timely = source.map((timeline) => ({ ...timeline, fails: false }));
    await fc.assert(
      fc.asyncProperty(timely, fc.integer({ min: 1, max: 4 }), (timeline, width) =>
        expectSame(timeline, {
          ours: [flatMap((v: number) => played(inner(v)), width)],
          theirs: rx.mergeMap((v) => observed(inner(v)), width),
        }),
      ),
      { numRuns: 60 },
    );
  });

  it.each<[string, (other: Timeline) => Sides]>([
    ["merge", (other) => ({ ours: [merge(played(other))], theirs: rx.mergeWith(observed(other)) })],
    [
      "combineLatest",
      (other) => ({ ours: [combineLatest(played(other))], theirs: rx.combineLatestWith(observed(other)) }),
    ],
    ["takeUntil", (other) => ({ ours: [takeUntil(played(other))], theirs: rx.takeUntil(observed(other)) })],
    ["sample", (other) => ({ ours: [sample(played(other))], theirs: rx.sample(observed(other)) })],
  ])("%s of two sources gives what RxJS's gives, when RxJS's does", async (_name, sides) => {
    await fc.assert(
      fc.asyncProperty(source, timelines(370), (timeline, other) => expectSame(timeline, sides(other))),
      { numRuns: 60 },
    );
  });

  it("zip of two sources gives what RxJS's gives, when RxJS's does", async () => {
    // RxJS reads ahead without bound, so it learns of an error when it happens; ours while one value waits at most.
    const timely = (one: Timeline, { values }: Timeline): Timeline => {
      const { end = 0 } = one;
      const isAhead = one.values.length > values.filter(([at]) => at < end).length + 1;
      return { ...one, fails: one.fails === true && !isAhead };
    };
    await fc.assert(
      fc.asyncProperty(source, timelines(370), (left, right) => {
        const other = timely(right, left);
        return expectSame(timely(left, right), {
          ours: [zip(played(other))],
          theirs: rx.zipWith(observed(other)),
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("operators that RxJS has not", () => {
  it("batch by count and time is given when it is full, or when its first value is that old", async () => {
    const params = fc.record({ count: fc.integer({ min: 1, max: 4 }), time: duration });
    await fc.assert(
      fc.asyncProperty(source, params, async (timeline, { count, time }) => {
        const { values, end = Number.POSITIVE_INFINITY, fails } = timeline;
        const wanted: [number, unknown[]][] = [];
        for (let i = 0; i < values.length; ) {
          const first = values[i]?.[0] as number;
          const within = values.slice(i, i + count).filter(([at]) => at < first + time);
          const isFull = within.length === count;
          const at = isFull ? (within.at(-1)?.[0] as number) : Math.min(first + time, end);
          if (at < end || !fails) wanted.push([at, within.map(([, value]) => value)]);
          i += within.length;
        }
        const { values: got } = await ourRecord(timeline, [batch({ count, time })]);
        expect(got).toEqual(wanted.map(([at, each]) => [expect.closeTo(at, 5), each]));
      }),
      { numRuns: 60 },
    );
  });

  it("rateLimit lets a value pass when the one so many before it is old enough", async () => {
    const params = fc.record({ count: fc.integer({ min: 1, max: 4 }), per: duration });
    await fc.assert(
      fc.asyncProperty(source, params, async (timeline, { count, per }) => {
        const passed: number[] = [];
        for (const [at] of timeline.values) {
          const before = passed.at(-count);
          passed.push(Math.max(at, passed.at(-1) ?? 0, before === undefined ? 0 : before + per));
        }
        const { values } = await ourRecord(timeline, [rateLimit({ count, per })]);
        expect(values).toEqual(passed.map((at, index) => [expect.closeTo(at, 5), index]));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the examples of RxJS's documentation", () => {
  /** When somebody clicks. The documentation does not say. */
  const clicks: Timeline = {
    values: [100, 300, 1_450, 1_600, 2_900, 3_050, 7_600].map((time) => [time, `click at ${time}`] as const),
  };

  /** The example on both sides, and what its text says comes when. */
  async function example(sides: Sides, wanted: readonly (readonly [number, unknown])[]): Promise<void> {
    const theirs = recordRx(() => observed(clicks).pipe(sides.theirs), 10_000);
    expect(theirs.values).toEqual(wanted);
    expect(await record(fake.host, (pipe as any)(played(clicks), ...sides.ours), 10_000)).toEqual(theirs);
  }

  const click = (time: number): string => `click at ${time}`;

  it("debounceTime: the most recent click after a burst of clicks", async () => {
    await example({ ours: [debounce(1000)], theirs: rx.debounceTime(1000) }, [
      [1_300, click(300)],
      [2_600, click(1_600)],
      [4_050, click(3_050)],
      [8_600, click(7_600)],
    ]);
  });

  it("throttleTime: clicks at a rate of at most one a second", async () => {
    await example({ ours: [throttle(1000)], theirs: rx.throttleTime(1000) }, [
      [100, click(100)],
      [1_450, click(1_450)],
      [2_900, click(2_900)],
      [7_600, click(7_600)],
    ]);
  });

  it("sampleTime: every second the most recent click", async () => {
    await example({ ours: [sample(1000)], theirs: rx.sampleTime(1000) }, [
      [1_000, click(300)],
      [2_000, click(1_600)],
      [3_000, click(2_900)],
      [4_000, click(3_050)],
      [8_000, click(7_600)],
    ]);
  });

  it("switchMap: an interval that begins again with every click", async () => {
    await example(
      { ours: [switchMap(() => interval(1000))], theirs: rx.switchMap(() => rx.interval(1000)) },
      [
        [1_300, 0],
        [2_600, 0],
        [4_050, 0],
        [5_050, 1],
        [6_050, 2],
        [7_050, 3],
        [8_600, 0],
        [9_600, 1],
      ],
    );
  });

  it("exhaustMap: a timer for each click, unless one is running", async () => {
    const five = () => pipe(interval(1000), take(5));
    await example(
      { ours: [exhaustMap(five)], theirs: rx.exhaustMap(() => rx.interval(1000).pipe(rx.take(5))) },
      [
        [1_100, 0],
        [2_100, 1],
        [3_100, 2],
        [4_100, 3],
        [5_100, 4],
        [8_600, 0],
        [9_600, 1],
      ],
    );
  });

  it("switchMap: values that are all at hand, each with its square and its cube", async () => {
    const powers = (x: number): number[] => [x, x ** 2, x ** 3];
    const theirs = recordRx(() => rx.of(1, 2, 3).pipe(rx.switchMap((x) => rx.of(...powers(x)))));
    expect(theirs.values.map(([, value]) => value)).toEqual([1, 1, 1, 2, 4, 8, 3, 9, 27]);
    const ours = await record(fake.host, pipe([1, 2, 3], switchMap(powers)) as AsyncIterable<unknown>);
    expect(ours).toEqual(theirs);
  });

  it("timeout: an error when a value is late", async () => {
    const [ours, theirs] = [timeout(1_500), rx.timeout({ each: 1_500 })];
    const wanted = recordRx(() => observed(clicks).pipe(theirs), 10_000);
    expect(wanted).toMatchObject({ end: 4_550, error: "Timeout has occurred" });
    const got = await record(fake.host, (pipe as any)(played(clicks), ours), 10_000);
    expect({ ...got, error: undefined }).toEqual({ ...wanted, error: undefined });
  });
});
