import { describe, expect, test } from "vitest";
import { runAlone } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import { call, type Go, gosched } from "../op.js";
import { Deadlock, FatalError, GoPanic } from "./gopanic.js";
import { report } from "./report.js";

/** The report of what a program ended with. */
async function reportOf(main: () => unknown): Promise<string> {
  const error = await runAlone(main).then(
    () => expect.unreachable(),
    (e: unknown) => e,
  );
  return report(error);
}

describe("the report of a panic", () => {
  test("the text, an empty line, the goroutine, and the frames that are the user's", async () => {
    function thrower(): never {
      throw new Error("boom");
    }
    const text = await reportOf(function* main() {
      go(function* worker(): Go {
        yield* gosched();
        thrower();
      });
      yield* chan().recv();
    });
    expect(text).toMatch(
      /^panic: boom\n\ngoroutine 2 \[running\]:\n\tat thrower \(.*report\.test\.ts:\d+:\d+\)\n\tat worker/,
    );
    expect(text).not.toMatch(/runLoop|proc\.ts|sched\.ts/);
    expect(text.endsWith("\n")).toBe(true);
  });

  test("what the runtime knows of a misuse stands below the text", async () => {
    const text = await reportOf(function* () {
      const ch = chan<number>(2);
      ch.close();
      yield* ch.send(1);
    });
    expect(text).toMatch(
      /^panic: send on closed channel\n.*capacity 2.*goroutine 1\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  test("a value that is no error has no frames", async () => {
    expect(
      await reportOf(() => {
        throw "text";
      }),
    ).toBe("panic: text\n\ngoroutine 1 [running]:\n");
  });

  test("PN-16 an error that can't be printed has no frames, if its stack can't be read either", async () => {
    class BadError extends Error {
      override get message(): string {
        throw "while printing";
      }
    }
    const text = await reportOf(() => {
      throw new BadError();
    });
    expect(text).toMatch(
      /^fatal error: panic while printing panic value: while printing\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  test("a throw from a callee shows the callee's frame", async () => {
    const text = await reportOf(() =>
      call(function* callee(): Go {
        yield* gosched();
        throw new Error("boom");
      }),
    );
    expect(text).toMatch(/\n\tat callee/);
  });

  test("any other error counts as a panic of goroutine 1", () => {
    expect(report(new Error("boom"))).toMatch(/^panic: boom\n\ngoroutine 1 \[running\]:\n/);
    expect(report("text")).toBe("panic: text\n\ngoroutine 1 [running]:\n");
    expect(report(undefined)).toBe("panic: panic called with nil argument\n\ngoroutine 1 [running]:\n");
  });

  test("where the goroutine was created stands last", () => {
    expect(report(new GoPanic("text", 3, "created by goroutine 1\n\t/srv/app.ts:1:2\n"))).toBe(
      "panic: text\n\ngoroutine 3 [running]:\ncreated by goroutine 1\n\t/srv/app.ts:1:2\n",
    );
  });
});

describe("the report of a fatal error", () => {
  test("the text, an empty line, the dump", () => {
    const dump = "goroutine 1 [sleep]:\nmain(...)\n";
    expect(report(new FatalError("text", dump)).trimEnd()).toBe(`fatal error: text\n\n${dump}`.trimEnd());
    expect(report(new Deadlock("text", ""))).toBe("fatal error: text\n");
  });

  test("one line break ends it", async () => {
    const text = await reportOf(() => chan().recv());
    expect(text).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\n/,
    );
    expect(text).toMatch(/[^\n]\n$/);
  });
});
