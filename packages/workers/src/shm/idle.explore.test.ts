/**
 * Sleeping and waking of Ms, in every order of their steps: no goroutine stays queued while an M and a P are idle (idle.ts,
 * ID1 and ID2), and no M waits for a P while one is idle (handover.ts, HO1).
 */
import { describe, expect, test } from "vitest";
import { explore, type Scenario } from "../../test/explore/explorer.js";
import type { Body } from "../../test/explore/machine.js";
import { scenario } from "../../test/explore/on-channels.js";
import { G, inRing, Life, page, RAN, SMALL, setUp } from "../../test/explore/on-ms.js";
import type { Patch } from "../../test/explore/portable.js";

/** A scenario: as many Ps as `owners`, each held by the M of that number (-1: idle); `n` goroutines that are to run. */
function onMs(
  ms: number,
  owners: number[],
  n: number,
  bodies: (lives: Life[]) => Body[],
  patches: readonly Patch[] = [],
): Scenario {
  return scenario(
    (bench) => setUp(bench, ms, owners),
    (bench) => bodies(Array.from({ length: ms }, (_, m) => new Life(bench, m))),
    (_, read) => expect(Array.from({ length: n }, (_, i) => read(G(i) + RAN))).toEqual(new Array(n).fill(1)),
    { mayRace: inRing, mayWait: true, patches: [...SMALL, ...patches] },
  );
}

/** One M queues and never comes to its queue; the other is about to sleep. */
const oneSleeps = (spins: boolean, patches: Patch[] = []): Scenario =>
  onMs(
    2,
    [0, 1],
    1,
    ([busy, other]) => [() => (busy as Life).put(0, 0), () => (other as Life).live(page(1), spins)],
    patches,
  );

/** One M waits for a P; two others let go of theirs, one of which has something for it as well. */
const oneIsRoused = (patches: Patch[] = []): Scenario =>
  scenario(
    (bench) => setUp(bench, 3, [0, 2]),
    (bench) => [
      () => new Life(bench, 0).giveAway(0),
      () => new Life(bench, 1).gain(),
      function* () {
        yield* new Life(bench, 2).rouse(1);
        yield* new Life(bench, 2).giveAway(1);
      },
    ],
    // One of the two is its, the other is idle.
    (_, read) => expect([read(page(0) + 256), read(page(1) + 256)].sort()).toEqual([0, 2 * 4 + 1]),
    { patches: [...SMALL, ...patches] },
  );

describe("Ms, in every order", () => {
  test.each([[true], [false]])(
    "run what another has queued while they fall asleep; spinning before: %s",
    (spins) => {
      explore(oneSleeps(spins));
    },
  );

  test("run what another has queued twice", () => {
    explore(
      onMs(2, [0, 1], 2, ([busy, other]) => [
        function* () {
          yield* (busy as Life).put(0, 0, false);
          yield* (busy as Life).put(0, 1, false);
        },
        () => (other as Life).live(page(1), true),
      ]),
    );
  });

  test("get the P that they wait for when another lets go of it", () => {
    explore(
      scenario(
        function* (bench) {
          yield* setUp(bench, 2, [0]);
        },
        (bench) => [() => new Life(bench, 0).giveAway(0), () => new Life(bench, 1).gain()],
        (_, read) => expect(read(page(0) + 256)).toBe(2 * 4 + 1),
        { patches: SMALL },
      ),
    );
  });

  test("get it also when something else wakes them meanwhile", () => {
    explore(oneIsRoused());
  });

  test("run what is left in a ring when its P is given away before a blocking call", () => {
    explore(
      onMs(2, [0], 1, ([busy, other]) => [
        function* () {
          yield* (busy as Life).put(0, 0);
          yield* (busy as Life).giveAway(0);
        },
        () => (other as Life).live(0, true),
      ]),
    );
  });
});

describe("the explorer finds Ms that", () => {
  test.each([
    ["do not look again before they sleep", { file: "idle", from: "return lookAgain(me);", to: "return 0;" }],
    ["are claimed but not woken", { file: "idle", from: "      poke(m);\n", to: "" }],
    [
      "look again before they say that they are idle",
      {
        file: "idle",
        from: "store(status, M_IDLE);\n  if (wasSpinning) add(S_SPINNING, -1);\n  return lookAgain(me);",
        to: "const p: i32 = lookAgain(me); if (p !== 0) return p;\n store(status, M_IDLE); if (wasSpinning) add(S_SPINNING, -1); return 0;",
      },
    ],
  ])("%s", (_, patch) => {
    expect(() => explore(oneSleeps(true, [patch]))).toThrow(/deeply equal.*threads ran in the order/);
  });

  test("take themselves for out of the line when they have been granted a P", () => {
    const patch = {
      file: "handover",
      from: "return status === M_WAITING || status === M_GRANTED;",
      to: "return status === M_WAITING;",
    };
    expect(() => explore(oneIsRoused([patch]))).toThrow(/threads ran in the order/);
  });
});
