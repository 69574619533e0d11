/**
 * What the threads of scenarios do with objects in shared memory: the steps of `shared-op.ts`, without goroutines.
 */
import type { Scenario } from "./explorer.js";
import { type Body, BYTES, enter, leave } from "./machine.js";
import type { Loaded } from "./portable.js";

/** How an operation ended: its verdict, and the value it received. */
export interface Ended {
  readonly verdict: number;
  readonly value: number;
}

/** Verdicts (verdict.ts). */
export const DONE = 1;
export const OVER = 2;
export const SPOILT = 3;
/** Verbs (wait.ts). */
export const RECV = 1;
export const SEND = 2;
export const TAKE = 3;
export const READ = 4;
export const WRITE = 5;
export const AWAIT = 6;
const NOTICE = 7;

/** In the line of an M: 1 once it was told of a death. */
const TOLD = 128;

export type Load = (name: string) => Loaded;
export type Code<T> = Generator<unknown, T, any>;

/** The files that scenarios use, and what threads do. */
export class Bench {
  readonly load: Load;
  private readonly seam: Loaded;
  private readonly layout: Loaded;
  private readonly record: Loaded;
  private readonly verdict: Loaded;
  readonly verbs: Loaded;

  constructor(load: Load) {
    this.load = load;
    this.seam = load("atomics");
    this.layout = load("layout");
    this.record = load("record");
    this.verdict = load("verdict");
    this.verbs = load("wait");
  }

  /** Sets the heap up and makes channels; their addresses, in order. */
  *channels(...caps: number[]): Code<number[]> {
    const { CHAN, newObject } = this.load("object");
    const { beginChan, chanBytes } = this.load("hchan");
    const made: number[] = [];
    for (const cap of caps) {
      const ch: number = yield* newObject(CHAN, yield* chanBytes(cap), 0);
      yield* beginChan(ch, cap);
      made.push(ch);
    }
    return made;
  }

  /** Makes an object of a kind; its address. */
  *object(kind: string, bytes = 64): Code<number> {
    const { [kind]: number, newObject } = this.load("object");
    return yield* newObject(number, bytes, 0);
  }

  /** Sets the heap up. */
  *heap(): Code<void> {
    const { BUMP, HEAP, LIMIT, M_COUNT } = this.layout;
    this.seam.put(LIMIT, BYTES);
    this.seam.put(BUMP, HEAP);
    this.seam.put(M_COUNT, 8);
  }

  /** Makes records for M `m` before the threads start, so that they don't have to. */
  *records(m: number): Code<void> {
    yield* this.record.freeRecord(yield* this.record.newRecord(m, 1));
  }

  /** Writes a value into a cell: odd ones as numbers, which are copied in one piece. */
  private write(cell: number, value: number): void {
    this.seam.put(cell, value % 2 === 1 ? this.load("hchan").FLOAT_TAG : 0);
    this.seam.put(cell + 8, value);
  }

  private *arm(m: number, verb: number, obj: number, value: number): Code<number> {
    const rec: number = yield* this.record.newWaiter(obj, verb, m);
    this.write(rec + this.record.VALUE, value);
    return rec;
  }

  private *settle(rec: number, verdict: number): Code<Ended> {
    const value: number = this.seam.get(rec + this.record.VALUE + 8);
    yield* this.record.freeRecord(rec);
    return { verdict, value };
  }

  /** The short way of an operation on a channel with a ring; null if the long one is to be gone. */
  private *now(m: number, verb: number, obj: number, value: number): Code<Ended | null> {
    const { CAP } = this.load("sides");
    const { recvNow, sendNow } = this.load("hchan");
    if ((verb !== SEND && verb !== RECV) || this.seam.get(obj + CAP) === 0) return null;
    const cell: number = (yield* this.layout.mLine(m)) + this.layout.M_CELL;
    this.write(cell, value);
    const verdict: number = yield* (verb === SEND ? sendNow : recvNow)(obj, cell, m);
    return verdict === this.verdict.DONE ? { verdict, value: this.seam.get(cell + 8) } : null;
  }

