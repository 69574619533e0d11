import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import { call, type Go, gosched, type Op } from "../op.js";

/** Operations made of others, each adding what it does to `log`. */
const composites: [name: string, make: (log: string[]) => Op<unknown>][] = [
  [
    "a loop over a channel",
    (log) => {
      const ch = chan<string>(2);
      ch.trySend("round");
      ch.close();
      return ch.range((v) => void log.push(v));
    },
  ],
  ["a mapped call", (log) => call(() => "round").map((v) => log.push(v))],
  ["a mapped gosched", (log) => gosched().map(() => log.push("round"))],
  [
    "a map of a map of a call",
    (log) =>
      call(() => "round")
        .map((v) => v)
        .map((v) => log.push(v)),
  ],
];

describe.each(composites)("%s", (_name, make) => {
  test("M2 its steps are those of the same function each time", () => {
    const [one, other] = [make([]), make([])].map((op) => Object.getPrototypeOf(op[Symbol.iterator]()));
    expect(one).toBe(other);
  });

  test("has no effect before it is performed, and one when it is", () =>
    run(function* () {
      const log: string[] = [];
      const op = make(log);
      yield* gosched();
      expect(log).toEqual([]);
      yield* op;
      expect(log).toEqual(["round"]);
    }));

  test("can be awaited", async () => {
    const log: string[] = [];
    await make(log);
    expect(log).toEqual(["round"]);
  });

  test("can be what a goroutine runs", () =>
    run(function* () {
      const log: string[] = [];
      yield* go(() => make(log)).join();
      expect(log).toEqual(["round"]);
    }));

  test.each([
    ["yield*", "yield*"],
    ["yield*", "await"],
    ["await", "yield*"],
    ["await", "await"],
  ])("is performed once: after %s it refuses %s", async (first, second) => {
    const log: string[] = [];
    const op = make(log);
    const perform = (how: string): Promise<unknown> => (how === "await" ? Promise.resolve(op) : run(byYield));
    function* byYield(): Go<unknown> {
      return yield* op;
    }
    await perform(first);
    await expect(perform(second)).rejects.toThrow(/operation performed twice/);
    expect(log).toEqual(["round"]);
  });
});
