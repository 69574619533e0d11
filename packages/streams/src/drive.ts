/**
 * Driving: how a described pipeline runs.
 *
 * From the sink towards the source, fused stages become a chain of steps, up to the first boundary or the source.
 * That is a segment. One goroutine runs it: it reads what is upstream and pushes into the chain. What is upstream of
 * a boundary is a segment of its own, in a goroutine of its own, behind a channel.
 *
 *   V1  Nothing upstream is asked for a value before the segment is ready to push it (demand).
 *   V2  A segment that is left, in whatever way, disposes of its steps and cancels what it opened upstream.
 *       Whatever a boundary starts, it starts in the generator that cancels it: one that never runs starts nothing.
 *   V3  An error leaves a segment as a StreamError.
 */
import type { Go } from "@gopark/core";
import { type Code, MORE, PARK, STOP } from "./codes.js";
import { call, HChan } from "./engine.js";
import { feed, settle } from "./feed.js";
import type { Scope } from "./scope.js";
import { SendStep } from "./send-step.js";
import type { Stage } from "./stage.js";
import { Flow, type Step } from "./step.js";
import { named } from "./stream-error.js";

/** What a boundary has before it. */
export class Upstream {
  /** The scope of the segment that the boundary begins. */
  readonly scope: Scope;
  /** The boundary's name in errors. */
  readonly where: string;
  private readonly source: unknown;
  private readonly stages: readonly Stage[];
  private readonly count: number;

  constructor(scope: Scope, where: string, source: unknown, stages: readonly Stage[], count: number) {
    this.scope = scope;
    this.where = where;
    this.source = source;
    this.stages = stages;
    this.count = count;
  }

  /** Runs it in a goroutine of `scope`, into the step that `last` makes. */
  open(scope: Scope, last: (flow: Flow) => Step): void {
    const { source, stages, count } = this;
    scope.spawn(() => drive(scope, source, stages, count, last));
  }

  /** Whether this is the same source with the same stages. */
  isSame(other: Upstream): boolean {
    const { source, stages, count } = this;
    return (
      source === other.source &&
      count === other.count &&
      stages.every((stage, i) => i >= count || stage === other.stages[i])
    );
  }

  /** Runs it in a scope of its own, into a channel that is closed at the end. */
  inlet(capacity = 0, catches = false): Inlet {
    const inlet = new Inlet(this.scope, capacity, catches);
    this.open(inlet.scope, inlet.last);
    return inlet;
  }
}

/** A scope whose goroutines send into one channel. It is closed when the last of them has ended. */
export class Inlet {
  readonly scope: Scope;
  readonly ch: HChan<any>;
  /** The step that sent last; null before the start. */
  private sender: SendStep | null = null;
  /** Makes the step that sends. */
  readonly last: (flow: Flow) => Step;

  constructor(parent: Scope, capacity = 0, catches = false) {
    const scope = parent.child(catches);
    const ch = new HChan<any>(capacity);
    this.scope = scope;
    this.ch = ch;
    this.last = (flow) => {
      this.sender = new SendStep(ch, flow);
      return this.sender;
    };
    scope.onEmpty = () => this.close();
  }

  /** Adds a source. */
  add(source: unknown, where: string, last: (flow: Flow) => Step = this.last): void {
    const { scope } = this;
    scope.spawn(() => drive(scope, source, [], 0, last, where));
  }

  /** Whether any value has come. */
  get hasGiven(): boolean {
    return this.sender?.hasSent === true;
  }

  /** Closes the channel, once. */
  close(): void {
    if (!this.ch.isClosed) this.ch.close();
  }

  /** Pushes all that comes, and cancels the rest when it is left. */
  *pour(head: Step, flow: Flow): Go<Code> {
    try {
      return yield* call(feed, this.ch, head, flow);
    } finally {
      this.scope.cancel();
    }
  }
}

/** Runs `source` through the first `count` stages into the step that `last` makes, in the current goroutine. */
export function* drive(
  scope: Scope,
  source: unknown,
  stages: readonly Stage[],
  count: number,
  last: (flow: Flow) => Step,
  where = "source",
  flow: Flow = new Flow(scope),
): Go<void> {
  let head = last(flow);
  const steps: Step[] = [head];
  let i = count;
  let begin: Stage | null = null;
  while (i > 0) {
    const stage = stages[--i] as Stage;
    if (stage.drive !== null) {
      begin = stage;
      break;
    }
    // A stage that only watches has no step of its own.
    if (stage.step === null) continue;
    const step = new stage.step(head, flow, stage.given, stage.option);
    step.name = stage.name;
    step.at = i + 1;
    steps.push(step);
    head = step;
  }
  const place = begin === null ? where : `${begin.name} (stage ${i + 1})`;
  try {
    let code: Code = MORE;
    for (let s = 0; s < steps.length && code !== STOP; s++) {
      code = (steps[s] as Step).start();
      if (code === PARK) code = yield* settle(flow);
    }
    if (code === STOP) return;
    // Called, not delegated to: a goroutine that waits is resumed where it stands, whatever it stands in.
    if (begin === null) code = yield* call(feed, source, head, flow);
    else {
      const up = new Upstream(scope, place, source, stages, i);
      code = yield* call(begin.drive as NonNullable<Stage["drive"]>, up, head, flow);
    }
    if (code === MORE && head.end() === PARK) yield* settle(flow);
  } catch (error) {
    throw named(error, place);
  } finally {
    for (const step of steps) {
      const closing = step.dispose();
      if (closing !== undefined) yield* scope.shield(closing);
    }
  }
}
