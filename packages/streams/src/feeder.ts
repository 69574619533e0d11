/**
 * Work for several values at the same time, with a bound: behind parallel.
 *
 * One goroutine, the feeder, takes values from upstream and calls `f`. What `f` gives decides how to go on:
 *
 *   R1  What has to be waited for gets a goroutine, and the feeder goes on with the next value meanwhile. At most `limit`
 *       values are at work: each from before its work starts until its result is taken.
 *   R2  A plain result was computed at once, on this thread: goroutines would only add a hop. It is passed on in a batch,
 *       as many as are computed in BATCH_MS: while a value costs less than a hop, the hop is shared; a dear value makes a
 *       batch of its own.
 *   R3  If `f` may run on other threads, its first values are computed here and measured; dear ones go elsewhere
 *       from then on.
 *   R4  A batch never waits for a value that has not come: before the feeder waits, what it has is passed on.
 *   R5  The segment's own goroutine receives from the stage's channel: a batch, which is an array, or (ordered) the channel
 *       on which one result will be sent. It is closed when upstream has ended and no value is at work.
 */

import type { Go } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { Inlet } from "./drive.js";
import { HChan, host, m } from "./engine.js";
import type { Drive } from "./stage.js";
import { hush, type Idler, isBody, performed, Step } from "./step.js";

/** How long one batch may take to compute, in milliseconds: some hops' worth. */
const BATCH_MS = 0.02;
/** The most values in a batch. */
const MOST = 64;
/** What sending a value to another thread and back costs, in milliseconds. */
const THREAD_MS = 0.05;
/** How many values are measured before any goes to another thread. */
const MEASURED = 8;
/** The most results in order that wait. */
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

/** Calls `f`; `next` sends. */
class Feeder extends Step implements Idler {
  /** Where results are sent; null if in the order of their values. */
  private readonly ch: HChan<any> | null;
  private readonly findings: Findings;
  /** The feeder waits here until another value may be worked on. */
  private readonly vacancy: HChan<any> = new HChan<any>(0);
  /** How many are at work. */
  private used = 0;
  /** Results not yet passed on. */
  private batch: unknown[] = [];
  /** How many make a batch. */
  private size = 1;
  /** When the first of them began. */
  private since = 0;
  /** Whether `f` stays on this thread. */
  private isLocal: boolean = m.spawn === null;

  constructor(next: Step, f: unknown, limit: number, ch: HChan<any> | null, findings: Findings) {
    super(next, next.flow, f, limit);
    this.ch = ch;
    this.findings = findings;
    this.flow.idler = this;
  }

  push(value: unknown): Code {
    this.held = value;
    return this.used < this.option ? this.resume() : this.flow.park(this, this.vacancy.recv());
  }

  /** Calls `f`, and lets what it has begun go on by itself. */
  override resume(): Code {
    const { batch, ch, held } = this;
    this.held = undefined;
    if (batch.length === 0) this.since = host.now();
    let work: unknown;
    try {
      work = this.perform(held);
    } catch (error) {
      throw this.failed(error);
    }
    if (!isBody(work)) return batch.push(work) < this.size ? MORE : this.idle();
    const own = ch ?? new HChan<any>(0);
    hush(work);
    this.used++;
    this.findings.apart++;
    this.flow.scope.spawn(() => this.finish(work, own));
    return ch === null ? this.spread([...this.flush(), own]) : MORE;
  }

  override end(): Code {
    return this.last(...this.flush());
  }

  /** The feeder is going to wait (R4). */
  idle(): Code {
    return this.batch.length === 0 ? MORE : this.spread(this.flush());
  }

  /** Waits for a result, and until it is taken: nothing is buffered in its channel. */
  private *finish(work: unknown, ch: HChan<any>): Go<void> {
    let result: unknown;
    try {
      result = yield* performed(work);
    } catch (error) {
      throw this.failed(error);
    }
    yield* ch.send([result]);
    this.used--;
    this.vacancy.trySend(0);
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
    return [batch];
  }
}

/** Takes results out of batches and channels. */
class Taker extends Step {
  push(entry: unknown): Code {
    return entry instanceof HChan ? this.flow.park(this, entry.recv()) : this.resume(entry);
  }

  override resume(batch: unknown): Code {
    return this.spread(batch as unknown[]);
  }
}

/** Runs parallel. */
export function work(f: unknown, limit: number, isOrdered: boolean, findings: () => Findings): Drive {
  return (up, head) => {
    const inlet = new Inlet(up.scope, isOrdered ? Math.min(limit, MOST_WAITING) : 0);
    const feeder = new Feeder(inlet.sender(), f, limit, isOrdered ? null : inlet.ch, findings());
    feeder.where = up.where;
    up.open(feeder);
    return inlet.pour(new Taker(head, head.flow));
  };
}
