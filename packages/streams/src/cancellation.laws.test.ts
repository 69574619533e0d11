/**
 * Cancellation at every point leaves nothing: no goroutine, no timer, no source that is not closed, and none closed
 * twice. For each operator, in each way to end a pipeline, at each call of code that is not the engine's.
 */
import { numGoroutine, sleep } from "@gopark/core";
import { timeout as inTime, TimeoutError } from "@gopark/select";
import { afterEach, describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { batch } from "./batch.js";
import { buffer } from "./buffer.js";
import { catchError } from "./catch-error.js";
import { collect } from "./collect.js";
import { combineLatest } from "./combine-latest.js";
import { concat } from "./concat.js";
import { concatMap } from "./concat-map.js";
import { debounce } from "./debounce.js";
import { exhaustMap } from "./exhaust-map.js";
import { filter } from "./filter.js";
import { flatMap } from "./flat-map.js";
import { forEach } from "./for-each.js";
import { groupBy } from "./group-by.js";
import { map } from "./map.js";
import { merge } from "./merge.js";
import { parallel } from "./parallel.js";
import { pipe } from "./pipe.js";
import { rateLimit } from "./rate-limit.js";
import { retry } from "./retry.js";
import { sample } from "./sample.js";
import { scan } from "./scan.js";
import { share } from "./share.js";
import type { Operator } from "./stage.js";
import { startWith } from "./start-with.js";
import { switchMap } from "./switch-map.js";
import { take } from "./take.js";
import { takeUntil } from "./take-until.js";
import { throttle } from "./throttle.js";
import { timeout } from "./timeout.js";
import { window } from "./window.js";
import { withContext } from "./with-context.js";
import { zip } from "./zip.js";

const fake = useFakeHost();

/** One pipeline's surroundings: its sources, and the point at which something happens. */
class World {
  /** Sources that are open. */
  open = 0;
  /** Sources that were opened. */
  opened = 0;
  /** Calls so far of code that is not the engine's. */
  private points = 0;
  /** At which of them, and what. */
  at = Number.POSITIVE_INFINITY;
  act: () => void = () => {};
  /** Whether that point was passed. If not, no later one would be. */
  hasActed = false;

  /** Code that is not the engine's is running. */
  point(): void {
    if (++this.points !== this.at) return;
    this.hasActed = true;
    this.act();
  }

  /** Passes through code that is not the engine's. */
  through<T>(value: T): T {
    this.point();
    return value;
  }

  /** Counts from 0 up, a value every `ms` milliseconds; without end if none is given. */
  source(ms: number, end = Number.POSITIVE_INFINITY): AsyncIterable<number> {
    return {
      [Symbol.asyncIterator]: () => {
        this.point();
        this.open++;
        this.opened++;
        let isOpen = true;
        let isLeft = false;
        let next = 0;
        const close = (): { value: undefined; done: true } => {
          if (isOpen) this.open--;
          isOpen = false;
          return { value: undefined, done: true };
        };
        return {
          next: async () => {
            this.point();
            if (!isOpen) throw new Error("read after the end");
            if (ms > 0) await sleep(ms);
            this.point();
            return next < end && isOpen ? { value: next++, done: false } : close();
          },
          // May come after the end, if that has not been heard of; not twice.
          return: async () => {
            if (isLeft) throw new Error("left twice");
            isLeft = true;
            this.point();
            return close();
          },
        };
      },
    };
  }

  /** The same that has all its values at hand, as a plain iterable. */
  *counting(end = Number.POSITIVE_INFINITY): Generator<number> {
    this.point();
    this.open++;
    this.opened++;
    try {
      for (let i = 0; i < end; i++) {
        this.point();
        yield i;
      }
    } finally {
      this.open--;
    }
  }
}

/** Each operator, with other sources and functions of the world's. */
const operators: Record<string, (world: World) => Operator<any, any>[]> = {
  "no operator": () => [],
  map: (world) => [map((value) => world.through(value))],
  "map with a goroutine": (world) => [
    map(function* (value) {
      world.point();
      yield* sleep(1);
      world.point();
      return value;
    }),
  ],
  "map with a promise": (world) => [
    map(async (value) => {
      world.point();
      await sleep(1);
      world.point();
      return value;
    }),
  ],
  filter: (world) => [filter((value) => world.through(value % 2 === 0))],
  scan: (world) => [scan((sum: number, value: number) => world.through(sum + value), 0)],
  startWith: () => [startWith(1, 2)],
  concat: (world) => [take(2), concat(world.source(1))],
  concatMap: (world) => [concatMap(() => world.source(1, 2))],
  buffer: () => [buffer(2)],
  "batch by count": () => [batch(2)],
  "batch by time": () => [batch({ count: 3, time: 2 })],
  merge: (world) => [merge(world.source(2), world.counting(5))],
  zip: (world) => [zip(world.source(2), world.counting(20))],
  combineLatest: (world) => [combineLatest(world.source(2), world.source(3, 2))],
  flatMap: (world) => [flatMap((value: number) => world.source(value % 3, 3), 3)],
  switchMap: (world) => [switchMap(() => world.source(0.5))],
  exhaustMap: (world) => [exhaustMap(() => world.source(1.5, 2))],
  "parallel in order": (world) => [
    parallel(3, function* (value: number) {
      world.point();
      yield* sleep(3 - (value % 3));
      world.point();
      return value;
    }),
  ],
  "parallel in any order": (world) => [
    parallel(
      3,
      async (value: number) => {
        world.point();
        await sleep(3 - (value % 3));
        world.point();
        return value;
      },
      { ordered: false },
    ),
  ],
  "parallel of quick functions": (world) => [parallel(3, (value: number) => world.through(value))],
  catchError: (world) => [
    map((value: number) => {
      if (value === 2) throw new Error("third");
      return value;
    }),
    catchError(() => world.through(world.source(1))),
  ],
  retry: () => [
    map((value: number) => {
      if (value === 2) throw new Error("third");
      return value;
    }),
    retry({ delay: 2 }),
  ],
  timeout: () => [timeout(100)],
  debounce: () => [debounce(0.5)],
  throttle: () => [throttle(1.5, { trailing: true })],
  sample: () => [sample(1.5)],
  "sample by another source": (world) => [sample(world.source(1.5))],
  takeUntil: (world) => [takeUntil(world.source(1000))],
  rateLimit: () => [rateLimit({ count: 2, per: 3 })],
  "window and flatMap": () => [window(2), flatMap((each: any) => pipe(each, collect()) as any)],
  "window by time": () => [
    window({ count: 3, time: 2 }),
    concatMap((each: any) => pipe(each, collect()) as any),
  ],
  groupBy: () => [groupBy((value: number) => value % 3), flatMap((group: any) => group)],
  share: () => [share()],
};

/** The last world, checked after each test. */
let world = new World();

/** All is over: nothing is left, when the sources' own timers have run out. */
async function expectNothingLeft(): Promise<void> {
  expect({ goroutines: numGoroutine(), open: world.open }).toEqual({ goroutines: 0, open: 0 });
  await fake.host.advance(1000);
  expect({ goroutines: numGoroutine(), open: world.open, timers: fake.host.timers.size }).toEqual({
    goroutines: 0,
    open: 0,
    timers: 0,
  });
}

afterEach(expectNothingLeft);

/** More than any of these pipelines calls code of others until it ends. */
const points = Array.from({ length: 25 }, (_, index) => index + 1);

describe.each(Object.entries(operators))("%s", (_name, make) => {
  /** A pipeline in a fresh world, over a source in time or one at hand. */
  function begin(isInTime: boolean, ...more: any[]): any {
    world = new World();
    const source = isInTime ? world.source(1) : world.counting(20);
    return (pipe as any)(source, ...make(world), ...more);
  }

  it.each([true, false])("is ended after any number of values (source in time: %s)", async (isInTime) => {
    for (let count = 0; count <= 6; count++) {
      const source = begin(isInTime);
      const ended = (pipe as any)(source, take(count), collect());
      const values: unknown[] = await fake.host.finish(Promise.resolve(ended));
      expect(values.length).toBeLessThanOrEqual(count);
      await expectNothingLeft();
    }
  });

  it.each([true, false])("is cancelled by a signal wherever it is (source in time: %s)", async (isInTime) => {
    const reason = new Error("enough");
    for (const at of points) {
      const control = new AbortController();
      const pipeline = begin(
        isInTime,
        take(12),
        withContext(control.signal),
        forEach(() => world.point()),
      );
      world.at = at;
      world.act = () => control.abort(reason);
      const error = await fake.host.finish(
        Promise.resolve(pipeline).then(undefined, (caught: unknown) => caught),
      );
      expect([undefined, reason]).toContain(error);
      await expectNothingLeft();
      if (!world.hasActed) break;
    }
  });

  it("is cancelled by a signal at any time", async () => {
    const reason = new Error("enough");
    for (let time = 0; time < 8; time += 0.5) {
      const control = new AbortController();
      const pipeline = begin(
        true,
        withContext(control.signal),
        forEach(() => {}),
      );
      const ended = Promise.resolve(pipeline).then(undefined, (caught: unknown) => caught);
      await fake.host.advance(time);
      control.abort(reason);
      expect(await fake.host.finish(ended)).toBe(reason);
      await expectNothingLeft();
    }
  });

  it("is cancelled before it begins", async () => {
    const reason = new Error("enough");
    const pipeline = begin(
      true,
      withContext(AbortSignal.abort(reason)),
      forEach(() => {}),
    );
    const ended = Promise.resolve(pipeline).then(undefined, (caught: unknown) => caught);
    expect(await fake.host.finish(ended)).toBe(reason);
    await expectNothingLeft();
  });

  it.each([true, false])("fails wherever code of others throws (source in time: %s)", async (isInTime) => {
    const torn = new Error("torn");
    for (const at of points) {
      const pipeline = begin(
        isInTime,
        take(12),
        forEach(() => world.point()),
      );
      world.at = at;
      world.act = () => {
        throw torn;
      };
      const error: any = await fake.host.finish(
        Promise.resolve(pipeline).then(undefined, (caught) => caught),
      );
      // One operator catches errors, and some points are passed when all is over.
      if (error !== undefined) expect(error.cause ?? error).toBe(torn);
      // What throws while it is opened or closed, or asked, tells of it by being over.
      world.open = 0;
      await expectNothingLeft();
      if (!world.hasActed) break;
    }
  });

  it("is left by an iteration after any number of values", async () => {
    for (let count = 0; count <= 5; count++) {
      const iterate = async (): Promise<void> => {
        let left = count;
        for await (const _ of begin(true, take(8))) if (--left < 0) break;
      };
      await fake.host.finish(iterate());
      await expectNothingLeft();
    }
  });

  it("is cancelled when it loses in a select, at any time", async () => {
    for (let time = 0.25; time < 8; time += 0.75) {
      const pipeline = begin(
        true,
        forEach(() => {}),
      );
      const lost = Promise.resolve(inTime(pipeline, time)).then(undefined, (caught: unknown) => caught);
      expect(await fake.host.finish(lost)).toBeInstanceOf(TimeoutError);
      // Nobody waits for its clean-up.
      await fake.host.advance(10);
      await expectNothingLeft();
    }
  });
});
