/**
 * Keys of the values in contexts: typed, and equal to nothing but themselves.
 */

declare const valueType: unique symbol;

/**
 * A key of values in contexts, which knows their type. Made by `key`; equal only to itself.
 *
 * @example
 * ```ts
 * import { background, type Context, type Key, key, withValue } from "@gopark/core";
 *
 * const user: Key<string> = key("user");
 * const greet = (ctx: Context) => `hello ${ctx.value(user) ?? "stranger"}`;
 * console.log(greet(withValue(background(), user, "ann"))); // prints: hello ann
 * ```
 */
export interface Key<in out T> {
  /** What it is called where a context is printed. */
  readonly name: string;
  /** Holds the type of the values; never there. */
  readonly [valueType]?: (value: T) => T;
}

/** A key, as an object. */
class ContextKey<T> implements Key<T> {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return this.name;
  }
}

/** The key under which a context that can be cancelled holds itself. */
export const SELF: Key<unknown> = /* @__PURE__ */ new ContextKey("self");

/**
 * Makes a key for values of type T in contexts. Each call makes another key, also for the same name, which is
 * only for people to read.
 *
 * @example
 * ```ts
 * import { background, key, withValue } from "@gopark/core";
 *
 * const requestId = key<number>("requestId");
 * const ctx = withValue(background(), requestId, 7);
 * console.log(ctx.value(requestId), ctx.value(key<number>("requestId"))); // prints: 7 undefined
 * ```
 */
export function key<T>(name: string): Key<T> {
  return new ContextKey<T>(name);
}
