/**
 * Work for several values at the same time, with a bound: behind flatMap and parallel.
 *
 * One goroutine, the feeder, takes values from upstream and calls `f`. What `f` gives decides how to go on:
 *
 *   R1  A promise fills its slot when it settles; an operation, a goroutine's body or a source gets a goroutine. The
 *       feeder goes on with the next value meanwhile. At most `limit` slots are in use: a slot is in use from before
 *       its work starts until its result is taken.
 *   R2  A plain result of parallel was computed at once, on this thread: goroutines would only add a hop. It is passed
 *       on in a batch, as many as are computed in BATCH_MS: while a value costs less than a hop, the hop is shared; a
 *       dear value makes a batch of its own. So is an array of flatMap.
 *   R3  If `f` may run on other threads, its first values are computed here and measured; dear ones go elsewhere
 *       from then on.
 *   R4  A batch never waits for a value that has not come: before the feeder waits, what it has is passed on.
 *   R5  The segment's own goroutine receives from `ch`: a Slot that is full or (ordered) will be, a Batch, or else a
 *       value itself, of a source being read. `ch` is closed when upstream has ended and no slot is in use.
 *   R6  While a promise is awaited the program counts as waiting for something outside: no deadlock is reported.
 */

import type { G } from "@gopark/core/internal";
import { type Code, MORE, STOP } from "./codes.js";
import type { Upstream } from "./drive.js";
import { call, expect, HChan, host, m } from "./engine.js";
import { feed } from "./feed.js";
import { feedApart } from "./frame-feed.js";
import { SendStep } from "./send-step.js";
import type { Drive } from "./stage.js";
import { type Flow, isBody, Step } from "./step.js";
import { named, type StreamError } from "./stream-error.js";

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
export class Findings {
  /** Values computed at once. */
  inline = 0;
  /** How long these took, in milliseconds. */
  took = 0;
  /** Values at work at the same time. */
  apart = 0;
  /** Values sent to other threads. */
  elsewhere = 0;
}

/** One piece of work. */
class Slot {
  /** The result. */
  value: unknown = undefined;
  /** Whether the result is there. */
  isFull = false;
  /** The two reactions of a promise, made once. */
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;

  constructor(feeder: Feeder) {
    this.onValue = (value) => {
      if (feeder.isAwaited()) feeder.fill(this, value);
    };
    this.onError = (error) => {
      if (feeder.isAwaited()) feeder.scope.fail(feeder.failed(error));
    };
  }
}

/** Results to be pushed one after the other. */
class Batch {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/** Calls `f`; `next` sends. */
class Feeder extends Step {
  /** The segment that receives. */
  private readonly up: Upstream;
  /** Whether `f` gives one result, and no source of many. */
  private readonly isOne: boolean;
  /** Whether results are given in the order of their values. */
  private readonly isOrdered: boolean;
  private readonly findings: Findings;
  private readonly ch: HChan<any>;
  /** The feeder waits here for a slot. */
  private readonly vacancy: HChan<Slot> = new HChan<Slot>(0);
  /** Slots not in use. */
  private readonly free: Slot[] = [];
  /** How many may still be made. */
  private toMake: number;
  /** How many are in use. */
  private used = 0;
  /** Promises awaited. */
  private awaited = 0;
  /** Who waits for them: the segment's goroutine. */
  private readonly g: G;
  /** Whether the segment was left. */
  private isLeft = false;
  /** Results not yet passed on. */
  private batch: unknown[] = [];
  /** How many make a batch. */
  private size = 1;
  /** When the first of them began. */
  private since = 0;
  private hasEnded = false;
  /** Whether `f` stays on this thread. */
  private isLocal: boolean;
  /** The segment's goroutine waits here for the slot it expects. */
  readonly bell: HChan<Slot> = new HChan<Slot>(1);
  /** That slot. */
  expected: Slot | null = null;

  constructor(
    flow: Flow,
    up: Upstream,
    ch: HChan<any>,
    f: (value: any, index: number) => unknown,
    limit: number,
    isOne: boolean,
    isOrdered: boolean,
    findings: Findings,
    g: G,
  ) {
    super(new SendStep(ch, flow), flow, f);
    this.up = up;
    this.ch = ch;
    this.toMake = limit;
    this.isOne = isOne;
    this.isOrdered = isOrdered;
    this.findings = findings;
    this.g = g;
    this.isLocal = !isOne || m.spawn === null;
    flow.idler = this;
  }

  /** Where the work runs. */
  get scope(): Flow["scope"] {
    return this.flow.scope;
  }

  push(value: unknown): Code {
    let slot = this.free.pop();
    if (slot === undefined && this.toMake > 0) {
      this.toMake--;
      slot = new Slot(this);
    }
    if (slot !== undefined) {
      this.used++;
      return this.begin(value, slot);
    }
    this.held = value;
    return this.flow.park(this, this.vacancy.recv());
  }

  /** A slot has become free. */
  override resume(slot: unknown): Code {
    const { held } = this;
    this.held = undefined;
    return this.begin(held, slot as Slot);
  }