  /** Performs an operation of M `m` and waits for its end. */
  *perform(m: number, verb: number, obj: number, value = 0): Code<Ended> {
    const done: Ended | null = yield* this.now(m, verb, obj, value);
    if (done !== null) return done;
    const rec: number = yield* this.arm(m, verb, obj, value);
    let verdict: number = yield* this.verbs.enter(rec, m);
    if (verdict === this.verdict.BUSY) {
      yield* this.receive(m, [rec]);
      verdict = this.seam.get(rec + this.record.OK);
    }
    return yield* this.settle(rec, verdict);
  }

  /** Performs an operation, and gives up at once if it has to wait; null if it was in time. */
  *giveUp(m: number, verb: number, obj: number, value = 0): Code<Ended | null> {
    const rec: number = yield* this.arm(m, verb, obj, value);
    let verdict: number = yield* this.verbs.enter(rec, m);
    if (verdict === this.verdict.BUSY) {
      if ((yield* this.verbs.leave(rec, m)) === 1) {
        yield* this.record.freeRecord(rec);
        return null;
      }
      yield* this.receive(m, [rec]);
      verdict = this.seam.get(rec + this.record.OK);
    }
    return yield* this.settle(rec, verdict);
  }

  /** Waits for a condition, under a mutex. */
  *awaitNotice(m: number, cond: number, mutex: number): Code<Ended> {
    const rec: number = yield* this.arm(m, NOTICE, cond, 0);
    yield* this.verbs.enter(rec, m);
    yield* this.load("hmutex").unlockMutex(mutex, m);
    yield* this.receive(m, [rec]);
    yield* this.settle(rec, this.seam.get(rec + this.record.OK));
    return yield* this.perform(m, TAKE, mutex);
  }

  /** Tries an operation; null if it would block. */
  *attempt(m: number, verb: number, obj: number, value = 0): Code<Ended | null> {
    const rec: number = yield* this.arm(m, verb, obj, value);
    const verdict: number = yield* this.verbs.tryOnce(rec, m);
    const ended: Ended = yield* this.settle(rec, verdict);
    return verdict === this.verdict.BUSY ? null : ended;
  }

  /** Performs a select of M `m` and waits for its end; tells which case has happened. Cases in order of their objects. */
  *select(
    m: number,
    ...cases: [verb: number, obj: number, value?: number][]
  ): Code<Ended & { chosen: number }> {
    const { CLAIM, CLAIM_AT, LINK, NEXT, OK } = this.record;
    const recs: number[] = [];
    for (const [verb, obj, value = 0] of cases) recs.push(yield* this.arm(m, verb, obj, value));
    // A record of its own: a case that pointed to itself would be one that nobody else can decide (claim.ts).
    const gate: number = yield* this.record.newWaiter(0, 0, m);
    for (const [i, rec] of recs.entries()) {
      this.seam.put(rec + LINK, recs[i + 1] ?? 0);
      this.seam.put(rec + NEXT, recs[i + 1] ?? 0);
      this.seam.put(rec + CLAIM_AT, gate + CLAIM);
    }
    let winner: number = yield* this.load("commit").commit(recs[0], recs[0], m);
    if (winner === 0) winner = yield* this.receive(m, recs);
    const verdict: number = this.seam.get(winner + OK);
    for (const rec of recs) if (rec !== winner) yield* this.verbs.leave(rec, m);
    for (const rec of [...recs, gate]) if (rec !== winner) yield* this.record.freeRecord(rec);
    return { ...(yield* this.settle(winner, verdict)), chosen: recs.indexOf(winner) };
  }

