/**
 * The run queue of a P, in every order of its owner and thieves: every goroutine is taken once, and by one.
 *
 * The ring is made small, so that it wraps and overflows. Its slots are read while they may be written (RQ3): these accesses
 * are steps of their own.
 */
import { describe, expect, test } from "vitest";
import { explore, type Scenario } from "../../test/explore/explorer.js";
import { type Bench, type Code, doing, scenario } from "../../test/explore/on-channels.js";
import type { Patch } from "../../test/explore/portable.js";

/** Goroutines, as records: only their links are written. */
const G = (n: number): number => 131072 + n * 64;
/** Pages of three Ps: the rings are what threads may race on. */
const PAGES = 36864;
const inRing = (a: number): boolean => a >= PAGES && a < PAGES + 3 * 2048 && (a - PAGES) % 2048 >= 512;

const small = (ring: number): Patch[] => [
  { file: "runq", from: "const RING: i32 = 256;", to: `const RING: i32 = ${ring};` },
  { file: "runq", from: "const RESPECT: i32 = 400;", to: "const RESPECT: i32 = 1;" },
];

interface Steps {
  /** The owner puts goroutine `n` at the end, or as the next. */
  put(n: number): () => Code<number>;
  putNext(n: number): () => Code<number>;
  /** The owner takes one. */
  get(): Code<number>;
  /** A thief steals for its own P, and empties that. */
  steal(): Code<number[]>;
  /** Another thief does, for its own. */
  robs(): Code<number[]>;
}

function stepsOf(bench: Bench): Steps {
  const { runqGet, runqPut, runqPutNext, runqSteal } = bench.load("runq");
  const p = PAGES;
  const stealFor = (to: number) =>
    function* (): Code<number[]> {
      const got: number[] = [];
      for (let g: number = yield* runqSteal(to, p, true); g !== 0; g = yield* runqGet(to)) got.push(g);
      return got;
    };
  return {
    put: (n) => () => runqPut(p, G(n), 0),
    putNext: (n) => () => runqPutNext(p, G(n), 0),
    get: () => runqGet(p),
    steal: stealFor(PAGES + 2048),
    robs: stealFor(PAGES + 2 * 2048),
  };
}

/** A scenario: `n` goroutines in all, with who of them are queued before the threads start. */
function onQueue(
  ring: number,
  n: number,
  queued: number,
  bodies: (steps: Steps) => (() => Code<unknown>)[][],
  patches: readonly Patch[] = [],
): Scenario {
  return scenario(
    function* (bench) {
      bench.load("atomics").put(bench.load("layout").P_COUNT, 3);
      for (let i = 0; i < queued; i++) yield* stepsOf(bench).put(i)();
    },
    (bench) => bodies(stepsOf(bench)).map((steps) => doing(...steps)),
    (logs, read) => {
      const taken = (logs.flat(2) as (number | undefined)[]).filter((g) => g !== undefined && g >= G(0));
      // What is left: the ring, the next, and the global queue.
      const word = (offset: number): number => read(PAGES + offset);
      const left: number[] = [];
      for (let i = word(0); i < word(128); i++) left.push(read(PAGES + 512 + (i % ring) * 4));
      if (word(132) !== 0) left.push(word(132));
      for (let g = read(384 + 260); g !== 0; g = read(g + 16)) left.push(g);
      expect([...taken, ...left].sort()).toEqual(Array.from({ length: n }, (_, i) => G(i)));
    },
    { mayRace: inRing, patches: [...small(ring), ...patches] },
  );
}

