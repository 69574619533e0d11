/**
 * The last step of a segment whose values are dealt with one by one: a goroutine's body for each.
 */
import { type Code, MORE, STOP } from "./codes.js";
import { Inlet } from "./drive.js";
import type { Scope } from "./scope.js";
import type { Drive } from "./stage.js";
import { Flow, Step } from "./step.js";

/** What is done with a value. STOP if that was the last. */
export type Each = (value: any) => Generator<any, Code | void, any>;

/** What is done at the end; with an error if the segment was left before. */
export type Done = (...failure: unknown[]) => void;

/** Deals with values. */
export class EachStep extends Step {
  constructor(scope: Scope, where: string, each: Each, done?: Done) {
    super(null, new Flow(scope), each, done);
    this.where = where;
  }

  push(value: unknown): Code {
    return this.flow.park(this, this.given(value));
  }

  override resume(code: unknown): Code {
    return code === STOP ? STOP : MORE;
  }

  override end(): Code {
    this.option?.();
    return STOP;
  }

  override dispose(): void {
    this.option?.(this.flow.failure ?? new Error("cancelled: its pipeline is over"));
  }
}

/** A stage whose upstream is dealt with value by value, in a goroutine of its own, which sends to the stage's. */
export function dealing(
  begin: (inlet: Inlet, where: string) => { each: Each; done?: Done; leave?: () => void },
): Drive {
  return function* (up, head) {
    const inlet = new Inlet(up.scope);
    const { each, done, leave } = begin(inlet, up.where);
    up.open(new EachStep(inlet.scope, up.where, each, done));
    try {
      return yield* inlet.pour(head);
    } finally {
      leave?.();
    }
  };
}
