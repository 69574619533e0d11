/**
 * The last step of a segment whose values are dealt with one by one: a goroutine's body for each.
 */
import { type Code, MORE, STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import type { Drive } from "./stage.js";
import { type Flow, Step } from "./step.js";
import { named, type StreamError } from "./stream-error.js";

/** What is done with a value. STOP if that was the last. */
export type Each = (value: any) => Generator<any, Code | void, any>;

/** What is done at the end; with an error if the segment was left before. */
export type Done = (...failure: unknown[]) => void;

/** Deals with values. */
export class EachStep extends Step {
  /** The stage, in errors. */
  private readonly where: string;
  private readonly each: Each;
  private readonly done: Done | undefined;

  constructor(flow: Flow, where: string, each: Each, done?: Done) {
    super(null, flow);
    this.where = where;
    this.each = each;
    this.done = done;
  }

  push(value: unknown): Code {
    return this.flow.park(this, this.each(value));
  }

  override resume(code: unknown): Code {
    return code === STOP ? STOP : MORE;
  }

  override end(): Code {
    this.done?.();
    return STOP;
  }

  override dispose(): void {
    this.done?.(new Error("cancelled: the pipeline that made this stream is over"));
  }

  override failed(error: unknown): StreamError {
    return named(error, this.where);
  }
}

/** A stage whose upstream is dealt with value by value, in a goroutine of its own, which sends to the stage's. */
export function dealing(
  begin: (inlet: Inlet, where: string) => { each: Each; done?: Done; leave?: () => void },
): Drive {
  return function* (up, head, flow) {
    const inlet = new Inlet(up.scope);
    const { each, done, leave } = begin(inlet, up.where);
    up.open(inlet.scope, (flow) => new EachStep(flow, up.where, each, done));
    try {
      return yield* inlet.pour(head, flow);
    } finally {
      leave?.();
    }
  };
}