describe("a run queue, in every order of its owner and thieves", () => {
  test("gives each goroutine to one: the owner takes and puts, a thief steals", () => {
    explore(onQueue(4, 5, 3, ({ put, get, steal }) => [[get, put(3), put(4), get], [steal]]));
  });

  test("gives each goroutine to one of two thieves and the owner", () => {
    explore(onQueue(4, 4, 3, ({ put, get, steal, robs }) => [[get, put(3)], [steal], [robs]]));
  });

  test("moves half to the global queue when it is full, or a thief makes room", () => {
    explore(onQueue(4, 6, 4, ({ put, get, steal }) => [[put(4), put(5), get], [steal]]));
    explore(onQueue(2, 4, 2, ({ put, steal }) => [[put(2), put(3)], [steal]]));
  });

  test("gives who is next to the owner or to a thief, and moves it to the end when another comes", () => {
    explore(
      onQueue(4, 3, 0, ({ putNext, get, steal }) => [[putNext(0), putNext(1), get, putNext(2)], [steal]]),
    );
  });

  test("is not found empty while a goroutine moves from the next place to the ring", () => {
    explore(
      scenario(
        function* (bench) {
          yield* bench.load("runq").runqPutNext(PAGES, G(0), 0);
        },
        (bench) => {
          const { runqEmpty, runqPutNext } = bench.load("runq");
          return [doing(() => runqPutNext(PAGES, G(1), 0)), doing(() => runqEmpty(PAGES))];
        },
        (logs) => expect(logs[1]).toEqual([false]),
        { mayRace: inRing, patches: small(4) },
      ),
    );
  });
});

test("the global queue gives each goroutine to one, in every order", () => {
  explore(
    scenario(
      function* (bench) {
        bench.load("atomics").put(bench.load("layout").P_COUNT, 1);
        yield* bench.load("globq").globqPut(G(0), 0);
      },
      (bench) => {
        const { globqPut, globqTake } = bench.load("globq");
        const { get } = bench.load("atomics");
        const take = (m: number) =>
          function* (): Code<number[]> {
            const got: number[] = [];
            for (let g: number = yield* globqTake(2, m); g !== 0; g = get(g + 16)) got.push(g);
            return got;
          };
        return [
          doing(
            () => globqPut(G(1), 0),
            () => globqPut(G(2), 0),
          ),
          doing(take(1)),
          doing(take(2)),
        ];
      },
      (logs, read) => {
        const left: number[] = [];
        for (let g = read(384 + 260); g !== 0; g = read(g + 16)) left.push(g);
        expect(read(384 + 268)).toBe(left.length);
        const taken = logs.slice(1).flat(2) as number[];
        expect([...taken, ...left].sort()).toEqual([G(0), G(1), G(2)]);
      },
    ),
  );
});

describe("the explorer finds a run queue that", () => {
  test.each<[string, ...Patch[]]>([
    [
      "publishes the tail before the slot",
      {
        file: "runq",
        from: "put(slot(p, tail), g);\n      store(p + P_TAIL, (tail + 1) | 0);",
        to: "store(p + P_TAIL, (tail + 1) | 0); put(slot(p, tail), g);",
      },
    ],
    [
      "takes without a compare-and-set",
      {
        file: "runq",
        from: "if (cas(p + P_HEAD, head, (head + 1) | 0) === head) return g;",
        to: "store(p + P_HEAD, (head + 1) | 0); return g;",
      },
    ],
    [
      "lets a thief read slots after the head has passed them",
      {
        file: "runq",
        from: "if (cas(from + P_HEAD, head, (head + n) | 0) === head) return n;",
        to: "if (n > 0) { put(slot(to, tail), get(slot(from, head))); return n; }",
      },
      {
        file: "runq",
        from: "let i: i32 = 0;\n    while (i < n) {\n      put(slot(to, (tail + i) | 0)",
        to: "if (cas(from + P_HEAD, head, (head + n) | 0) !== head) continue; let i: i32 = n;\n    while (i < n) {\n      put(slot(to, (tail + i) | 0)",
      },
    ],
  ])("%s", (_, ...patches) => {
    const scene = onQueue(2, 3, 1, ({ put, get, steal }) => [[get, put(1), put(2), get], [steal]], patches);
    expect(() => explore(scene)).toThrow(/deeply equal.*threads ran in the order/);
  });
});
