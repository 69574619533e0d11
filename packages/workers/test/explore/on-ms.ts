/**
 * What the Ms of scenarios do: the steps of `sched/machine.ts`, with goroutines that end at once.
 */
import { enter, leave } from "./machine.js";
import type { Bench, Code } from "./on-channels.js";
import type { Patch } from "./portable.js";

const PAGES = 36864;
/** The page of a P. */
export const page = (p: number): number => PAGES + p * 2048;
/** Whether a word is a slot of a ring: who steals one reads it while its owner may write it. */
export const inRing = (a: number): boolean => a >= PAGES && a < PAGES + 4 * 2048 && (a - PAGES) % 2048 >= 512;
/** Goroutines, as records: only their links are written. The word after a link tells that it has run. */
export const G = (n: number): number => 131072 + n * 64;
export const RAN = 20;

/** Small rings, and thieves in a hurry. */
export const SMALL: Patch[] = [
  { file: "runq", from: "const RING: i32 = 256;", to: "const RING: i32 = 4;" },
  { file: "runq", from: "const RESPECT: i32 = 400;", to: "const RESPECT: i32 = 1;" },
];

/** An M in the middle of its life: what it holds, and whether it has goroutines of its own to run. */
export class Life {
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
  *find(has: number): Code<number> {
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

  /** Sleeps until the inbox changes; answers what is in it then. */
  *sleep(): Code<number[]> {
    const { park, PARKED, take } = this.bench.load("inbox");
    const { M_INBOX, M_STATUS, mLine } = this.bench.load("layout");
    const { M_GRANTED, M_WOKEN } = this.bench.load("sched-words");
    const { load, wait } = this.bench.load("atomics");
    const line: number = yield* mLine(this.m);
    if (yield* park(this.m)) {
      const status: number = yield* load(line + M_STATUS);
      if (status !== M_WOKEN && status !== M_GRANTED) yield* wait(line + M_INBOX, PARKED);
    }
    return listed(this.bench, yield* take(this.m));
  }
}

/** Makes as many Ps as `owners`, each held by the M of that number (-1: idle). */
export function* setUp(bench: Bench, ms: number, owners: number[]): Code<void> {
  const { M_COUNT, M_STATUS, mLine, P_STATUS } = bench.load("layout");
  const { held, M_RUNNING, P_RUNNING, S_IDLE_PS } = bench.load("sched-words");
  const { put } = bench.load("atomics");
  put(M_COUNT, ms);
  yield* bench.load("resize").setUpSched(owners.length, 0);
  for (let m = 0; m < ms; m++) put((yield* mLine(m)) + M_STATUS, M_RUNNING);
  for (const [p, m] of owners.entries()) if (m >= 0) put(page(p) + P_STATUS, yield* held(m, P_RUNNING));
  put(S_IDLE_PS, owners.filter((m) => m < 0).length);
}

/** What an M does while it holds a P, before it does no more than look for work. */
export type Deed =
  | { readonly kind: "put"; readonly n: number; readonly isNext: boolean }
  | { readonly kind: "send"; readonly n: number; readonly to: number }
  | { readonly kind: "call" };

/**
 * An M that does deeds, and runs what it finds and what it is sent: the latter only it can run. So it also waits in line for a P, is
 * woken there, and looks for work in between.
 */
export class BusyLife {
  private readonly bench: Bench;
  private readonly m: number;
  private readonly life: Life;

  constructor(bench: Bench, m: number) {
    this.bench = bench;
    this.m = m;
    this.life = new Life(bench, m);
  }

  /**
   * Does its deeds, and then lives on for ever; or computes for ever, holding a P, and never looks into its queues again: then
   * this comes to the end. `at`: the page of the P it holds, or 0.
   */
  *live(deeds: readonly Deed[], at: number, computes = false): Code<void> {
    const { becomeIdle, startSpinning, stopSpinning } = this.bench.load("idle");
    const { awaitP, holds, isInLine, regain } = this.bench.load("handover");
    const { M_SPINNING } = this.bench.load("sched-words");
    const { M_STATUS, mLine } = this.bench.load("layout");
    const { load } = this.bench.load("atomics");
    const status: number = (yield* mLine(this.m)) + M_STATUS;
    const left = [...deeds];
    const own: number[] = [];
    let has = at;
    for (;;) {
      own.push(...(yield* this.drain()));
      if (has === 0 || !(yield* holds(has, this.m))) {
        has = yield* regain(this.m);
        if (has === 0 && !(yield* isInLine(this.m)))
          has = yield* computes || own.length + left.length > 0 ? awaitP(this.m) : becomeIdle(-1, this.m);
        if (has === 0) {
          own.push(...(yield* this.life.sleep()));
          continue;
        }
      }
      const deed = left.shift();
      if (computes && deed === undefined) {
        if ((yield* load(status)) === M_SPINNING) yield* stopSpinning(this.m);
        return;
      }
      const g = own.shift() ?? (deed === undefined ? yield* this.life.find(has) : 0);
      if (g !== 0 || deed !== undefined) {
        if ((yield* load(status)) === M_SPINNING) yield* stopSpinning(this.m);
        if (g !== 0) yield* this.run(g);
        if (deed !== undefined) has = yield* this.perform(deed, has);
        continue;
      }
      if (yield* startSpinning(this.m)) {
        const late: number = yield* this.life.find(has);
        if (late !== 0) {
          yield* stopSpinning(this.m);
          yield* this.run(late);
          continue;
        }
      }
      has = yield* becomeIdle((has - PAGES) / 2048, this.m);
      if (has === 0) own.push(...(yield* this.life.sleep()));
    }
  }

  /** What was sent, in whatever order. */
  private *drain(): Code<number[]> {
    return listed(this.bench, yield* this.bench.load("inbox").take(this.m));
  }

  private *run(g: number): Code<void> {
    // A second one to run it would be a second who adds.
    yield* this.bench.load("atomics").add(g + RAN, 1);
  }

  /** Does it; answers the page of the P that the M holds then, or held. */
  private *perform(deed: Deed, has: number): Code<number> {
    if (deed.kind === "send") {
      yield* this.bench.load("inbox").push(deed.to, G(deed.n));
      return has;
    }
    if (deed.kind === "put") {
      yield* this.life.put((has - PAGES) / 2048, deed.n, deed.isNext);
      return has;
    }
    // A call that blocks: others have its P meanwhile. Afterwards it has to get one.
    yield* this.life.giveAway((has - PAGES) / 2048);
    return 0;
  }
}

/** The records of a list. */
function listed(bench: Bench, newest: number): number[] {
  const { LINK } = bench.load("record");
  const { get } = bench.load("atomics");
  const all: number[] = [];
  for (let rec = newest; rec !== 0; rec = get(rec + LINK)) all.push(rec);
  return all;
}
