import { chan, go, run } from "@gopark/core";
import { expect, test } from "vitest";
import { filter, into, map, pipe, tap, withContext } from "./index.js";

test("sends each value and closes the channel at the end", async () => {
  await run(function* () {
    const ch = chan<number>();
    const done = go(() => pipe([1, 2, 3], into(ch)));
    const seen: number[] = [];
    yield* ch.range((n) => void seen.push(n));
    expect(seen).toEqual([1, 2, 3]);
    expect(yield* done.join()).toBe(undefined);
  });
});

test("closes the channel after an error, and when cancelled", async () => {
  const failed = chan<number>(1);
  const failing = map((): number => {
    throw new Error("boom");
  });
  await pipe([1], failing, into(failed)).then(undefined, () => {});
  expect(failed.tryRecv()).toEqual([undefined, false]);
  const abort = new AbortController();
  const cancelled = chan<number>();
  const result = pipe([1], withContext(abort.signal), into(cancelled)).then(undefined, (e) => e);
  abort.abort("enough");
  expect(await result).toBe("enough");
  expect(cancelled.tryRecv()).toEqual([undefined, false]);
});

test("closes the channel of a pipeline that is cancelled before it begins", async () => {
  for (const wasClosed of [false, true]) {
    const ch = chan<number>();
    if (wasClosed) ch.close();
    const never = withContext<number>(AbortSignal.abort("enough"));
    expect(await pipe([1], never, into(ch)).then(undefined, (e) => e)).toBe("enough");
    expect(ch.tryRecv()).toEqual([undefined, false]);
  }
});

test("leaves it open if told to", async () => {
  const ch = chan<number>(4);
  await pipe([1, 2], into(ch, { close: false }));
  expect([ch.len, ch.trySend(3)]).toEqual([2, true]);
});

test("a channel that was closed by others fails it", async () => {
  const ch = chan<number>(1);
  ch.close();
  const error = await pipe([1], into(ch, { close: false })).then(undefined, (e) => e);
  expect([error.stage, error.cause.message]).toEqual(["into (stage 1)", "send on closed channel"]);
});

test("one that was closed by others takes nobody's place as the error", async () => {
  const failing = map((): number => {
    throw new Error("mine");
  });
  const told = async (source: Iterable<number>, stage = map((n: number) => n)) => {
    const ch = chan<number>(1);
    ch.close();
    return pipe(source, stage, into(ch)).then(undefined, (e) => e.message);
  };
  expect(await told([1], failing)).toBe("map (stage 1): mine");
  expect(await told([1])).toBe("into (stage 2): send on closed channel");
  expect(await told([])).toBe("into (stage 2): close of closed channel");
});

test("a consumer that closes the channel fails it, in the middle as at the end", async () => {
  const middle = chan<number>(1);
  const failed = pipe([1, 2, 3], into(middle)).then(undefined, (e) => e);
  await middle.recv();
  middle.close();
  expect((await failed).message).toBe("into (stage 1): send on closed channel");
  const end = chan<number>();
  const closing = tap<number>(() => end.close());
  const none = filter<number>(() => false);
  const error = await pipe([1], closing, none, into(end)).then(undefined, (e) => e);
  expect(error.message).toBe("into (stage 3): close of closed channel");
});

test("what is no channel is a mistake at once", () => {
  expect(() => into(undefined as never)).toThrow("into: want a channel, got undefined (undefined)");
});
