/**
 * Work for several values at the same time, with a bound: behind parallel and flatMap.
 *
 * One goroutine, the feeder, takes values from upstream and calls `f`. What `f` gives decides how to go on:
 *
 *   R1  A promise fills its slot when it settles; an operation, a goroutine's body or a source gets a goroutine. The feeder goes on
 *       with the next value meanwhile. At most `limit` slots are in use: a slot is in use from before its work starts until
 *       its result is taken.
 *   R2  A plain result was computed at once, on this thread: goroutines would only add a hop. It is passed on in a batch,
 *       as many as are computed in BATCH_MS: while a value costs less than a hop, the hop is shared; a dear value makes a
 *       batch of its own. An array of flatMap is sent by the feeder itself.
 *   R3  If `f` may run on other threads, its first values are worked on here and measured; dear ones go elsewhere
 *       from then on. An async function stays: it waits for what this thread's event loop has.
 *   R4  A batch never waits for a value that has not come: before the feeder waits, what it has is passed on.
 *   R5  The segment's own goroutine receives from `ch`: a Slot that is full or (ordered) will be, or a batch, an array; for flatMap a value itself. The
 *       feeder ends when upstream has ended and no slot is in use; with it, the channel is closed.
 *   R6  While a promise is awaited the program counts as waiting for something outside: no deadlock is reported.
 */

