/**
 * Sleeping and waking of Ms, in every order of their steps: no goroutine stays queued while an M and a P are idle (idle.ts,
 * ID1 and ID2), and no M waits for a P while one is idle (handover.ts, HO1).
 *
 * The Ms do what `sched/machine.ts` does, with goroutines that end at once.
 */
import { describe, expect, test } from "vitest";
import { explore, type Scenario } from "../../test/explore/explorer.js";
import { type Body, enter, leave } from "../../test/explore/machine.js";
import { type Bench, type Code, scenario } from "../../test/explore/on-channels.js";
import type { Patch } from "../../test/explore/portable.js";

const PAGES = 36864;
const page = (p: number): number => PAGES + p * 2048;
const inRing = (a: number): boolean => a >= PAGES && a < PAGES + 4 * 2048 && (a - PAGES) % 2048 >= 512;
/** Goroutines, as records: only their links are written. The word after a link tells that it has run. */
const G = (n: number): number => 131072 + n * 64;
const RAN = 20;

const SMALL: Patch[] = [
  { file: "runq", from: "const RING: i32 = 256;", to: "const RING: i32 = 4;" },
  { file: "runq", from: "const RESPECT: i32 = 400;", to: "const RESPECT: i32 = 1;" },
];

/** An M in the middle of its life: what it holds, and whether it has goroutines of its own to run. */
class Life {
  private readonly bench: Bench;
  private readonly m: number;

  constructor(bench: Bench, m: number) {
    this.bench = bench;
    this.m = m;
  }

  /** Puts a goroutine into the ring of P `p`, as `go` does. */
  *put(p: number, n: number, isNext = true): Code<void> {
    const { pin, unpin } = this.bench.load("handover");
    const { runqPut, runqPutNext } = this.bench.load("runq");
    if (yield* pin(page(p), this.m)) {
      yield* (isNext ? runqPutNext : runqPut)(page(p), G(n), this.m);
      yield* unpin(page(p), this.m);
    } else yield* this.bench.load("globq").globqPut(G(n), this.m);
    yield* this.bench.load("idle").wakep(this.m);
  }

  /** Looks for work and runs it, for ever: sleeps when there is none. `at`: the page of the P it holds, or 0. */
  *live(at: number, spins: boolean): Code<void> {
    const { becomeIdle, startSpinning, stopSpinning, anyWork } = this.bench.load("idle");
    const { holds, isInLine, regain } = this.bench.load("handover");
    const { M_SPINNING } = this.bench.load("sched-words");
    const { M_STATUS, mLine } = this.bench.load("layout");
    const { load } = this.bench.load("atomics");
    const status: number = (yield* mLine(this.m)) + M_STATUS;
    let has = at;
    for (const frame = enter(); ; leave(frame, has)) {
      if (has === 0 || !(yield* holds(has, this.m))) {
        has = yield* regain(this.m);
        if (has === 0 && !(yield* isInLine(this.m))) has = yield* becomeIdle(-1, this.m);
        if (has === 0) {
          yield* this.sleep();
          continue;
        }
      }
      let g: number = yield* this.find(has);
      if (g === 0 && spins && (yield* startSpinning(this.m)) && (yield* anyWork())) g = yield* this.find(has);
      if (g !== 0) {
        if ((yield* load(status)) === M_SPINNING) yield* stopSpinning(this.m);
        // A second one to run it would be a second who adds.
        yield* this.bench.load("atomics").add(g + RAN, 1);
        continue;
      }
      has = yield* becomeIdle((has - PAGES) / 2048, this.m);
      if (has === 0) yield* this.sleep();
    }
  }

  /** Takes what its P has, what the global queue has, or what another P has. */
  private *find(has: number): Code<number> {
    const { runqGet, runqSteal } = this.bench.load("runq");
    const { globqCount, globqTake } = this.bench.load("globq");
    const { pin, unpin } = this.bench.load("handover");
    const own: number = yield* runqGet(has);
    if (own !== 0) return own;
    if ((yield* globqCount()) > 0) {
      const first: number = yield* globqTake(1, this.m);
      if (first !== 0) return first;
    }
    const count: number = yield* this.bench.load("atomics").load(this.bench.load("layout").P_COUNT);
    for (let p = 0; p < count; p++) {
      if (page(p) === has) continue;
      if (!(yield* pin(has, this.m))) return 0;
      const g: number = yield* runqSteal(has, page(p), true);
      yield* unpin(has, this.m);
      if (g !== 0) return g;
    }
    return 0;
  }

  /** Has something to run, and waits for a P. */
  *gain(): Code<void> {
    const { awaitP, isInLine, regain } = this.bench.load("handover");
    for (const frame = enter(); ; leave(frame, 0)) {
      if ((yield* regain(this.m)) !== 0) return;
      if (!(yield* isInLine(this.m)) && (yield* awaitP(this.m)) !== 0) return;
      yield* this.sleep();
    }
  }

  /** Lets go of P `p` before a call that blocks. */
  *giveAway(p: number): Code<void> {
    const { held, P_RUNNING } = this.bench.load("sched-words");
    yield* this.bench.load("idle").retake(p, yield* held(this.m, P_RUNNING), this.m);
  }

  /** Has something for another M. */
  *rouse(other: number): Code<void> {
    yield* this.bench.load("inbox").push(other, G(this.m));
  }

  /** Sleeps until the inbox changes. */
  *sleep(): Code<void> {
    const { park, PARKED, take } = this.bench.load("inbox");
    const { M_INBOX, M_STATUS, mLine } = this.bench.load("layout");
    const { M_GRANTED, M_WOKEN } = this.bench.load("sched-words");
    const { load, wait } = this.bench.load("atomics");
    const line: number = yield* mLine(this.m);
    if (yield* park(this.m)) {
      const status: number = yield* load(line + M_STATUS);
      if (status !== M_WOKEN && status !== M_GRANTED) yield* wait(line + M_INBOX, PARKED);
    }
    yield* take(this.m);
  }
}

/** Makes as many Ps as `owners`, each held by the M of that number (-1: idle). */
function* setUp(bench: Bench, ms: number, owners: number[]): Code<void> {
  const { M_COUNT, M_STATUS, mLine, P_STATUS } = bench.load("layout");
  const { held, M_RUNNING, P_RUNNING, S_IDLE_PS } = bench.load("sched-words");
  const { put } = bench.load("atomics");
  put(M_COUNT, ms);
  yield* bench.load("resize").setUpSched(owners.length, 0);
  for (let m = 0; m < ms; m++) put((yield* mLine(m)) + M_STATUS, M_RUNNING);
  for (const [p, m] of owners.entries()) if (m >= 0) put(page(p) + P_STATUS, yield* held(m, P_RUNNING));
  put(S_IDLE_PS, owners.filter((m) => m < 0).length);
}

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

  test("look twice whether they are in line", () => {
    const patch = {
      file: "handover",
      from: "if (seen === M_WAITING) return 0;",
      to: "if (seen === M_WAITING && load(status) === M_WAITING) return 0;",
    };
    expect(() => explore(oneIsRoused([patch]))).toThrow(/threads ran in the order/);
  });
});
