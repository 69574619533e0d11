/**
 * Driving: how a described pipeline runs.
 *
 * From the sink towards the source, fused stages become a chain of steps, up to the first boundary or the source.
 * That is a segment. One goroutine runs it: it reads what is upstream and pushes into the chain. What is upstream of
 * a boundary is a segment of its own, in a goroutine of its own, behind a channel.
 *
 *   V1  Nothing upstream is asked for a value before the segment is ready to push it (demand).
 *   V2  A segment that is left, in whatever way, disposes of its steps, the last one first, and cancels what it opened upstream.
 *       Whatever a boundary starts, it starts in the generator that cancels it, or in the call that runs that at once.
 *   V3  An error leaves a segment as a StreamError.
 *   V4  The end of what an error has ended is not told downstream: who would take it for the end of the values is about to
 *       be cancelled.
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

  constructor(scope: Scope, where: string, source: unknown, stages: readonly Stage[]) {
    this.scope = scope;
    this.where = where;
    this.source = source;
    this.stages = stages;
  }

  /** Runs it in a goroutine of its own, into a step, in that step's scope. */
  open(last: Step): void {
    const { source, stages } = this;
    last.flow.scope.spawn(() => drive(last, source, stages));
  }

  /** Whether this is the same source with the same stages. */
  isSame({ source, stages }: Upstream): boolean {
    return (
      source === this.source &&
      stages.length === this.stages.length &&
      stages.every((stage, i) => stage === this.stages[i])
    );
  }

  /** Runs it in a scope of its own, into a channel that is closed at the end. */
  inlet(capacity = 0, catches = false): Inlet {
    const inlet = new Inlet(this.scope, capacity, catches);
    this.open(inlet.sender());
    return inlet;
  }

  /** Runs another source in the same way. */
  beside(source: unknown): Inlet {
    const inlet = new Inlet(this.scope);
    inlet.add(source, this.where);
    return inlet;
  }
}

/** A scope whose goroutines send into one channel. It is closed when the scope is gone (G4), but for V4. */
export class Inlet {
  readonly scope: Scope;
  readonly ch: HChan<any>;

  constructor(parent: Scope, capacity = 0, catches = false) {
    this.scope = parent.child(catches);
    this.ch = new HChan<any>(capacity);
    this.scope.onGone = () => {
      if (catches || !this.scope.hasFailed) this.close();
    };
  }

  /** A step that sends, for one goroutine of a scope. */
  sender(scope: Scope = this.scope): SendStep {
    return new SendStep(this.ch, new Flow(scope));
  }

  /** Adds a source. */
  add(source: unknown, where: string, last: Step = this.sender()): void {
    last.flow.scope.spawn(() => drive(last, source, [], where));
  }

  /** Closes the channel, once. */
  close(): void {
    if (!this.ch.isClosed) this.ch.close();
  }

  /** Pushes all that comes, and cancels the rest when it is left. */
  *pour(head: Step): Go<Code> {
    try {
      return yield* call(feed, this.ch, head);
    } finally {
      this.scope.cancel();
    }
  }
}

/** Runs a source through stages into the step `last`, in the current goroutine, which is of that step's scope. */
export function* drive(
  last: Step,
  source: unknown,
  stages: readonly Stage[] = [],
  where = "source",
): Go<void> {
  const { flow } = last;
  const steps = [last];
  let head = last;
  let place = where;
  let begin: Stage["drive"] = null;
  let i = stages.length;
  while (i > 0 && !begin) {
    const stage = stages[--i] as Stage;
    const name = `${stage.name} (stage ${i + 1})`;
    begin = stage.drive;
    if (begin) place = name;
    // A stage that only watches has no step of its own.
    else if (stage.step) {
      head = new stage.step(head, flow, stage.given, stage.option);
      head.where = name;
      steps.push(head);
    }
  }
  flow.place = place;
  try {
    let code: Code = MORE;
    for (const step of steps) {
      code = step.start();
      if (code === PARK) code = yield* settle(flow);
      if (code === STOP) break;
    }
    // Called, not delegated to: a goroutine that waits is resumed where it stands, whatever it stands in.
    if (code === MORE) {
      code = begin
        ? yield* call(begin, new Upstream(flow.scope, place, source, stages.slice(0, i)), head)
        : yield* call(feed, source, head);
    }
    if (code === MORE && head.end() === PARK) yield* settle(flow);
    // Towards the sink: what comes after one may be the end for the next.
    for (const step of [...steps].reverse()) {
      if (step.after?.() === PARK) yield* settle(flow);
    }
  } catch (error) {
    throw (flow.failure = named(error, place));
  } finally {
    for (const step of steps) {
      const closing = step.dispose();
      if (closing !== undefined) yield* flow.scope.shield(closing);
    }
  }
}
