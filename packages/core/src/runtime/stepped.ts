/**
 * Operations made of steps that can be a case of a select all the same.
 *
 *   SP1  Of its steps one is what may happen: it has no effect unless it does. It knows the others, which are done around the
 *        select, whichever case happens. By itself the operation is the same steps around that one.
 */
import { CallOp } from "./coroutine.js";
import type { Operation } from "./operation.js";

/** The step that may happen. */
export interface Step extends Operation<any> {
  /**
   * Does the other steps around this one, or around a select of which it is a case, or around what is around that. Of a select
   * `hasHappened` tells whether it was by this step; also when `inner` was left after that.
   */
  around(inner: Iterable<any>, hasHappened?: () => boolean): Generator<any, any, any>;
}

/** A call that can be a case. */
export class SteppedOp<T> extends CallOp<T> {
  /** Makes the step that may happen (SP1). Select looks for it in whatever it is given: this name is never shortened. */
  readonly asCase: () => Step;
  /** Whether no steps are left to do, asked when it is performed by itself. */
  private readonly isOver: (() => boolean) | undefined;

  constructor(asCase: () => Step, isOver?: () => boolean) {
    super(asCase, []);
    this.asCase = asCase;
    this.isOver = isOver;
  }

  protected override perform(): unknown {
    if (this.isOver?.()) return;
    const step = this.asCase();
    return step.around(step);
  }
}
