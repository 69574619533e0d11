/**
 * What this process has of the machine: processors and environment variables.
 */

/** The parts of Node's that are used where they exist. */
interface NodeLike {
  readonly env?: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(id: "node:os"): { availableParallelism?(): number };
  readonly report?: { getReport?(): { readonly header?: { readonly cpus?: readonly unknown[] } } };
}

const globals = globalThis as unknown as {
  process?: NodeLike;
  navigator?: { hardwareConcurrency?: number };
};

/** Fixed when it is first asked for. */
let cpus = 0;

/**
 * How many processors this process may use. Fixed at its start.
 *
 * @example
 * ```ts
 * import { numCPU } from "@gopark/workers";
 *
 * console.log(numCPU() >= 1); // prints: true
 * ```
 * @go runtime.NumCPU
 */
export function numCPU(): number {
  cpus ||=
    globals.process?.getBuiltinModule?.("node:os")?.availableParallelism?.() ??
    globals.navigator?.hardwareConcurrency ??
    // Node before 20.16 has neither: it starts no threads, but whoever asks for one per processor is to be told so.
    globals.process?.report?.getReport?.().header?.cpus?.length ??
    1;
  return cpus;
}

/** An environment variable; undefined if it is not set, or there are none. */
export function environment(name: string): string | undefined {
  return globals.process?.env?.[name];
}
