/**
 * Marble diagrams as data: which value comes when. Played by a source of ours under virtual time, and by an
 * Observable under RxJS's TestScheduler, which says what has to come out.
 *
 *   TL1  Times count from when the source is opened, in milliseconds. An overdue value comes at once.
 */
import { now, sleep } from "@gopark/core";
import * as rx from "rxjs";
import { TestScheduler } from "rxjs/testing";
import type { FakeHost } from "../../core/test/fake-host.js";
import { torn } from "./sources.js";

/** What comes when. */
export interface Timeline {
  /** In order of time. */
  readonly values: readonly (readonly [time: number, value: unknown])[];
  /** When it is over; never if not given. */
  readonly end?: number;
  /** Whether it ends with an error. */
  readonly fails?: boolean;
}

/** What came when: as a timeline, with the error's message where there was one. */
export interface Recorded {
  readonly values: [time: number, value: unknown][];
  end: number | undefined;
  error: string | undefined;
}

/** A timeline as a source. */
export function played(timeline: Timeline): AsyncIterable<any> {
  return { [Symbol.asyncIterator]: () => new Player(timeline) };
}

class Player implements AsyncIterator<unknown, undefined> {
  private readonly timeline: Timeline;
  private readonly start: number = now();
  private index = 0;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
  }

  async next(): Promise<IteratorResult<unknown, undefined>> {
    const { values, end = Number.MAX_SAFE_INTEGER, fails } = this.timeline;
    const [time, value] = values[this.index++] ?? [end, undefined];
    await sleep(this.start + time - now());
    if (this.index <= values.length) return { value, done: false };
    if (fails) throw torn;
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    return { value: undefined, done: true };
  }
}

/** A timeline as an Observable, under the TestScheduler in force. */
export function observed({ values, end, fails }: Timeline): rx.Observable<any> {
  return new rx.Observable((subscriber) => {
    for (const [time, value] of values) {
      subscriber.add(rx.asyncScheduler.schedule(() => subscriber.next(value), time));
    }
    if (end === undefined) return;
    const over = (): void => (fails ? subscriber.error(torn) : subscriber.complete());
    subscriber.add(rx.asyncScheduler.schedule(over, end));
  });
}

/** Times as they compare: computed in other ways, they differ in the last digits. */
const rounded = (time: number): number => Math.round(time * 1e6) / 1e6;

/** Runs an Observable under RxJS's TestScheduler, for `until` milliseconds. */
export function recordRx(make: () => rx.Observable<unknown>, until = 300_000): Recorded {
  const scheduler = new TestScheduler(() => {});
  const record: Recorded = { values: [], end: undefined, error: undefined };
  scheduler.run(() => {
    const ended = (error: string | undefined): void => {
      record.end = rounded(scheduler.now());
      record.error = error;
    };
    const subscription = make().subscribe({
      next: (value) => void record.values.push([rounded(scheduler.now()), value]),
      error: (error) => ended(error.message),
      complete: () => ended(undefined),
    });
    rx.asyncScheduler.schedule(() => subscription.unsubscribe(), until);
  });
  return record;
}

/** Iterates a stream under virtual time, for `until` milliseconds. */
export async function record(
  host: FakeHost,
  stream: AsyncIterable<unknown>,
  until = 300_000,
): Promise<Recorded> {
  const start = host.time;
  const record: Recorded = { values: [], end: undefined, error: undefined };
  const iterator = stream[Symbol.asyncIterator]();
  const iterate = async (): Promise<void> => {
    try {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) break;
        record.values.push([rounded(host.time - start), value]);
      }
    } catch (error) {
      record.error = ((error as Error).cause as Error).message;
    }
    record.end ??= rounded(host.time - start);
  };
  const iterating = iterate();
  await host.advance(until);
  const isOver = record.end !== undefined;
  await host.finish(Promise.resolve(iterator.return?.()));
  await host.finish(iterating);
  if (!isOver) record.end = undefined;
  return record;
}
