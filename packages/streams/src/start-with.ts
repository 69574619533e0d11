/**
 * startWith(...values): values before all others.
 */
import type { Code } from "./codes.js";
import { feed } from "./feed.js";
import { fused, type Operator } from "./stage.js";
import { Step } from "./step.js";

class StartStep extends Step {
  override start(): Code {
    return this.flow.park(this, feed(this.given, this.next));
  }

  push(value: unknown): Code {
    return this.next.push(value);
  }

  override resume(code: unknown): Code {
    return code as Code;
  }
}

/**
 * Gives `values` first, before the source is opened, then those of the source.
 *
 * @example
 * ```ts
 * import { collect, pipe, startWith } from "@gopark/streams";
 *
 * console.log(await pipe([2, 3], startWith(0, 1), collect())); // prints: [ 0, 1, 2, 3 ]
 * ```
 */
export function startWith<A, B = A>(...values: B[]): Operator<A, A | B> {
  return fused("startWith", StartStep, values);
}