import type { Go, Goroutine } from "@gopark/core";
import type { G } from "@gopark/core/internal";
import { type Code, MORE, STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import { expect, HChan, host, m } from "./engine.js";
import { feed } from "./feed.js";
import { resultOf } from "./frame-feed.js";
import type { Drive } from "./stage.js";
import { type Idler, isBody, performed, Step } from "./step.js";

/** How long one batch may take to compute, in milliseconds: some hops' worth. */
const BATCH_MS = 0.02;
/** The most values in a batch. */
const MOST = 64;
/** What sending a value to another thread and back costs, in milliseconds. */
const THREAD_MS = 0.05;
/** How many values are measured before any goes to another thread. */
const MEASURED = 8;
/** The most entries that wait in the channel. More go through goroutines of their own. */
const MOST_WAITING = 1024;

/** What a stage has found out; the latest run's word. */
export interface Findings {
  /** Values computed at once. */
  inline: number;
  /** How long these took, in milliseconds. */
  took: number;
  /** Values at work at the same time. */
  apart: number;
  /** Values sent to other threads. */
  elsewhere: number;
}

/** What is known at the beginning. */
export function noFindings(): Findings {
  return { inline: 0, took: 0, apart: 0, elsewhere: 0 };
}

/** One piece of work. */
class Slot {
  /** The result. */
  value: unknown = undefined;
  /** Whether the result is there. */
  isFull = false;
  /** The two reactions of a promise. */
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;

  constructor(feeder: Feeder) {
    this.onValue = (value) => {
      if (feeder.isAwaited()) feeder.fill(this, value);
    };
    this.onError = (error) => {
      if (feeder.isAwaited()) feeder.flow.scope.fail(feeder.failed(error));
    };
  }
}

/** What a goroutine gave on another thread, where its panic is part of its result. */
function opened([isGood, outcome]: [boolean, unknown]): unknown {
  if (isGood) return outcome;
  throw outcome;
}

/** Calls `f`; `next` sends. */
class Feeder extends Step implements Idler {
  private readonly inlet: Inlet;
  /** Whether results are given in the order of their values; null if `f` gives sources of many, as for flatMap. */
  private readonly isOrdered: boolean | null;
  private readonly findings: Findings;
  /** The feeder waits here until a slot is no longer in use. A word that comes while it passes on a batch stays here. */
  private readonly vacancy: HChan<any> = new HChan<any>(1);
  /** How many are in use. */
  private used = 0;
  /** Promises awaited. */
  private awaited = 0;
  /** Who waits for them: the segment's goroutine. */
  private readonly g: G = m.g as G;
  /** Whether the segment was left. */
  private isLeft = false;
  /** Results not yet passed on. */
  private batch: unknown[] = [];
  /** How many make a batch. */
  private size = 1;
  /** When the first of them began. */
  private since = 0;
  private hasEnded = false;
  /** Values worked on here. */
  private measured = 0;
  /** How long these took, in milliseconds. */
  private spent = 0;
  /** Whether `f` stays on this thread. */
  private isLocal: boolean = m.spawn === null;
  /** The segment's goroutine waits here for the slot it expects. */
  readonly bell: HChan<Slot> = new HChan<Slot>(1);
  /** That slot. */
  expected: Slot | null = null;

  constructor(inlet: Inlet, f: unknown, limit: number, isOrdered: boolean | null, findings: Findings) {
    const sender = inlet.sender();
    super(sender, sender.flow, f, limit);
    this.inlet = inlet;
    this.isOrdered = isOrdered;
    this.findings = findings;
    this.flow.idler = this;
  }

  push(value: unknown): Code {
    this.held = value;
    return this.resume();
  }

  /** Calls `f` as soon as a slot is free, and lets what it has begun go on by itself. */
  override resume(): Code {
    if (this.hasEnded) return this.proceed(MORE);
    if (this.used >= this.option) return this.flow.park(this, this.vacancy.recv());
    const { batch, held } = this;
    this.held = undefined;
    if (batch.length === 0) this.since = host.now();
    let work: any;
    try {
      work = this.perform(held);
    } catch (error) {
      throw this.failed(error);
    }
    const isOne = this.isOrdered !== null;
    if (!isOne && Array.isArray(work)) return this.spread(work);
    if (isOne && !isBody(work)) return batch.push(work) < this.size ? MORE : this.idle();
    const slot = new Slot(this);
    this.used++;
    this.findings.apart++;
    if (typeof work?.then === "function" && !(Symbol.iterator in work)) {
      this.awaited++;
      expect(this.g, 1);
      Promise.resolve(work).then(slot.onValue, slot.onError);
    } else this.flow.scope.spawn(() => this.finish(slot, work));
    return this.isOrdered ? this.spread([...this.flush(), slot]) : MORE;
  }

  /** Waits for an operation or a body. */
  private *finish(slot: Slot, work: unknown): Go<void> {
    const since = host.now();
    try {
      if (this.isOrdered !== null) {
        const value: unknown = yield* performed(work);
        this.measure(1, since);
        this.fill(slot, value);
      } else {
        yield* feed(resultOf(work), this.inlet.sender());
        this.release();
      }
    } catch (error) {
      throw this.failed(error);
    }
  }

  override proceed(given: Code): Code {
    const code = super.proceed(given);
    if (code !== MORE || !this.hasEnded) return code;
    return this.used > 0 ? this.flow.park(this, this.vacancy.recv()) : STOP;
  }

  override end(): Code {
    this.hasEnded = true;
    return this.spread(this.flush());
  }

  /** The feeder is going to wait (R4). */
  idle(): Code {
    return this.batch.length === 0 ? MORE : this.spread(this.flush());
  }

  /** The result of a slot has come. */
  fill(slot: Slot, value: unknown): void {
    slot.value = value;
    slot.isFull = true;
    const { bell } = this;
    const { ch } = this.inlet;
    if (!this.isOrdered) {
      if (!ch.trySend(slot)) this.flow.scope.spawn(() => ch.send(slot));
    } else if (this.expected === slot) {
      this.expected = null;
      bell.trySend(slot);
    }
  }

  /** The result of a slot has been taken. */
  release(): void {
    this.used--;
    this.vacancy.trySend(0);
  }

  /** A promise has settled. Answers whether anybody still wants to know. */
  isAwaited(): boolean {
    if (this.isLeft) return false;
    this.awaited--;
    expect(this.g, -1);
    return true;
  }

  /** The segment is left. */
  leave(): void {
    this.isLeft = true;
    expect(this.g, -this.awaited);
  }

  /** Calls `f`, here or on another thread (R3). */
  private perform(value: unknown): unknown {
    const { findings, given } = this;
    const index = this.index++;
    if (!this.isLocal && this.measured >= MEASURED && this.spent > this.measured * THREAD_MS) {
      const goroutine = m.spawn?.(given, [value, index], true) as Goroutine<[boolean, unknown]> | null;
      if (goroutine) {
        findings.elsewhere++;
        return goroutine.join().map(opened);
      }
      this.isLocal = true;
    }
    return given(value, index);
  }

  /** So many values have been worked on since then. Answers how long that took. */
  private measure(count: number, since: number): number {
    const took = host.now() - since;
    this.measured += count;
    this.spent += took;
    return took;
  }

  /** The batch as what is to be sent; measures it. */
  private flush(): unknown[] {
    const { batch, findings } = this;
    if (batch.length === 0) return batch;
    const took = this.measure(batch.length, this.since);
    findings.inline += batch.length;
    findings.took += took;
    if (took > BATCH_MS) this.size = this.size >> 1 || 1;
    else if (batch.length === this.size) this.size = Math.min(MOST, this.size * 2);
    this.batch = [];
    return [batch];
  }
}

/** Takes results out of batches and slots. Given the feeder, and whether values come as they are. */
class Taker extends Step {
  push(entry: unknown): Code {
    if (!(entry instanceof Slot))
      return this.option ? this.next.push(entry) : this.spread(entry as unknown[]);
    if (entry.isFull) return this.resume(entry);
    const feeder: Feeder = this.given;
    feeder.expected = entry;
    return this.flow.park(this, feeder.bell.recv());
  }

  override resume(slot: unknown): Code {
    const { value } = slot as Slot;
    this.given.release();
    return this.next.push(value);
  }
}

/** Runs parallel, or flatMap (`isOrdered` null). */
export function work(f: unknown, limit: number, isOrdered: boolean | null, findings: () => Findings): Drive {
  return function* (up, head) {
    const inlet = new Inlet(up.scope, Math.min(limit, MOST_WAITING));
    const feeder = new Feeder(inlet, f, limit, isOrdered, findings());
    feeder.where = up.where;
    up.open(feeder);
    try {
      return yield* inlet.pour(new Taker(head, head.flow, feeder, isOrdered === null));
    } finally {
      feeder.leave();
    }
  };
}
