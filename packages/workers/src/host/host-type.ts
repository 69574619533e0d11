/**
 * The types of objects that the host has and the language has not.
 *
 * Always true: a declaration that users' compilers read names no type of lib DOM, only `HostType` of its name. A project for
 * Node has no such lib: there the name is an error in a file of ours or, with `skipLibCheck`, silently `any`, and `any` makes a
 * member of all there is.
 */

/**
 * The type of the instances of a global class, by the name of the class; `never` where the platform's types know none.
 *
 * @example
 * ```ts
 * import type { HostType } from "@gopark/workers";
 *
 * const port: HostType<"MessagePort"> = new MessageChannel().port1;
 * port.close();
 * ```
 */
export type HostType<Name extends string> = Name extends unknown
  ? typeof globalThis extends Record<Name, Record<"prototype", infer T>>
    ? T
    : never
  : never;

/** The memory of a module of WebAssembly. */
export type WasmMemory = typeof globalThis extends {
  readonly WebAssembly: { readonly Memory: { readonly prototype: infer T } };
}
  ? T
  : object;
