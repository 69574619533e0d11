/**
 * concat(...sources): one after the other.
 */
import type { Go } from "@gopark/core";
import { type Code, MORE, STOP } from "./codes.js";
import { feed, sourceOf } from "./feed.js";
import type { Source, ValueOf } from "./pipe.js";
import { fused, type Operator } from "./stage.js";
import { Step } from "./step.js";

class ConcatStep extends Step {
  push(value: unknown): Code {
    return this.next.push(value);
  }

  override end(): Code {
    this.held = this.others();
    return STOP;
  }

  override after(): Code {
    return this.held ? this.flow.park(this, this.held) : STOP;
  }

  override resume(code: unknown): Code {
    return code === STOP ? STOP : this.next.end();
  }

  private *others(): Go<Code> {
    for (const source of this.given) {
      if ((yield* feed(source, this.next)) === STOP) return STOP;
    }
    return MORE;
  }
}

/**
 * When the source has ended, gives the values of the other sources, one after the other. Each is opened when the one
 * before has ended.
 *
 * @throws TypeError one of them is no source
 * @example
 * ```ts
 * import { collect, concat, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2], concat([3], new Set(["a"])), collect())); // prints: [ 1, 2, 3, 'a' ]
 * ```
 */
export function concat<A, S extends readonly Source<any>[]>(
  ...sources: S
): Operator<A, A | ValueOf<S[number]>> {
  for (const source of sources) sourceOf("concat", source);
  return fused("concat", ConcatStep, sources);
}
