/**
 * What is performed, as the world sees it: operations down to their leaves, which are sends, receives and the like.
 *
 * A select, a timeout and a mapped operation are the leaves below them: whatever stands around them, exactly one leaf
 * happens.
 */

/** How an operation ended: a value with its flag, or a word. */
export type Outcome = readonly [value: unknown, ok: boolean] | string;

/** The end of a channel, as its receivers see it. */
export const END: Outcome = [undefined, false];

/** What an operation is at its core. */
export type LeafKind = "send" | "recv" | "join" | "sleep" | "limit" | "lock";

/** One of the operations that a select chooses from, or the only one. */
export interface Leaf {
  readonly kind: LeafKind;
  /** The channel, goroutine or lock it is about; 0 if none. */
  readonly on: number;
  /** What it sends, or how many milliseconds it takes. */
  readonly value: number;
  /** For a limit: what it limits. That goes first if both are ready. */
  readonly before: readonly Leaf[];
  /** The performance it takes part in. */
  attempt: Attempt | null;
}

/** A leaf that takes part in nothing yet. */
export function leafOf(kind: LeafKind, on: number, value = 0, before: readonly Leaf[] = []): Leaf {
  return { kind, on, value, before, attempt: null };
}

/** An operation that is performed, by whomever. */
export interface Attempt {
  /** Who performs it. */
  readonly task: string;
  readonly leaves: readonly Leaf[];
  /** Those that stand in line. */
  readonly standing: Set<Leaf>;
  state: "looking" | "waiting" | "over";
  winner: Leaf | null;
  outcome: Outcome;
}

/** A leaf in a few words. */
export function nameOf(leaf: Leaf | null): string {
  return leaf === null ? "nothing" : `${leaf.kind} ${leaf.on}/${leaf.value}`;
}
