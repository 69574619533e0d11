/**
 * The accelerator: the algorithms of `shm/` in WebAssembly, on the same memory.
 *
 * In JavaScript each atomic access is a call of 7 to 15 ns; in WebAssembly it is one instruction, and an operation on a
 * channel is one call. Where WebAssembly is missing or forbidden the JavaScript stays in force, which does the same.
 *
 *   AX1  Threads with and without it work on the same memory: it is the same algorithm, compiled twice.
 *   AX2  A memory gets it once on a thread, however many programs run on it one after the other: what engines have learned of
 *        its functions stays good.
 */
import { ACCELERATOR } from "./accelerator-bytes.js";
import { spin } from "./shm/atomics.js";
import { type ShmEngine, shm } from "./shm-engine.js";

/** The part of WebAssembly that is used, as a page without it has none. */
const assembly: typeof WebAssembly | undefined = (globalThis as { WebAssembly?: typeof WebAssembly })
  .WebAssembly;

/** The algorithms in WebAssembly, on a memory; null where that can't be had. */
export function instantiate(memory: WebAssembly.Memory): ShmEngine | null {
  if (assembly === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(ACCELERATOR), (c) => c.charCodeAt(0));
    const imports = { env: { memory }, atomics: { sleep: spin } };
    const { exports } = new assembly.Instance(new assembly.Module(bytes), imports);
    return exports as unknown as ShmEngine;
  } catch {
    // A page's policy may forbid to compile (CSP without 'wasm-unsafe-eval').
    return null;
  }
}

/** The memory whose accelerator is in force (AX2). */
let of: WebAssembly.Memory | null = null;

/** Puts the accelerator in force on this thread. Answers false, and changes nothing, where there is none. */
export function accelerate(memory: WebAssembly.Memory): boolean {
  if (memory === of) return true;
  const engine = instantiate(memory);
  if (engine === null) return false;
  Object.assign(shm, engine);
  of = memory;
  return true;
}
