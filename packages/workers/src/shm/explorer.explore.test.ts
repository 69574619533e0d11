/**
 * The explorer itself: it finds what is wrong, in small programs and in channels that are broken on purpose.
 */
import { describe, expect, test } from "vitest";
import { explore, type Scenario } from "../../test/explore/explorer.js";
import type { Body } from "../../test/explore/machine.js";
import { doing, type Ended, RECV, SEND, scenario, values } from "../../test/explore/on-channels.js";
import type { Loaded, Patch } from "../../test/explore/portable.js";

const WORD = 1024;
const OTHER = 2048;

/** A scenario of threads over the seam alone. */
const onWords = (
  bodies: (seam: Loaded) => Body[],
  check: NonNullable<Scenario["check"]> = () => {},
): Scenario => ({
  *setup() {},
  threads: (load) => bodies(load("atomics")),
  check,
});

describe("the explorer", () => {
  test("finds the order in which an increment is lost", () => {
    const lossy = onWords(
      ({ load, store }) => {
        const body: Body = function* () {
          yield* store(WORD, (yield* load(WORD)) + 1);
        };
        return [body, body];
      },
      (_, read) => expect(read(WORD)).toBe(2),
    );
    expect(() => explore(lossy)).toThrow(/threads ran in the order 0 1/);
  });

  test("finds both results of a race of two stores, and all three of a store against two loads", () => {
    const seen = new Set<number>();
    explore(
      onWords(
        ({ store }) => [1, 2].map((v) => () => store(WORD, v)),
        (_, read) => void seen.add(read(WORD)),
      ),
    );
    expect([...seen].sort()).toEqual([1, 2]);
    const pairs = new Set<string>();
    explore(
      onWords(
        ({ load, store }) => [
          () => store(WORD, 1),
          function* () {
            return [yield* load(WORD), yield* load(WORD)];
          },
        ],
        ([, pair]) => void pairs.add(String(pair)),
      ),
    );
    expect([...pairs].sort()).toEqual(["0,0", "0,1", "1,1"]);
  });

  test("finds that two who look after they have written can't both see nothing, and the mistake of looking before", () => {
    const flags = (isLookingFirst: boolean): Scenario =>
      onWords(
        ({ load, store }) =>
          [WORD, OTHER].map(
            (mine) =>
              function* () {
                const theirs = mine === WORD ? OTHER : WORD;
                const early: number = isLookingFirst ? yield* load(theirs) : 0;
                yield* store(mine, 1);
                return isLookingFirst ? early : yield* load(theirs);
              },
          ),
        (seen) => expect(seen).not.toEqual([0, 0]),
      );
    explore(flags(false));
    expect(() => explore(flags(true))).toThrow("threads ran in the order");
  });

  test("reports plain accesses that nothing orders, and takes those that a lock orders", () => {
    const racing = onWords(({ put }) => {
      const body: Body = function* () {
        put(WORD, 1);
      };
      return [body, body];
    });
    expect(() => explore(racing)).toThrow("data race");
    const published = onWords(({ get, load, put, store }) => [
      function* () {
        put(WORD, 7);
        yield* store(OTHER, 1);
      },
      function* () {
        return (yield* load(OTHER)) === 1 ? get(WORD) : 7;
      },
    ]);
    explore({ ...published, check: ([, seen]) => expect(seen).toBe(7) });
    const tooLate = onWords(({ get, load, put, store }) => [
      function* () {
        yield* store(OTHER, 1);
        put(WORD, 7);
      },
      function* () {
        return (yield* load(OTHER)) === 1 ? get(WORD) : 7;
      },
    ]);
    expect(() => explore(tooLate)).toThrow("data race");
  });

  test("reports threads that sleep for ever, and lets those go on that spin until another writes", () => {
    expect(() => explore(onWords(({ wait }) => [() => wait(WORD, 0)]))).toThrow("stuck: nobody can go on");
    explore(
      onWords(({ load, spin, store }) => [
        function* () {
          for (let n = 0; (yield* load(WORD)) === 0; n++) yield* spin(n);
        },
        () => store(WORD, 1),
      ]),
    );
  });

  test("lets a thread die at each of its steps", () => {
    const left = new Set<number>();
    const dying = onWords(
      ({ store }) => [
        function* () {
          for (let v = 1; v <= 3; v++) yield* store(WORD, v);
        },
      ],
      (_, read) => void left.add(read(WORD)),
    );
    explore({ ...dying, mortal: 0 });
    expect([...left].sort()).toEqual([0, 1, 2, 3]);
  });

  test("tells how many states it met", () => {
    const steps = (n: number): Scenario =>
      onWords(({ store }) => [WORD, OTHER].map((a) => doing(...new Array(n).fill(() => store(a, 1)))));
    // Words of one thread only: nothing to choose.
    expect(explore(steps(10)).states).toBeLessThan(60);
  });
});

describe("the explorer finds a channel that", () => {
  /** Two senders, and a receiver that takes both values by selects. */
  const taking = (patches: Patch[]): Scenario =>
    scenario(
      (bench) => bench.channels(0, 0),
      (bench, [a = 0, b = 0]) => [
        doing(
          () => bench.select(0, [RECV, a], [RECV, b]),
          () => bench.select(0, [RECV, a], [RECV, b]),
        ),
        doing(() => bench.perform(1, SEND, a, 1)),
        doing(() => bench.perform(2, SEND, b, 2)),
      ],
      (logs: Ended[][]) => expect(values(logs[0]).sort()).toEqual([1, 2]),
      { patches },
    );

  test.each<[string, Patch]>([
    [
      "does not claim",
      { file: "claim", from: "return cas(at, 0, rec) === 0 ? 1 : 0;", to: "put(at, rec); return 1;" },
    ],
    ["does not notify", { file: "claim", from: "put(line + M_HAS_WOKEN, 1);\n  notify(inbox);", to: "" }],
    [
      "looks and stands in line in two sections",
      {
        file: "wait",
        from: "if (verdict === BUSY) stand(obj, rec);\n  unlockObject(obj, locks);",
        to: "unlockObject(obj, locks); if (verdict === BUSY) { lockObject(obj, me); stand(obj, rec); unlockObject(obj, locks); }",
      },
    ],
    [
      "commits its cases one by one",
      {
        file: "commit",
        from: "      stand(get(rec + TARGET), rec);\n",
        to: "      unlockObject(get(rec + TARGET), 1); lockObject(get(rec + TARGET), me); stand(get(rec + TARGET), rec);\n",
      },
    ],
  ])("%s", (_, patch) => {
    expect(() => explore(taking([patch]))).toThrow("threads ran in the order");
  });

  test("unlocks before it has written", () => {
    const patch = {
      file: "wait",
      from: "const verdict: i32 = attempt(obj, rec, me);\n  if (verdict === BUSY) stand",
      to: "unlockObject(obj, locks); const verdict: i32 = attempt(obj, rec, me);\n  if (verdict === BUSY) stand",
    };
    expect(() => explore(taking([patch]))).toThrow("data race");
  });
});
