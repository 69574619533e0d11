/**
 * Inboxes in every order of a few threads: nothing that is pushed is lost or taken twice, and nobody sleeps on it.
 */
import { describe, expect, test } from "vitest";
import { type Body, explore, type Scenario } from "../../test/explore/explorer.js";
import { enter, leave } from "../../test/explore/machine.js";
import { type Bench, type Code, doing, scenario } from "../../test/explore/on-channels.js";

/** The owner: takes until it has `most` records or was poked; sleeps in between. */
function* receiveAll(bench: Bench, most: number): Code<number[]> {
  const { park, take, PARKED } = bench.load("inbox");
  const { M_INBOX, mLine } = bench.load("layout");
  const { get, wait } = bench.load("atomics");
  const got: number[] = [];
  for (const frame = enter(); ; leave(frame, got)) {
    let rec: number = yield* take(0);
    const batch: number[] = [];
    for (; rec !== 0; rec = get(rec)) batch.unshift(rec);
    got.push(...batch);
    if (got.length >= most) return got;
    if (yield* park(0)) yield* wait((yield* mLine(0)) + M_INBOX, PARKED);
  }
}

/** A word that is set before a poke. */
const FLAG = 65536;
/** Records as addresses: what is pushed only needs a link. */
const REC = 131072;

/** Threads that push `counts` records to M 0; each as its own body, after the owner. */
const pushing = (bench: Bench, ...counts: number[]): Body[] =>
  counts.map((count, i) =>
    doing(
      ...Array.from({ length: count }, (_, n) => () => bench.load("inbox").push(0, REC + (i * 8 + n) * 64)),
    ),
  );

/** Whether each pusher's records arrived, in their order. */
function checkArrivals(got: number[], ...counts: number[]): void {
  expect(got.length).toBe(counts.reduce((a, b) => a + b));
  for (const [i, count] of counts.entries())
    expect(got.map((rec) => (rec - REC) / 64).filter((n) => n >> 3 === i)).toEqual(
      Array.from({ length: count }, (_, n) => i * 8 + n),
    );
}

const onInbox = (counts: number[], patches: Scenario["patches"] = []): Scenario =>
  scenario(
    function* () {},
    (bench) => [
      doing(() =>
        receiveAll(
          bench,
          counts.reduce((a, b) => a + b),
        ),
      ),
      ...pushing(bench, ...counts),
    ],
    ([[got]]) => checkArrivals(got, ...counts),
    { patches },
  );

describe("an inbox, in every order", () => {
  test.each([[[1, 1]], [[2, 1]], [[2, 2]], [[1, 1, 1]]])(
    "gives its owner all that threads push, each in order: %s",
    (counts) => {
      explore(onInbox(counts));
    },
  );

  test("a poke is not lost, and a record is not taken for one", () => {
    explore(
      scenario(
        function* () {},
        (bench) => {
          const { load, store } = bench.load("atomics");
          return [
            function* () {
              // It looks at the flag after each take and before it sleeps again, as an M looks for work.
              const { park, take, PARKED } = bench.load("inbox");
              const { M_INBOX, mLine } = bench.load("layout");
              const { wait } = bench.load("atomics");
              let taken = 0;
              for (;;) {
                if ((yield* take(0)) !== 0) taken++;
                if ((yield* load(FLAG)) === 1 && taken === 1) return taken;
                if (!(yield* park(0))) continue;
                // Work that came before the park is seen here (idle.ts, steps b to e).
                if ((yield* load(FLAG)) === 1 && taken === 1) return taken;
                yield* wait((yield* mLine(0)) + M_INBOX, PARKED);
              }
            },
            doing(function* () {
              yield* store(FLAG, 1);
              yield* bench.load("inbox").poke(0);
              return 0;
            }),
            ...pushing(bench, 1),
          ];
        },
        ([taken]) => expect(taken).toBe(1),
      ),
    );
  });

  test("an owner that pokes come to while it takes sleeps only when nothing is left", () => {
    explore(
      scenario(
        function* () {},
        (bench) => [
          doing(() => receiveAll(bench, 2)),
          doing(
            () => bench.load("inbox").poke(0),
            () => bench.load("inbox").poke(0),
          ),
          ...pushing(bench, 1, 1),
        ],
        ([[got]]) => expect(got.length).toBe(2),
      ),
    );
  });
});

describe("the explorer finds an inbox that", () => {
  test.each([
    ["does not notify", { file: "inbox", from: "if (inbox !== 0) notify(inbox);", to: "" }, "stuck"],
    [
      "parks over what was pushed",
      {
        file: "inbox",
        from: "const seen: i32 = cas(mLine(m) + M_INBOX, 0, PARKED);",
        to: "const seen: i32 = 0; exchange(mLine(m) + M_INBOX, PARKED);",
      },
      "stuck",
    ],
    [
      "is taken with a load and a store",
      {
        file: "inbox",
        from: "const newest: i32 = exchange(inbox, 0);",
        to: "const newest: i32 = load(inbox); store(inbox, 0);",
      },
      "stuck",
    ],
    [
      "links a record when it is in already",
      {
        file: "inbox",
        from: "if (was === seen) return seen === PARKED ? inbox : 0;",
        to: "put(rec + LINK, seen === PARKED ? 0 : seen); if (was === seen) return seen === PARKED ? inbox : 0;",
      },
      "data race",
    ],
  ])("%s", (_, patch, problem) => {
    const patches = patch.to.includes("store(")
      ? [patch, { file: "inbox", from: "load, notify, put }", to: "load, notify, put, store }" }]
      : [patch];
    expect(() => explore(onInbox([1, 1], patches))).toThrow(problem);
  });
});
