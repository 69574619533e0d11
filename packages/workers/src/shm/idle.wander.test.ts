/**
 * Ms with programs of their own, in random orders: what they queue and send runs once, and at the end all sleep, every P is
 * idle, and all counts are right. What can be explored in every order is, in idle.explore.test.ts; this is about more Ms and longer lives.
 */
import { expect, test } from "vitest";
import { type Scenario, wander } from "../../test/explore/explorer.js";
import { scenario } from "../../test/explore/on-channels.js";
import { BusyLife, type Deed, G, inRing, page, RAN, SMALL, setUp } from "../../test/explore/on-ms.js";
import type { Patch } from "../../test/explore/portable.js";

/** Words of the scheduler that count: Ms that spin, idle Ps, Ms that wait for one. */
const SPINNING = 384;
const IDLE_PS = 512;
const WAITING_MS = 516;

/** A few Ms on fewer Ps, each with a few deeds. */
function someMs(random: () => number, patches: readonly Patch[] = []): Scenario {
  const upTo = (n: number): number => 1 + Math.floor(random() * n);
  const ps = upTo(3);
  const ms = ps + upTo(3) - 1;
  // M0 may compute for ever: what it has queued is for others.
  const computes = ps > 1 && random() < 0.5;
  let goroutines = 0;
  const deed = (m: number): Deed => {
    const kind = (["put", "put", "send", "call"] as const)[Math.floor(random() * 4)] as Deed["kind"];
    if (kind === "call") return { kind };
    const n = goroutines++;
    if (kind === "put") return { kind, n, isNext: random() < 0.5 };
    const to = (m + upTo(Math.max(1, ms - 1))) % ms;
    return { kind, n, to: computes && to === 0 ? 1 : to };
  };
  const lives = Array.from({ length: ms }, (_, m) => Array.from({ length: upTo(5) - 1 }, () => deed(m)));
  return scenario(
    (bench) =>
      setUp(
        bench,
        ms,
        Array.from({ length: ps }, (_, p) => p),
      ),
    (bench) =>
      lives.map(
        (deeds, m) => () => new BusyLife(bench, m).live(deeds, m < ps ? page(m) : 0, computes && m === 0),
      ),
    (_, read) => {
      const ran = Array.from({ length: goroutines }, (_, n) => read(G(n) + RAN));
      expect(ran).toEqual(new Array(goroutines).fill(1));
      const statuses = Array.from({ length: ps }, (_, p) => read(page(p) + 256)).sort();
      const held = computes ? [1 * 4 + 1] : [];
      expect({ statuses, idle: read(IDLE_PS), spinning: read(SPINNING), waiting: read(WAITING_MS) }).toEqual({
        statuses: [...new Array(ps - held.length).fill(0), ...held],
        idle: ps - held.length,
        spinning: 0,
        waiting: 0,
      });
    },
    { mayRace: inRing, mayWait: true, patches: [...SMALL, ...patches] },
  );
}

test("all that is queued and sent runs once, and all sleep at the end", () => {
  expect(wander((random) => someMs(random), 3000)).toBeGreaterThan(0);
});

test.each([
  [
    "an M that takes itself for out of the line when it has been granted a P",
    {
      file: "handover",
      from: "return status === M_WAITING || status === M_GRANTED;",
      to: "return status === M_WAITING;",
    },
  ],
  [
    "an M that is granted a P and not woken",
    {
      file: "handover",
      from: "store(mLine(m) + M_NEXT_P, p);\n  poke(m);",
      to: "store(mLine(m) + M_NEXT_P, p);",
    },
  ],
  [
    "one that does not look again before it sleeps",
    { file: "idle", from: "return lookAgain(me);", to: "return 0;" },
  ],
  [
    "a second P that is not given back",
    {
      file: "handover",
      from: "if (second > 0) pass(second - 1, held(me, P_RUNNING), me);",
      to: "",
    },
  ],
])("finds %s", (_, patch) => {
  expect(() => wander((random) => someMs(random, [patch]), 3000)).toThrow(/seed \d+$/);
});
