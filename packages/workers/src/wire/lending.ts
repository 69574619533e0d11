/**
 * How handles of shared objects get to threads that share no memory with this one. Apart from both who packs them (value.ts) and who
 * knows the way (bridge.ts).
 */
import type { SharedHandle } from "../handles.js";
import { goesAway } from "./travellers.js";

/** How a handle travels without memory. */
export interface Lending {
  /** Whether it can. */
  can(handle: SharedHandle): boolean;
  /** Writes three words, of which the last is not 0. */
  pack(handle: SharedHandle, words: Int32Array, at: number): void;
  unpack(a: number, b: number, c: number): object;
  drop(a: number, b: number, isOwn: boolean): void;
}

/** Says so; null until it is known. */
let known: Lending | null = null;

/** Says how handles travel without memory. */
export function setLending(how: Lending): void {
  known = how;
}

/** How handles travel without memory. */
export function lending(): Lending {
  if (known === null) throw new Error("a lock came that this thread does not know how to use");
  return known;
}

/** Whether a handle that is being packed can get where it goes. */
export function canGo(handle: SharedHandle): boolean {
  return !goesAway() || known?.can(handle) === true;
}
