import { chan, numGoroutine, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { type Drain, drainInto } from "./drain.js";
import { pipe } from "./pipe.js";
import { StreamError } from "./stream-error.js";

const later = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A drain that writes down what happens to it, and may have no room for a turn after each value. */
class Noted implements Drain<number> {
  readonly notes: (string | number)[] = [];
  fail: (error: unknown) => void = () => {};
  private readonly isSlow: boolean;

  constructor(isSlow = false) {
    this.isSlow = isSlow;
  }

  write(value: number): Promise<void> | undefined {
    this.notes.push(value);
    return this.isSlow ? later().then(() => void this.notes.push("room")) : undefined;
  }

  async end(): Promise<void> {
    this.notes.push("end");
    await later();
    this.notes.push("ended");
  }

  async abort(): Promise<void> {
    this.notes.push("abort");
    await later();
    this.notes.push("aborted");
  }

  watch(fail: (error: unknown) => void): void {
    this.fail = fail;
  }
}

/** What becomes of a pipeline, and that nothing is left of it. */
async function outcome(pipeline: PromiseLike<unknown>): Promise<unknown> {
  const result = await Promise.resolve(pipeline).catch((error: unknown) => error);
  expect(numGoroutine()).toBe(0);
  return result;
}

it("opens for each run, takes all values, and is waited for at the end", async () => {
  const drains: Noted[] = [];
  const sink = drainInto("notes", () => {
    drains.push(new Noted());
    return drains.at(-1) as Noted;
  });
  expect(drains).toHaveLength(0);
  for (let run = 0; run < 2; run++) expect(await outcome(pipe([1, 2], sink))).toBe(undefined);
  for (const { notes } of drains) expect(notes).toEqual([1, 2, "end", "ended"]);
});

it("writes the next value when there is room", async () => {
  const drain = new Noted(true);
  await pipe(
    [1, 2],
    drainInto("notes", () => drain),
  );
  expect(drain.notes).toEqual([1, "room", 2, "room", "end", "ended"]);
});

it("slows the source: it is one value ahead of what is written", async () => {
  let made = 0;
  function* source(): Generator<number> {
    while (made < 5) yield made++;
  }
  const drain = new Noted(true);
  const ahead: number[] = [];
  const write = drain.write.bind(drain);
  drain.write = (value) => write(value)?.then(() => void ahead.push(made - value));
  await pipe(
    source(),
    drainInto("notes", () => drain),
  );
  expect(Math.max(...ahead)).toBeLessThanOrEqual(3);
});

describe("is aborted, and that is waited for,", () => {
  it("when the source fails", async () => {
    const drain = new Noted();
    function* source(): Generator<number> {
      yield 1;
      throw new Error("torn");
    }
    const error = await outcome(
      pipe(
        source(),
        drainInto("notes", () => drain),
      ),
    );
    expect(error).toMatchObject({ stage: "source", message: "source: torn" });
    expect(drain.notes.slice(-2)).toEqual(["abort", "aborted"]);
  });

  it("when the pipeline is cancelled", async () => {
    const drain = new Noted();
    const isWritten = chan<void>(1);
    drain.write = (value) => {
      drain.notes.push(value);
      isWritten.trySend();
      return undefined;
    };
    async function* source(): AsyncGenerator<number> {
      yield 1;
      await sleep(1e9);
    }
    const pipeline = pipe(
      source(),
      drainInto("notes", () => drain),
    );
    expect((await select([pipeline, isWritten.recv()]))[0]).toBe(1);
    // The select does not wait for the clean-up of what lost.
    while (numGoroutine() > 0) await later();
    expect(drain.notes).toEqual([1, "abort", "aborted"]);
  });

  it("when a write fails, whose error it is then", async () => {
    const drain = new Noted();
    drain.write = () => Promise.reject(new Error("full"));
    const error = await outcome(
      pipe(
        [1],
        drainInto("notes", () => drain),
      ),
    );
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ stage: "notes (stage 1)", cause: new Error("full") });
    expect(drain.notes).toEqual(["abort", "aborted"]);
  });

  it("when it can't be ended", async () => {
    const drain = new Noted();
    drain.end = () => Promise.reject(new Error("full"));
    expect(
      await outcome(
        pipe(
          [1],
          drainInto("notes", () => drain),
        ),
      ),
    ).toMatchObject({ cause: new Error("full") });
    expect(drain.notes).toEqual([1, "abort", "aborted"]);
  });

  it("when it fails by itself while no value comes", async () => {
    const drain = new Noted();
    const cleaned: string[] = [];
    async function* source(): AsyncGenerator<number> {
      try {
        yield 1;
        setImmediate(() => drain.fail(new Error("unplugged")));
        for (;;) await later();
      } finally {
        cleaned.push("source");
      }
    }
    expect(
      await outcome(
        pipe(
          source(),
          drainInto("notes", () => drain),
        ),
      ),
    ).toMatchObject({
      stage: "notes (stage 1)",
      cause: new Error("unplugged"),
    });
    expect(drain.notes).toEqual([1, "abort", "aborted"]);
  });
});

it("is heard no more once it is through, and what fails while it is aborted is no news", async () => {
  const drain = new Noted();
  expect(
    await outcome(
      pipe(
        [1],
        drainInto("notes", () => drain),
      ),
    ),
  ).toBe(undefined);
  drain.fail(new Error("late"));

  const failing = new Noted();
  failing.write = () => Promise.reject(new Error("first"));
  failing.abort = () => Promise.reject(new Error("second"));
  expect(
    await outcome(
      pipe(
        [1],
        drainInto("notes", () => failing),
      ),
    ),
  ).toMatchObject({ cause: new Error("first") });
});

it("that can't be opened is an error of its stage, and no value is asked for", async () => {
  let asked = 0;
  function* source(): Generator<number> {
    yield asked++;
  }
  const sink = drainInto("notes", () => {
    throw new Error("locked");
  });
  expect(await outcome(pipe(source(), sink))).toMatchObject({
    stage: "notes (stage 1)",
    cause: new Error("locked"),
  });
  expect(asked).toBe(0);
});
