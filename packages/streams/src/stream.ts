/**
 * Streams: pipelines described, and how they begin to run.
 *
 *   P1  Describing a pipeline touches nothing: sources are opened by a run, and each run opens them again.
 *   P2  A run is over when its last goroutine has ended. Only then is its result given, or its error, once.
 *   P3  A run that nobody waits for any more is cancelled; what it has opened is closed all the same.
 */
import type { Go, Op } from "@gopark/core";
import type { Sudog } from "@gopark/core/internal";
import { ChanReader } from "./chan-reader.js";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { drive } from "./drive.js";
import { currentSched, LineOp, WaitQ, wake } from "./engine.js";
import { explain } from "./explain.js";
import { Origin } from "./origin.js";
import { Scope, scopeOf } from "./scope.js";
import { SendStep } from "./send-step.js";
import type { Guard, Stage } from "./stage.js";
import { Flow, Step } from "./step.js";

/**
 * A pipeline described: a source and what becomes of its values.
 *
 * Nothing runs until it is given a sink and performed, or until it is iterated. Each time it runs from the start,
 * as far as its source can: an array can, a channel or a generator gives what is left. Can itself be the source of a
 * pipeline.
 *
 * @example
 * ```ts
 * import { map, pipe, type Stream } from "@gopark/streams";
 *
 * const squares: Stream<number> = pipe([1, 2, 3], map((n) => n * n));
 * for await (const n of squares) console.log(n); // prints: 1 | 4 | 9
 * ```
 */
export interface Stream<out T> extends AsyncIterable<T> {
  /** Says how it runs: which stages share a goroutine, what stands between them, and what `parallel` has found out. */
  explain(): string;
}

/** A source and stages. */
export class Plan extends Origin implements Stream<any> {
  /** The source; no Plan. */
  readonly source: unknown;
  /** The stages, in order. */
  readonly stages: readonly Stage[];

  constructor(source: unknown, stages: readonly Stage[]) {
    super();
    const isPlan = source instanceof Plan;
    this.source = isPlan ? source.source : source;
    this.stages = isPlan ? [...source.stages, ...stages] : stages;
  }

  explain(): string {
    return explain(this.source, this.stages);
  }

  [Symbol.asyncIterator](): AsyncIterator<any, undefined> {
    return new Reading(this);
  }

  /** Runs it as part of another pipeline. */
  *feed(head: Step): Go<Code> {
    const { source, stages } = this;
    const relay = new Relay(head, head.flow);
    const stops = this.watch(head.flow.scope);
    try {
      yield* drive(relay, source, stages);
    } finally {
      for (const stop of stops) stop();
    }
    return relay.held ?? MORE;
  }

  /** Runs it into a step, in whose scope nothing else runs. */
  start(last: Step, onGone: () => void): void {
    const { source, stages } = this;
    const { scope } = last.flow;
    let stops: ReturnType<Guard>[] = [];
    scope.onGone = () => {
      for (const stop of stops) stop();
      onGone();
    };
    scope.spawn(() => drive(last, source, stages));
    stops = this.watch(scope);
  }

  /** Lets its guards watch. */
  private watch(scope: Scope): ReturnType<Guard>[] {
    return this.stages.flatMap(({ guard }) => (guard ? [guard(scope)] : []));
  }
}

/** Hands the values of a pipeline inside another to that one's step, and keeps its end to itself. Holds the last answer. */
class Relay extends Step {
  push(value: unknown): Code {
    const code = this.next.push(value);
    return code === PARK ? this.flow.later(this) : this.proceed(code);
  }

  override proceed(code: Code): Code {
    this.held = code;
    return code;
  }

  override end(): Code {
    return STOP;
  }
}

/** Holds the last value that a pipeline gives: its result. */
class ResultStep extends Step {
  push(value: unknown): Code {
    this.held = value;
    return MORE;
  }
}

/** A pipeline with a sink, as an operation. */
export class PipeOp<R> extends LineOp<R> implements Op<R> {
  private readonly plan: Plan;
  /** Where its one waiter stands. */
  private readonly waiters: WaitQ = new WaitQ("pipe");
  /** The end of the run, where its result is; null if there is none. */
  private end: ResultStep | null = null;

  constructor(plan: Plan) {
    super();
    this.plan = plan;
  }

  explain(): string {
    return this.plan.explain();
  }

  poll(): boolean {
    return false;
  }

  line(): WaitQ {
    return this.waiters;
  }

  override enroll(sudog: Sudog): void {
    const { waiters } = this;
    waiters.enqueue(sudog);
    const end = new ResultStep(null, new Flow(new Scope(sudog.g.p.sched, null, true, scopeOf(sudog.g))));
    this.end = end;
    this.plan.start(end, () => {
      const waiter = this.end === end ? waiters.dequeue() : null;
      if (waiter) wake(waiter);
    });
  }

  /** Nobody waits any more (P3). */
  override withdraw(sudog: Sudog): void {
    super.withdraw(sudog);
    const { end } = this;
    this.end = null;
    end?.flow.scope.cancel();
  }

  finish(): R {
    const { flow, held } = this.end as ResultStep;
    this.end = null;
    if (flow.scope.hasFailed) throw flow.scope.error;
    return held;
  }
}

/** One iteration of a stream by async code. */
class Reading extends ChanReader {
  private readonly plan: Plan;
  /** The goroutines of the run. */
  private readonly scope: Scope = new Scope(currentSched());
  private hasBegun = false;

  constructor(plan: Plan) {
    super(0);
    this.plan = plan;
  }

  override next(): Promise<IteratorResult<any, undefined>> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      this.plan.start(new SendStep(this.ch, new Flow(this.scope)), () => {
        const { hasFailed, error } = this.scope;
        if (hasFailed) this.failure = [error];
        this.ch.close();
      });
    }
    return super.next();
  }

  async return(): Promise<IteratorResult<any, undefined>> {
    const { scope } = this;
    const { hasFailed } = scope;
    if (!this.hasBegun) {
      this.hasBegun = true;
      this.ch.close();
      scope.gone.close();
    }
    scope.cancel();
    await scope.gone.recv();
    // Of a value that nobody has asked for. What is told is an error of the clean-up.
    if (hasFailed) this.failure = [];
    return this.over();
  }
}
