/** Shared channels that this thread does not have alone: their operations take the ways with locks. */
import type { Chan } from "@gopark/core";
import { retainObject, type SharedHandle } from "../../src/handles.js";
import { sharedChan } from "../../src/shared-chan.js";

/** A shared channel that a value on its way names. */
export function handedOut<T = any>(cap: number): Chan<T> {
  const ch = sharedChan<any>(cap);
  retainObject(ch as unknown as SharedHandle);
  return ch;
}
