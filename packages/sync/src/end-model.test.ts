/**
 * Programs that end somewhere in the middle of using all there is in sync at once: they end as they should, and what
 * outlives them works for others.
 */
import { chan, Deadlock, type Go, go, gosched, run } from "@gopark/core";
import { m } from "@gopark/core/internal";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { holds, timeout } from "../../core/test/property.js";
import { deeds, Story } from "../test/end-story.js";

const fake = useFakeHost();
const { locate } = m;
// Looking up the lines of a deadlock takes longer than all the rest.
beforeAll(() => void (m.locate = null));
afterAll(() => void (m.locate = locate));

/** How a main ends, given what calls it off, and what becomes of the program. */
const ENDINGS: readonly [string, (calledOff: AbortController) => Go<unknown>, outcome: unknown][] = [
  [
    "main returns",
    function* () {
      return "result";
    },
    "result",
  ],
  [
    "main panics",
    function* () {
      throw new Error("the panic");
    },
    "panic: the panic",
  ],
  [
    "a goroutine panics",
    function* () {
      go(() => {
        throw new Error("the panic");
      });
      for (;;) yield* gosched();
    },
    "panic: the panic",
  ],
  [
    "main calls the program off",
    function* (calledOff) {
      calledOff.abort(new Error("called off"));
      for (;;) yield* gosched();
    },
    "called off",
  ],
  [
    "it is called off from outside",
    function* (calledOff) {
      queueMicrotask(() => calledOff.abort(new Error("called off")));
      yield* chan().recv();
    },
    "called off",
  ],
];

describe.each(["drop", "unwind"] as const)("a program that ends (%s)", (onExit) => {
  it.each(ENDINGS)(
    "because %s: settles so, and what outlives it is of use",
    { timeout },
    (_why, end, outcome) =>
      holds(
        fc.asyncProperty(deeds, async (deeds) => {
          const story = new Story(fake.host);
          const calledOff = new AbortController();
          const ended = run(
            function* () {
              yield* story.run(deeds);
              return yield* end(calledOff);
            },
            { onExit, signal: calledOff.signal, slice: 1e9 },
          ).catch((error: Error) => error.message);
          expect(await fake.host.finish(ended)).toBe(outcome);
          await story.outlive();
        }),
        200,
      ),
  );

  it("because of a deadlock: settles so, and what outlives it is of use", { timeout }, () =>
    holds(
      fc.asyncProperty(deeds, async (deeds) => {
        const story = new Story(fake.host);
        const ended = run(
          function* () {
            yield* story.run(deeds.filter(({ kind }) => kind !== "outside"));
            yield* chan().recv();
          },
          { onExit, slice: 1e9 },
        ).catch((error: unknown) => error);
        expect(await fake.host.finish(ended)).toBeInstanceOf(Deadlock);
        await story.outlive();
      }),
      200,
    ),
  );
});
