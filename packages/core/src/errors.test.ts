import { expect, test } from "vitest";
import { runAlone } from "../test/run-long.js";
import { chan } from "./chan.js";
import { Deadlock, FatalError, GoPanic, RuntimeError, report } from "./errors.js";
import { go, run } from "./go.js";

test("the end of a program tells its kind by its class", async () => {
  const ends: [() => unknown, unknown][] = [
    [
      () => {
        throw new Error("boom");
      },
      GoPanic,
    ],
    [() => chan().recv(), Deadlock],
    [() => go(null as never), FatalError],
    [() => chan(-1), GoPanic],
  ];
  for (const [main, kind] of ends) {
    const error = await runAlone(main).catch((e: unknown) => e);
    expect((error as object).constructor).toBe(kind);
    expect(report(error)).toMatch(/^(panic|fatal error): /);
  }
});

test("a goroutine can catch a misuse and tell it from other errors", () =>
  run(function* () {
    const ch = chan<number>();
    ch.close();
    try {
      yield* ch.send(1);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RuntimeError);
      expect(error).not.toBeInstanceOf(GoPanic);
    }
  }));
