/**
 * Random programs over channels, selects, locks, timers and goroutines, as data.
 *
 * Numbers that name something are taken modulo how much there is of it, so that every program makes sense and a
 * smaller one is one too.
 */
import fc from "fast-check";

/** An operation. */
export type Tree =
  | { readonly kind: "send" | "recv" | "recvOk" | "join" | "lock"; readonly on: number }
  | { readonly kind: "sleep"; readonly ms: number }
  | { readonly kind: "null" | "nil" }
  | { readonly kind: "map"; readonly of: Tree }
  | { readonly kind: "timeout"; readonly of: Tree; readonly ms: number }
  | Choice;

/** A select. */
export interface Choice {
  readonly kind: "select";
  readonly cases: readonly Tree[];
  /** Whether the cases have names. */
  readonly isNamed: boolean;
  /** How the operation of the first case is there a second time. */
  readonly twice: "no" | "same" | "mapped" | "nested";
}

/** What a participant does next. */
export type Step =
  | { readonly kind: "perform"; readonly tree: Tree; readonly isPreempted: boolean }
  | { readonly kind: "trySelect" | "drain"; readonly choice: Choice }
  | { readonly kind: "trySend" | "tryRecv" | "close"; readonly on: number }
  | { readonly kind: "range"; readonly on: number; readonly rounds: number }
  | { readonly kind: "go" | "gosched" };

/** A whole program. */
export interface Program {
  /** Capacities of the channels. */
  readonly caps: readonly number[];
  /** What goroutines do, in the order in which they are started. */
  readonly scripts: readonly (readonly Step[])[];
  /** How many are started by main; the others by each other. */
  readonly roots: number;
  /** What awaiting callers outside do. */
  readonly outside: readonly (readonly Step[])[];
  readonly seed: number;
}

const on = fc.nat(11);
const ms = fc.constantFrom(0, 1, 2, 3, 5, 8);

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("send" as const), on }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("recv" as const), on }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("recvOk" as const), on }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("lock" as const), on }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("join" as const), on }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("sleep" as const), ms }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("null" as const, "nil" as const) }) },
);

const rarely = fc.oneof(
  { weight: 5, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

function choiceOf(tree: fc.Arbitrary<Tree>): fc.Arbitrary<Choice> {
  return fc.record({
    kind: fc.constant("select" as const),
    cases: fc.array(tree, { maxLength: 5, size: "max" }),
    isNamed: fc.boolean(),
    twice: fc.oneof(
      { weight: 6, arbitrary: fc.constant("no" as const) },
      { weight: 1, arbitrary: fc.constantFrom("same" as const, "mapped" as const, "nested" as const) },
    ),
  });
}

/** An operation with at most `depth` others around its leaves. */
function treeOf(depth: number): fc.Arbitrary<Tree> {
  if (depth === 0) return leaf;
  const of = treeOf(depth - 1);
  return fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 5, arbitrary: choiceOf(of) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("map" as const), of }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("timeout" as const), of, ms }) },
  );
}

const tree = treeOf(3);
const choice = choiceOf(treeOf(1));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant("perform" as const), tree, isPreempted: rarely }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("trySelect" as const, "drain" as const), choice }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("trySend" as const, "tryRecv" as const), on }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close" as const), on }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("range" as const), on, rounds: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("go" as const, "gosched" as const) }) },
);

const script = fc.array(step, { maxLength: 12, size: "max" });

/** A program with or without participants outside goroutines. */
export function programs(maxOutside: number): fc.Arbitrary<Program> {
  return fc.record({
    caps: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    scripts: fc.array(script, { minLength: 1, maxLength: 8, size: "max" }),
    roots: fc.integer({ min: 1, max: 6 }),
    outside: fc.array(script, { maxLength: maxOutside }),
    seed: fc.integer(),
  });
}
