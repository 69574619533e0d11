/**
 * The type of what can be sent to another thread.
 *
 * It follows what the encoder does (wire/encode.ts): what it refuses is no member, and neither is what it would change,
 * such as the instance of a class, of which only the properties would arrive.
 *
 * Nothing here asks of the parts of a type whether they can be sent: the answer has a type for each part instead. What
 * contains itself would be asked about itself, which is an error of the compiler's.
 */
import type { RecvChan, SendChan } from "@gopark/core";
import type { SharedHandle } from "./handles.js";
import type { HostType } from "./host/host-type.js";

/**
 * What can be sent as it is, whatever it contains.
 *
 * @example
 * ```ts
 * import type { Whole } from "@gopark/workers";
 *
 * const wholes: Whole[] = ["text", 1, new Date(0), new Uint8Array(2)];
 * console.log(wholes.length); // prints: 4
 * ```
 */
export type Whole =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | void
  | Date
  | RegExp
  | ArrayBuffer
  | ArrayBufferView
  | SharedArrayBuffer
  | HostType<"MessagePort" | "Blob">
  | Error
  | RecvChan<unknown>
  | SendChan<never>;

/** Whether a type has a property that is a method: instances of classes do. */
type HasMethod<T> = true extends {
  [K in keyof T]-?: T[K] extends (...args: any[]) => any ? true : false;
}[keyof T]
  ? true
  : false;

/**
 * `T` if its values can be sent to another thread, else a type that says what is in the way: functions, symbols, promises,
 * weak collections, and instances of classes, of which only the properties would arrive.
 *
 * Channels, shared channels and locks can be sent: both sides then hold the same one.
 *
 * @example A function that takes only what can be sent.
 * ```ts
 * import type { Sendable } from "@gopark/workers";
 *
 * function post<T>(value: T & Sendable<T>): T {
 *   return structuredClone(value);
 * }
 *
 * console.log(post({ n: 1, tags: ["a"] })); // prints: { n: 1, tags: [ 'a' ] }
 * // post({ f: () => 1 }) does not compile.
 * ```
 */
export type Sendable<T> = 0 extends 1 & T
  ? T
  : T extends Whole
    ? T
    : T extends (...args: any[]) => any
      ? NotSendable<"a function">
      : T extends symbol
        ? NotSendable<"a symbol">
        : T extends SharedHandle
          ? T
          : T extends Map<infer K, infer V>
            ? Map<Sendable<K>, Sendable<V>>
            : T extends ReadonlyMap<infer K, infer V>
              ? ReadonlyMap<Sendable<K>, Sendable<V>>
              : T extends Set<infer E>
                ? Set<Sendable<E>>
                : T extends ReadonlySet<infer E>
                  ? ReadonlySet<Sendable<E>>
                  : T extends unknown[]
                    ? Sendable<T[number]>[]
                    : T extends readonly unknown[]
                      ? readonly Sendable<T[number]>[]
                      : T extends object
                        ? HasMethod<T> extends true
                          ? NotSendable<"the instance of a class, or an object with a method">
                          : { [K in keyof T]: Sendable<T[K]> }
                        : T;

/**
 * Stands in a compiler's message for what can't be sent.
 *
 * @example
 * ```ts
 * import type { NotSendable, Sendable } from "@gopark/workers";
 *
 * type Result = Sendable<() => void> extends NotSendable<string> ? "refused" : "sent";
 * const result: Result = "refused";
 * console.log(result); // prints: refused
 * ```
 */
export interface NotSendable<out Why extends string> {
  /** What it is. */
  readonly "cannot be sent to another thread": Why;
}