  /** Waits for the death of a thread, and sweeps after it; does nothing if it comes to its end. Answers whether it died. */
  *mourn(dead: number, me: number, others: number[]): Code<boolean> {
    if ((yield* this.seam.death(dead)) === 0) return false;
    yield* this.load("sweep").sweepObjects(dead, me);
    const { M_INBOX, mLine } = this.layout;
    // Each is told over its control line: the inbox has no room for that.
    for (const m of others) yield* this.seam.store((yield* mLine(m)) + TOLD, 1);
    for (const m of others) yield* this.load("inbox").poke(m);
    // That wakes a thread whatever its inbox says: of one whose sleep the dead one ended, the notify may never have come.
    for (const m of others) yield* this.seam.notify((yield* mLine(m)) + M_INBOX);
    return true;
  }

  /** Sleeps until one of some records comes back; answers which. */
  *receive(m: number, recs: number[]): Code<number> {
    const { M_INBOX, M_LANDED, M_LANDED_LAST, mLine } = this.layout;
    const { park, PARKED, take } = this.load("inbox");
    const { endPoisoned } = this.load("sweep");
    const line: number = yield* mLine(m);
    let isTold = 0;
    for (const frame = enter(); ; leave(frame, isTold)) {
      const landed: number = this.seam.get(line + M_LANDED);
      this.seam.put(line + M_LANDED, 0);
      this.seam.put(line + M_LANDED_LAST, 0);
      const first: number = landed !== 0 ? landed : yield* take(m);
      if (first !== 0) return leave(frame, this.expected(first, recs));
      if (isTold === 0 && (yield* this.seam.load(line + TOLD)) === 1) {
        isTold = 1;
        // What the dead one sent before it died with a lock is in the inbox when the lock is seen to be poisoned.
        const spoilt: number[] = [];
        for (const rec of recs)
          if ((yield* this.seam.load(this.seam.get(rec + this.record.TARGET))) < 0) spoilt.push(rec);
        const sent: number = yield* take(m);
        if (sent !== 0) return leave(frame, this.expected(sent, recs));
        for (const rec of spoilt) if ((yield* endPoisoned(rec)) === 1) return leave(frame, rec);
        continue;
      }
      if (!(yield* park(m))) continue;
      if (isTold === 0 && (yield* this.seam.load(line + TOLD)) === 1) continue;
      yield* this.seam.wait(line + M_INBOX, PARKED);
    }
  }

  /** A record that came back, if it is one of those that wait, and came alone. */
  private expected(rec: number, recs: number[]): number {
    if (!recs.includes(rec)) throw new Error(`record ${rec} came back, which does not wait`);
    if (this.seam.get(rec + this.record.LINK) !== 0) throw new Error("more than one record came back");
    return rec;
  }
}

/** A thread that performs some steps; its result is how each has ended. */
export function doing<T>(...steps: (() => Code<T>)[]): Body {
  return function* () {
    const ended: T[] = [];
    for (const step of steps) {
      // What it remembers is how the steps have ended.
      const frame = enter();
      ended.push(leave(frame, yield* step()));
    }
    return ended;
  };
}

/** The values of what has been done. */
export const values = (log: readonly Ended[] | undefined): number[] =>
  (log ?? []).filter(({ verdict }) => verdict === DONE).map(({ value }) => value);

/** A scenario over objects that `make` makes in the setup; `bodies` gets what it answers. */
export function scenario<T>(
  make: (bench: Bench) => Code<T>,
  bodies: (bench: Bench, made: T) => Body[],
  check: NonNullable<Scenario["check"]>,
  more: Pick<Scenario, "mortal" | "patches" | "mayRace" | "mayWait"> = {},
): Scenario {
  let bench: Bench;
  let made: T;
  return {
    ...more,
    *setup(load) {
      bench = new Bench(load);
      yield* bench.heap();
      made = yield* make(bench);
      for (let m = 0; m < 4; m++) yield* bench.records(m);
    },
    threads: () => bodies(bench, made),
    check,
  };
}
