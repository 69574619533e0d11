/** Goroutines of a pipeline that leave by themselves: by `goexit`, or by cancelling what they are part of. */
import { type Go, goexit, sleep } from "@gopark/core";
import { describe, expect, test } from "vitest";
import {
  catchError,
  collect,
  concat,
  concatMap,
  forEach,
  map,
  pipe,
  StreamError,
  withContext,
} from "./index.js";

function* exits(): Go {
  yield* goexit();
}

function fails(): never {
  throw new Error("so that the other source is read");
}

describe("a stage that exits its goroutine", () => {
  /** A source that says when it is closed; that may take its time. */
  const source = (log: string[], isSlow: boolean): AsyncIterable<number> | Iterable<number> =>
    isSlow
      ? {
          async *[Symbol.asyncIterator]() {
            try {
              yield 1;
              yield 2;
            } finally {
              await sleep(1);
              log.push("closed");
            }
          },
        }
      : {
          *[Symbol.iterator]() {
            try {
              yield 1;
              yield 2;
            } finally {
              log.push("closed");
            }
          },
        };

  for (const isSlow of [false, true]) {
    test.each([
      ["the source itself", (s: any) => pipe(s, forEach(exits))],
      [
        "concatMap",
        (s: any) =>
          pipe(
            [1],
            concatMap(() => s),
            forEach(exits),
          ),
      ],
      [
        "concatMap of concatMap",
        (s: any) =>
          pipe(
            [1],
            concatMap(() => [2]),
            concatMap(() => s),
            forEach(exits),
          ),
      ],
      [
        "concatMap and map",
        (s: any) =>
          pipe(
            [1],
            concatMap(() => s),
            map(exits),
            collect(),
          ),
      ],
      ["concat", (s: any) => pipe([], concat(s), forEach(exits))],
      [
        "catchError",
        (s: any) =>
          pipe(
            [1],
            map(fails),
            catchError(() => s),
            forEach(exits),
          ),
      ],
    ])(`closes what is read, and the pipeline ends: %s, slow ${isSlow}`, async (_, make) => {
      const log: string[] = [];
      expect(await make(source(log, isSlow))).toBe(undefined);
      expect(log).toEqual(["closed"]);
    });
  }

  test("V3 what the clean-up throws is a StreamError", async () => {
    const failing: Iterable<number> = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 1 }),
        return: () => {
          throw new Error("clean-up");
        },
      }),
    };
    const error = await pipe(failing, forEach(exits)).then(undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StreamError);
    expect((error as Error).message).toBe("source: clean-up");
  });
});

describe("a stage that aborts its own pipeline", () => {
  const stages: [string, (abort: () => void) => (value: number) => any][] = [
    [
      "a plain function",
      (abort) => (value) => {
        abort();
        return value;
      },
    ],
    [
      "a body",
      (abort) =>
        function* (value) {
          abort();
          return value;
        },
    ],
    [
      "an async function",
      (abort) => async (value) => {
        abort();
        return value;
      },
    ],
  ];

  test.each(stages)(
    "F2 the operation fails when the source is closed, and not before: %s",
    async (_, make) => {
      for (const isBehindConcat of [false, true]) {
        const log: string[] = [];
        const controller = new AbortController();
        const source: AsyncIterable<number> = {
          [Symbol.asyncIterator]: () => ({
            next: async () => ({ done: false, value: 1 }),
            return: async () => {
              await sleep(1);
              log.push("closed");
              return { done: true, value: undefined };
            },
          }),
        };
        const stream = isBehindConcat ? pipe([], concat(source)) : source;
        const stage = map(make(() => controller.abort(new Error("enough"))));
        await pipe(
          stream,
          stage,
          withContext(controller.signal),
          forEach(() => {}),
        ).then(undefined, (error: Error) => log.push(error.message));
        expect(log).toEqual(["closed", "enough"]);
      }
    },
  );
});