  /** Calls `f`, and lets what it has begun go on by itself. */
  private begin(value: unknown, slot: Slot): Code {
    const { batch, isOne } = this;
    if (batch.length === 0) this.since = host.now();
    let work: any;
    try {
      work = this.perform(value);
    } catch (error) {
      throw this.failed(error);
    }
    if (isOne ? typeof work !== "object" || !isBody(work) : Array.isArray(work)) {
      this.free.push(slot);
      this.used--;
      if (!isOne) return this.spread(work);
      return batch.push(work) < this.size ? MORE : this.idle();
    }
    this.findings.apart++;
    if (typeof work?.then === "function" && !(Symbol.iterator in work)) {
      this.awaited++;
      expect(this.g, 1);
      Promise.resolve(work).then(slot.onValue, slot.onError);
    } else {
      const { ch, scope } = this;
      const { where } = this.up;
      const end = (result: unknown): void => (isOne ? this.fill(slot, result) : this.release(slot));
      scope.spawn(function* () {
        try {
          end(yield* isOne ? work : feedApart(work, ch, scope, where));
        } catch (error) {
          throw named(error, where);
        }
      });
    }
    return this.isOrdered ? this.spread([...this.flush(), slot]) : MORE;
  }

  override proceed(given: Code): Code {
    const code = super.proceed(given);
    if (code !== MORE || !this.hasEnded) return code;
    this.closeIfOver();
    return STOP;
  }

  override end(): Code {
    this.hasEnded = true;
    return this.spread(this.flush());
  }

  /** The feeder is going to wait (R4). */
  override idle(): Code {
    return this.batch.length === 0 ? MORE : this.spread(this.flush());
  }

  override failed(error: unknown): StreamError {
    return named(error, this.up.where);
  }

  /** The result of a slot has come. */
  fill(slot: Slot, value: unknown): void {
    slot.value = value;
    slot.isFull = true;
    const { ch, bell } = this;
    if (!this.isOrdered) {
      if (!ch.trySend(slot)) this.scope.spawn(() => ch.send(slot));
    } else if (this.expected === slot) {
      this.expected = null;
      bell.trySend(slot);
    }
  }

  /** The result of a slot has been taken. */
  release(slot: Slot): void {
    slot.value = undefined;
    slot.isFull = false;
    // Handed over to the feeder, it stays in use.
    if (this.vacancy.trySend(slot)) return;
    this.free.push(slot);
    this.used--;
    if (this.hasEnded) this.closeIfOver();
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

  private closeIfOver(): void {
    if (this.used === 0 && this.batch.length === 0 && !this.ch.isClosed) this.ch.close();
  }

  /** Calls `f`, here or on another thread (R3). */
  private perform(value: unknown): unknown {
    const { findings, given } = this;
    const index = this.index++;
    if (!this.isLocal && findings.inline >= MEASURED && findings.took > findings.inline * THREAD_MS) {
      const goroutine = (m.spawn as NonNullable<typeof m.spawn>)(given, [value]) as {
        join(): unknown;
      } | null;
      if (goroutine !== null) {
        findings.elsewhere++;
        return goroutine.join();
      }
      this.isLocal = true;
    }
    return given(value, index);
  }

  /** The batch as what is to be sent; measures it. */
  private flush(): unknown[] {
    const { batch, findings } = this;
    if (batch.length === 0) return batch;
    const took = host.now() - this.since;
    findings.inline += batch.length;
    findings.took += took;
    if (took > BATCH_MS) this.size = Math.max(1, this.size >> 1);
    else if (batch.length === this.size) this.size = Math.min(MOST, this.size * 2);
    this.batch = [];
    return [new Batch(batch)];
  }
}

/** Takes results out of batches and slots. */
class Taker extends Step {
  /** Set when the feeder begins, which is before any entry comes. */
  feeder: Feeder | null = null;

  push(entry: unknown): Code {
    if (entry instanceof Batch) return this.spread(entry.values);
    if (!(entry instanceof Slot)) return this.next.push(entry);
    if (entry.isFull) return this.resume(entry);
    const feeder = this.feeder as Feeder;
    feeder.expected = entry;
    return this.flow.park(this, feeder.bell.recv());
  }

  override resume(slot: unknown): Code {
    const { value } = slot as Slot;
    (this.feeder as Feeder).release(slot as Slot);
    return this.next.push(value);
  }
}

/** Runs flatMap or parallel. */
export function work(
  f: (value: any, index: number) => unknown,
  limit: number,
  isOne: boolean,
  isOrdered: boolean,
  findings: () => Findings,
): Drive {
  return function* (up, head, flow) {
    const scope = up.scope.child();
    const ch = new HChan<any>(Math.min(limit, MOST_WAITING));
    const taker = new Taker(head, flow);
    const g = m.g as G;
    up.open(scope, (flow) => {
      taker.feeder = new Feeder(flow, up, ch, f, limit, isOne, isOrdered, findings(), g);
      return taker.feeder;
    });
    try {
      return yield* call(feed, ch, taker, flow);
    } finally {
      taker.feeder?.leave();
      scope.cancel();
    }
  };
}
