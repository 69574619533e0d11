/**
 * What a goroutine's record carries: its function, its arguments on the way there, its result on the way back.
 *
 *   CA1  One argument stands in the record as it is, none or several as an array. Which, the lowest bit beside the
 *        function says: the number of a function is even.
 *   CA2  Either all arguments are in the record, or none: what can't be sent leaves nothing behind.
 *   CA3  While debugging is on, where it was started stands in the place of the result, until it begins.
 */
import type { G } from "@gopark/core/internal";
import { get, put as putWord } from "../shm/atomics.js";
import { G_ARGS, G_FUNCTION, G_RESULT } from "../shm/record.js";
import { putArguments } from "../wire/arguments.js";
import { put, take } from "../wire/value.js";

/** Puts the function, by its number, and the arguments into a record. Throws if one can't be sent (CA2). */
export function loadArguments(rec: number, id: number, args: readonly unknown[]): void {
  if (args.length === 1) put(rec + G_ARGS, args[0], "go: argument 1");
  else putArguments(rec + G_ARGS, args);
  putWord(rec + G_FUNCTION, args.length === 1 ? id | 1 : id);
}

/** Puts where the goroutine was started into a record, if that is known. The place of its result is free until it ends. */
export function loadSite(rec: number, site: string): void {
  putWord(rec + G_RESULT, 0);
  try {
    if (site !== "") put(rec + G_RESULT, site);
  } catch {
    // The memory is full: this goroutine's dump will not tell.
  }
}

/** Takes it out; empty if it is not known. */
export function unloadSite(rec: number): string {
  return get(rec + G_RESULT) === 0 ? "" : String(take(rec + G_RESULT));
}

/** The number of a record's function. */
export function functionOf(rec: number): number {
  return get(rec + G_FUNCTION) & ~1;
}

/** Takes the arguments out; undefined if there are none. */
export function unloadArguments(rec: number): unknown[] | undefined {
  const args = take(rec + G_ARGS);
  return get(rec + G_FUNCTION) & 1 ? [args] : (args as unknown[] | undefined);
}

/** Puts the result of a goroutine into its record. Throws if it can't be sent. */
export function loadResult(rec: number, g: G, value: unknown): void {
  put(rec + G_RESULT, value, `goroutine ${g.id} (${g.name}): result`);
}
