/**
 * Steps that push several values for one.
 */
import { type Code, MORE, PARK } from "./codes.js";
import { Step } from "./step.js";

/** A step that pushes the values of arrays. */
export abstract class SpreadStep extends Step {
  /** The array whose values are being pushed. */
  private list: readonly unknown[] = [];
  /** How many of them have been. */
  private pushed = 0;

  /** Pushes all of them. */
  protected spread(list: readonly unknown[]): Code {
    this.list = list;
    this.pushed = 0;
    return this.proceed(MORE);
  }

  override proceed(given: Code): Code {
    const { list } = this;
    let code = given;
    while (code === MORE && this.pushed < list.length) {
      code = this.next.push(list[this.pushed++]);
      if (code === PARK) return this.flow.later(this);
    }
    return code;
  }
}
