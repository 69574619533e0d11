import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { collect } from "../test/garbage.js";
import { runLong as run, runAlone } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan } from "./chan.js";
import { debug } from "./debug.js";
import { go } from "./go.js";
import { type Go, wait } from "./op.js";
import { hostInspector } from "./runtime/host-process.js";
import { afterFunc } from "./time.js";

/** Waits for what never comes. */
function* lost(): Go {
  yield* chan<number>().recv();
}

/** Lets the others park, and then the collector run. */
function* collected(): Go {
  yield* settle();
  yield* wait(collect());
}

let warn: MockInstance<(text: string) => void>;
beforeEach(() => {
  warn = vi.spyOn(hostInspector, "warn").mockReturnValue();
});
afterEach(() => {
  debug(false);
  warn.mockRestore();
});

describe("while debugging is on", () => {
  test("a goroutine that nothing can wake is told of when it has been collected, with who started it and where", () =>
    run(function* () {
      debug(true);
      const { id } = go(lost);
      yield* collected();
      expect(warn.mock.calls.map(([text]) => text)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^goroutine ${id} \\[leaked\\]: nothing could wake it\\nlost\\(\\.\\.\\.\\)\\ncreated by goroutine 1\\n\\t.*leaks\\.test\\.ts:\\d+:\\d+\\)?\\n$`,
          ),
        ),
      ]);
    }));

  test("one that a timer has started is told of with that", () =>
    run(function* () {
      debug(true);
      const begun = chan<never>();
      afterFunc(0, function* lost() {
        begun.close();
        yield* chan<number>().recv();
      });
      yield* begun.recv();
      yield* collected();
      expect(warn.mock.calls.map(([text]) => text)).toEqual([
        expect.stringMatching(
          /^goroutine \d+ \[leaked\]: nothing could wake it\nlost\(\.\.\.\)\ncreated by time\.goFunc\n$/,
        ),
      ]);
    }));

  test("one that something can wake is not, nor one that has ended, also after debugging", () =>
    run(function* () {
      debug(true);
      const held = chan<number>();
      const later = chan<number>();
      go(function* () {});
      go(() => held.recv());
      const last = go(() => later.recv());
      yield* settle();
      debug(false);
      later.close();
      yield* last.join();
      yield* collected();
      expect(warn).not.toHaveBeenCalled();
      held.close();
    }));

  test("one that was started before is not", () =>
    run(function* () {
      go(lost);
      debug(true);
      yield* collected();
      expect(warn).not.toHaveBeenCalled();
    }));

  test("those of a program that has ended are not", async () => {
    debug(true);
    await run(function* () {
      go(lost);
      yield* settle();
    });
    await collect();
    expect(warn).not.toHaveBeenCalled();
  });
});

test("a deadlock is told with how many goroutines are missing in the dump", async () => {
  const error: unknown = await runAlone(function* () {
    for (let i = 0; i < 3; i++) go(lost);
    yield* collected();
    yield* chan().recv();
  }).catch((e: unknown) => e);
  const { message } = error as Error;
  expect(message).toMatch(
    /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:/,
  );
  expect(message).not.toContain("goroutine 2");
  expect(message).toMatch(/\n\n {2}3 more leaked: nothing could wake them; debug\(true\) names them$/);
});
