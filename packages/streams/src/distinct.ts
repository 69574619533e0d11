/**
 * distinct and distinctUntilChanged: each value once.
 */
import { type Code, MORE } from "./codes.js";
import { func, fused, type Operator } from "./stage.js";
import { FuncStep } from "./step.js";

/** Passes what it has not seen; the function gives the key. */
class DistinctStep extends FuncStep {
  private readonly seen: Set<unknown> = new Set();

  protected take(value: unknown, key: unknown): Code {
    const { size } = this.seen;
    return this.seen.add(key).size > size ? this.next.push(value) : MORE;
  }
}

/** Passes what differs from what passed before; the function gives the key. */
class ChangeStep extends FuncStep {
  /** The key of the value passed last; empty at first. */
  private passed: unknown[] = [];

  protected take(value: unknown, key: unknown): Code {
    const { passed } = this;
    try {
      if (passed.length > 0 && this.option(passed[0], key)) return MORE;
    } catch (error) {
      throw this.failed(error);
    }
    this.passed = [key];
    return this.next.push(value);
  }
}

function itself<T>(value: T): T {
  return value;
}

/**
 * Passes on the values whose key has not been seen before; without `key`, the values themselves are compared, as a
 * Set does, and promises by what they come to: a key is waited for, as all that functions give. Remembers every key: for
 * streams without end there is `distinctUntilChanged`.
 *
 * @throws TypeError `key` is no function
 * @example
 * ```ts
 * import { collect, distinct, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 2, 1, 3], distinct(), collect())); // prints: [ 1, 2, 3 ]
 * ```
 */
export function distinct<A>(key: (value: A) => unknown = itself): Operator<A, A> {
  func("distinct", key);
  return fused("distinct", DistinctStep, key);
}

/**
 * Passes on the values that differ from the one passed on before. `same` says whether two are the same (`===` if it
 * is not given), `key` what of a value is compared. A key is waited for, as what `map`'s function gives; `same` is a plain
 * function.
 *
 * @throws TypeError `same` or `key` is no function
 * @example
 * ```ts
 * import { collect, distinctUntilChanged, pipe } from "@gopark/streams";
 *
 * console.log(await pipe([1, 1, 2, 1], distinctUntilChanged(), collect())); // prints: [ 1, 2, 1 ]
 * ```
 */
export function distinctUntilChanged<A>(same?: (last: A, value: A) => unknown): Operator<A, A>;
/** The same by a key. */
export function distinctUntilChanged<A, K>(
  same: ((last: K, value: K) => unknown) | undefined,
  key: (value: A) => K,
): Operator<A, A>;
export function distinctUntilChanged(
  same: (last: any, value: any) => unknown = (last, value) => last === value,
  key: (value: any) => unknown = itself,
): Operator<any, any> {
  func("distinctUntilChanged", same);
  func("distinctUntilChanged: key", key);
  return fused("distinctUntilChanged", ChangeStep, key, same);
}
