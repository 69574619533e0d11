/**
 * Says what a platform lacks for goroutines on several threads, and what to do about it.
 */

/** The globals that tell. */
interface Platform {
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: unknown;
  readonly MessageChannel?: unknown;
  readonly crossOriginIsolated?: boolean;
  readonly isSecureContext?: boolean;
  readonly process?: { readonly versions?: { readonly node?: string }; readonly getBuiltinModule?: unknown };
  readonly document?: unknown;
  readonly WebAssembly?: { readonly validate?: (bytes: Uint8Array) => boolean };
  readonly Atomics?: { readonly waitAsync?: unknown };
  readonly console: { warn(text: string): void };
}

/**
 * What `doctor` finds.
 *
 * @example
 * ```ts
 * import { type Diagnosis, doctor } from "@gopark/workers";
 *
 * const found: Diagnosis = doctor();
 * console.log(found.threads, found.problems.length); // prints: true 0
 * ```
 */
export interface Diagnosis {
  /** Whether goroutines can run on several threads. */
  readonly threads: boolean;
  /** Whether memory can be shared between threads. Where it can't, threads talk by messages, and atomics stay on theirs. */
  readonly sharedMemory: boolean;
  /** Whether shared memory is worked on by WebAssembly, not by the slower calls of JavaScript. */
  readonly accelerated: boolean;
  /** What is missing and what to do, a line each; empty if nothing is. */
  readonly problems: readonly string[];
}

const HEADERS =
  "this page is not cross-origin isolated, so it has no shared memory: send it with the headers " +
  "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp (or credentialless)";

/** What stands in the way of shared memory. */
function memoryProblem({ document, isSecureContext }: Platform): string {
  if (isSecureContext === false)
    return "this page was not loaded over https or from localhost: only there can memory be shared";
  return document === undefined ? "this platform has no SharedArrayBuffer" : HEADERS;
}

/** What stands in the way of any thread. */
function workerProblem({ MessageChannel, process }: Platform): string {
  if (MessageChannel === undefined) return "this platform has no MessageChannel, which threads talk by";
  const { node } = process?.versions ?? {};
  return node === undefined
    ? "this platform has no Worker: goroutines of all threads can only run on one"
    : `Node ${node} has no process.getBuiltinModule, which starting a thread takes: want Node 20.16, 22.3 or newer`;
}

/** Whether WebAssembly may be compiled here: a content security policy may forbid it. */
function canAccelerate({ WebAssembly: wasm }: Platform): boolean {
  try {
    // The shortest module there is.
    const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    return wasm?.validate?.(bytes) === true && new (wasm as any).Module(bytes) !== null;
  } catch {
    return false;
  }
}

/** Why memory can't be shared, for errors about what needs it. */
export function whyNotShared(): string {
  return memoryProblem(globalThis as unknown as Platform);
}

/** The findings for a platform. */
export function diagnose(platform: Platform): Diagnosis {
  const problems: string[] = [];
  const sharedMemory = platform.SharedArrayBuffer !== undefined && platform.crossOriginIsolated !== false;
  // Where there is no Worker, as on Node, threads are those of a module of Node's (host/node.ts).
  const hasWorkers =
    platform.MessageChannel !== undefined &&
    (platform.Worker !== undefined || platform.process?.getBuiltinModule !== undefined);
  const isAllowed = canAccelerate(platform);
  if (!sharedMemory) problems.push(memoryProblem(platform));
  if (!hasWorkers) problems.push(workerProblem(platform));
  if (sharedMemory && platform.Atomics?.waitAsync === undefined)
    problems.push("this platform has no Atomics.waitAsync: idle threads wake later; want a newer version");
  if (sharedMemory && !isAllowed)
    problems.push(
      "WebAssembly may not be compiled, so shared channels are slower: allow 'wasm-unsafe-eval' in the Content-Security-Policy",
    );
  return { threads: hasWorkers, sharedMemory, accelerated: sharedMemory && isAllowed, problems };
}

/**
 * Says whether goroutines can run on several threads here and share memory; if not, what is missing, and how to get it. Pages
 * need two response headers to share memory, and this names them. Does nothing else, and never throws.
 *
 * @example
 * ```ts
 * import { doctor } from "@gopark/workers";
 *
 * for (const problem of doctor().problems) console.log(problem); // never prints
 * console.log(doctor().threads); // prints: true
 * ```
 */
export function doctor(): Diagnosis {
  return diagnose(globalThis as unknown as Platform);
}

/** Whether the user was told. */
let hasWarned = false;

/** Forgets that the user was told: for tests. */
export function warnAgain(): void {
  hasWarned = false;
}

/**
 * Tells the user, once, what is different for a program that asked for several threads and can't have all there is to
 * them; nothing if nothing is. `isSpread`: whether it has threads.
 */
export function warnOnce(isSpread: boolean, platform: Platform = globalThis as unknown as Platform): void {
  const { problems, sharedMemory, threads } = diagnose(platform);
  if ((isSpread && sharedMemory) || hasWarned) return;
  hasWarned = true;
  const what = isSpread
    ? "threads talk by messages: slower, without work stealing, without shared atomics"
    : "all goroutines run on one thread";
  const hint = !isSpread && threads ? "; or give run the option worker, and threads talk by messages" : "";
  platform.console.warn(`gopark: ${what}: ${problems[0]}${hint}`);
}
