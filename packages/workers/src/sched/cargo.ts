/**
 * What a goroutine's record carries: its function, its arguments on the way there, its result on the way back.
 *
 *   CA1  One argument stands in the record as it is, none or several as an array. Which, the lowest bit beside the
 *        function says: the number of a function is even.
 *   CA2  Either all arguments are in the record, or none: what can't be sent leaves nothing behind.
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
