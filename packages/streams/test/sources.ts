/**
 * Sources of every kind over the same values, which count how often they were opened and closed.
 *
 *   SO1  Each opening gives the values from the first; where the source fails, it does so after all of them.
 *   SO2  `ended` counts openings that came to their end or their error, `closed` those that were left before.
 */
import { type BatchReader, batched } from "../src/batches.js";
import { pipe } from "../src/pipe.js";

/** What a source has been through. */
export class Watch {
  opened = 0;
  ended = 0;
  closed = 0;
}

/** The error that a failing source gives. */
export const torn: Error = new Error("torn");

/** The values of a source, and how it ends. */
export interface Given {
  readonly values: readonly unknown[];
  readonly fails: boolean;
}

/** A source and what it has been through. */
export interface Watched {
  readonly source: any;
  readonly watch: Watch;
}

function* values(given: Given, watch: Watch): Generator<unknown> {
  watch.opened++;
  let isOver = false;
  try {
    for (const value of given.values) yield value;
    isOver = true;
    if (given.fails) throw torn;
  } finally {
    if (isOver) watch.ended++;
    else watch.closed++;
  }
}

/** An iterator that is asked for nothing after its end, and left once. */
function asked(given: Given, watch: Watch): AsyncIterator<unknown> {
  watch.opened++;
  let index = 0;
  let isOver = false;
  let isLeft = false;
  return {
    async next() {
      if (isOver || isLeft) throw new Error("asked after the end");
      if (index < given.values.length) return { value: given.values[index++], done: false };
      isOver = true;
      watch.ended++;
      if (given.fails) throw torn;
      return { value: undefined, done: true };
    },
    // May come after the end, if that has not been heard of.
    async return() {
      if (isLeft) throw new Error("left twice");
      isLeft = true;
      if (!isOver) watch.closed++;
      return { value: undefined, done: true };
    },
  };
}

/** Batches of up to three values. An error comes alone. */
function batches(given: Given, watch: Watch): BatchReader<unknown> {
  watch.opened++;
  let index = 0;
  let isOver = false;
  return {
    async next() {
      const batch = given.values.slice(index, index + 3);
      index += batch.length;
      if (batch.length > 0) return batch;
      isOver = true;
      watch.ended++;
      if (given.fails) throw torn;
      return null;
    },
    return() {
      if (!isOver) watch.closed++;
      isOver = true;
    },
  };
}

/** A Web stream with nothing in its queue. */
function web(given: Given, watch: Watch): ReadableStream<unknown> {
  let index = -1;
  let isOver = false;
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        if (++index === 0) watch.opened++;
        if (index < given.values.length) {
          controller.enqueue(given.values[index]);
          return;
        }
        watch.ended++;
        isOver = true;
        if (given.fails) throw torn;
        controller.close();
      },
      cancel() {
        // A stream hears a moment later that it has failed, and may be cancelled meanwhile.
        if (index >= 0 && !isOver) watch.closed++;
      },
    },
    { highWaterMark: 0 },
  );
}

/** How to make a source of each kind. */
const makers: Record<Kind, (given: Given, watch: Watch) => unknown> = {
  generator: (given, watch) => ({ [Symbol.iterator]: () => values(given, watch) }),
  asyncIterator: (given, watch) => ({ [Symbol.asyncIterator]: () => asked(given, watch) }),
  asyncGenerator: (given, watch) => ({
    async *[Symbol.asyncIterator]() {
      for (const value of values(given, watch)) {
        await undefined;
        yield value;
      }
    },
  }),
  stream: (given, watch) => pipe({ [Symbol.iterator]: () => values(given, watch) }),
  batches: (given, watch) => batched(() => batches(given, watch)),
  web,
};

/** A kind of source that can be watched. */
export type Kind = "generator" | "asyncIterator" | "asyncGenerator" | "stream" | "batches" | "web";

/** All of them. */
export const kinds: readonly Kind[] = [
  "generator",
  "asyncIterator",
  "asyncGenerator",
  "stream",
  "batches",
  "web",
];

/** A source of a kind. All but Web streams can be opened again. */
export function watched(kind: Kind, given: Given): Watched {
  const watch = new Watch();
  return { source: makers[kind](given, watch), watch };
}
