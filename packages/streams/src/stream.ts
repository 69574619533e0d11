/**
 * Streams: pipelines described, and how they begin to run.
 *
 *   P1  Describing a pipeline touches nothing: sources are opened by a run, and each run opens them again.
 *   P2  A run is over when its last goroutine has ended. Only then is its result given, or its error, once.
 *   P3  A run that nobody waits for any more is cancelled; what it has opened is closed all the same.
 */
import type { Go, Op } from "@gopark/core";
import type { Sched, Sudog } from "@gopark/core/internal";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { drive } from "./drive.js";
import { currentSched, HChan, LineOp, WaitQ, wake } from "./engine.js";
import { explain } from "./explain.js";
import { Origin } from "./origin.js";
import { Scope } from "./scope.js";
import { SendStep } from "./send-step.js";
import type { Guard, Stage } from "./stage.js";
import { type Flow, Step } from "./step.js";

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
  *feed(head: Step, flow: Flow): Go<Code> {
    const { source, stages } = this;
    const { scope } = flow;
    const relay = new Relay(head, flow);
    const stops = this.watch(scope);
    try {
      yield* drive(scope, source, stages, stages.length, () => relay, "source", flow);
    } finally {
      for (const stop of stops) stop(true);
    }
    return relay.answer;
  }

  /** Runs it in a scope that nothing else runs in. */
  start(scope: Scope, last: (flow: Flow) => Step, onGone: () => void): void {
    const { source, stages } = this;
    let stops: ReturnType<Guard>[] = [];
    let hasBegun = false;
    scope.onGone = () => {
      for (const stop of stops) stop(hasBegun);
      onGone();
    };
    const begin = (flow: Flow): Step => {
      hasBegun = true;
      return last(flow);
    };
    scope.spawn(() => drive(scope, source, stages, stages.length, begin));
    stops = this.watch(scope);
  }

  /** Lets its guards watch. */
  private watch(scope: Scope): ReturnType<Guard>[] {
    return this.stages.flatMap((stage) => (stage.guard === null ? [] : [stage.guard(scope)]));
  }
}

/** Hands the values of a pipeline inside another to that one's step, and keeps its end to itself. */
class Relay extends Step {
  /** What the last push was answered. */
  answer: Code = MORE;

  push(value: unknown): Code {
    const code = this.next.push(value);
    return code === PARK ? this.flow.later(this) : this.proceed(code);
  }

  override proceed(code: Code): Code {
    this.answer = code;
    return code;
  }

  override end(): Code {
    return STOP;
  }
}

/** Keeps the last value that a pipeline gives: its result. */
class ResultStep extends Step {
  value: unknown = undefined;

  push(value: unknown): Code {
    this.value = value;
    return MORE;
  }

  override end(): Code {
    return STOP;
  }
}

/** A pipeline with a sink, as an operation. */
export class PipeOp<R> extends LineOp<R> implements Op<R> {
  private readonly plan: Plan;
  /** Where its one waiter stands. */
  private readonly waiters: WaitQ = new WaitQ("pipe");
  /** The goroutines of the run. */
  private scope: Scope | null = null;
  /** Where its result is. */
  private outcome: ResultStep | null = null;

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
    const scope = new Scope(sudog.g.p.sched, null, true);
    this.scope = scope;
    const last = (flow: Flow): Step => {
      this.outcome = new ResultStep(null, flow);
      return this.outcome;
    };
    this.plan.start(scope, last, () => {
      const waiter = this.scope === scope ? waiters.dequeue() : null;
      if (waiter !== null) wake(waiter);
    });
  }

  /** Nobody waits any more (P3). */
  override withdraw(sudog: Sudog): void {
    super.withdraw(sudog);
    const { scope } = this;
    this.scope = null;
    scope?.cancel();
  }

  finish(): R {
    const { scope, outcome } = this;
    this.scope = null;
    this.outcome = null;
    if (scope?.hasFailed) throw scope.error;
    return outcome?.value as R;
  }
}

/** One iteration of a stream by async code. */
class Reading implements AsyncIterator<any, undefined> {
  private readonly plan: Plan;
  private readonly sched: Sched = currentSched();
  private readonly ch: HChan<any> = new HChan<any>(0);
  /** Closed when the run is over. */
  private readonly gone: HChan<never> = new HChan<never>(0);
  /** The goroutines of the run; null before the first `next`. */
  private scope: Scope | null = null;
  /** Whether the error has been given (P2). */
  private isTold = false;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  async next(): Promise<IteratorResult<any, undefined>> {
    if (this.scope === null) this.open();
    const [value, ok] = await this.ch.recvOk();
    return ok ? { value, done: false } : this.over();
  }

  async return(): Promise<IteratorResult<any, undefined>> {
    if (this.scope === null) this.close();
    else {
      this.scope.cancel();
      await this.gone.recv();
    }
    return this.over();
  }

  /** The end, or the error. */
  private over(): IteratorResult<any, undefined> {
    const { scope } = this;
    if (scope?.hasFailed && !this.isTold) {
      this.isTold = true;
      throw scope.error;
    }
    return { value: undefined, done: true };
  }

  private open(): void {
    const scope = new Scope(this.sched, null, true);
    this.scope = scope;
    // Left before it began.
    if (this.ch.isClosed) return;
    this.plan.start(
      scope,
      (flow) => new SendStep(this.ch, flow),
      () => this.close(),
    );
  }

  private close(): void {
    if (this.ch.isClosed) return;
    this.ch.close();
    this.gone.close();
  }
}
