/**
 * From operations as data to real ones that tell the world what happens to them.
 *
 * The steps of the operation protocol are listened to where the protocol has them: in `poll`, `enroll`, `withdraw` of
 * each operation, and in `fire` of its timer. What the operation does is not touched.
 */
import { type Chan, type Goroutine, nilChan, type Op, RuntimeError, sleep } from "@gopark/core";
import type { Operation, Timer } from "@gopark/core/internal";
import { TimeoutError, timeout } from "../src/combinators.js";
import { select, trySelect } from "../src/select.js";
import { END, type Leaf, type LeafKind, leafOf, type Outcome } from "./attempt.js";
import type { Choice, Tree } from "./program.js";
import type { Turnstile } from "./turnstile.js";
import type { World } from "./world.js";

/** What programs are about. */
export interface Things {
  readonly world: World;
  readonly channels: readonly Chan<unknown>[];
  readonly locks: readonly Turnstile[];
  /** Goroutines that have been started. */
  readonly goroutines: readonly Goroutine<unknown>[];
  /** A value that was not sent before. */
  fresh(): number;
}

/** What came of an operation, and of which of its leaves; null if that can't be told. */
export type Told = readonly [leaf: Leaf | null, outcome: Outcome];

/** A real operation. */
export interface Built {
  readonly op: Op<any>;
  readonly leaves: readonly Leaf[];
  /** Reads its result. */
  read(result: any): Told;
}

/** Makes the operation of a leaf tell what happens to it. */
export function listen(op: Op<any>, leaf: Leaf, world: World): void {
  const operation = op as Operation<any> & Partial<Timer>;
  const { poll, enroll, withdraw, fire } = operation;
  operation.poll = () => {
    const isReady = poll.call(operation);
    world.looked(leaf, isReady);
    return isReady;
  };
  operation.enroll = (sudog) => {
    world.enrolled(leaf);
    enroll.call(operation, sudog);
  };
  operation.withdraw = (sudog) => {
    withdraw.call(operation, sudog);
    world.withdrawn(leaf);
  };
  if (fire !== undefined)
    operation.fire = (now) => {
      world.fired(leaf);
      fire.call(operation, now);
    };
}

/** What an error says. Whatever is no panic of a channel and no timeout is not expected. */
export function readError(error: unknown): Told {
  if (error instanceof TimeoutError) return [null, "limit"];
  if (!(error instanceof RuntimeError)) throw error;
  return [null, `panic: ${error.message}, ${(error as { value?: unknown }).value}`];
}

/** Makes a real operation; null if it is a null case. */
export function build(tree: Tree, things: Things): Built | null {
  const { world, channels, locks, goroutines } = things;
  const make = (kind: LeafKind, on: number, value: number, op: Op<any>, read: (v: any) => Outcome): Built => {
    const leaf = leafOf(kind, on, value);
    listen(op, leaf, world);
    return { op, leaves: [leaf], read: (v) => [leaf, read(v)] };
  };
  switch (tree.kind) {
    case "null":
      return null;
    case "nil":
      return { op: nilChan().recv(), leaves: [], read: () => [null, "a value of a nil channel"] };
    case "send": {
      const on = tree.on % channels.length;
      const value = things.fresh();
      return make("send", on, value, channels[on]!.send(value), () => "sent");
    }
    case "recv": {
      const on = tree.on % channels.length;
      // Without a flag: the values sent are numbers.
      return make("recv", on, 0, channels[on]!.recv(), (v) => (v === undefined ? END : [v, true]));
    }
    case "recvOk": {
      const on = tree.on % channels.length;
      return make("recv", on, 0, channels[on]!.recvOk(), (v) => v);
    }
    case "lock": {
      const on = tree.on % locks.length;
      return make("lock", on, 0, locks[on]!.lock(), () => "lock");
    }
    case "join": {
      if (goroutines.length === 0) return null;
      const on = tree.on % goroutines.length;
      return make("join", on, 0, goroutines[on]!.join(), () => "join");
    }
    case "sleep":
      return make("sleep", 0, tree.ms, sleep(tree.ms), () => "sleep");
    case "map": {
      const of = build(tree.of, things);
      if (of === null) return null;
      const op = of.op.map((value) => ({ value }));
      return { op, leaves: of.leaves, read: ({ value }) => of.read(value) };
    }
    case "timeout": {
      const of = build(tree.of, things);
      if (of === null) return null;
      const op = timeout(of.op, tree.ms);
      const limit = leafOf("limit", 0, tree.ms, of.leaves);
      // A timeout is a mapped select between a sleep and the operation.
      const { ops } = Object.values<any>(op).find((part) => Array.isArray(part?.ops));
      const [nap] = ops as [Op<void>];
      listen(nap, limit, world);
      return { op, leaves: [limit, ...of.leaves], read: of.read };
    }
    case "select":
      return choose(
        tree.cases.map((each) => build(each, things)),
        tree,
      );
  }
}

/** The same operation once more. */
function again(first: Built | null, twice: Choice["twice"]): Built | null {
  if (first === null || twice === "no") return null;
  const { op, leaves, read } = first;
  if (twice === "mapped")
    return { op: op.map((value) => ({ value })), leaves, read: ({ value }) => read(value) };
  return twice === "same" ? first : { op: select([op]), leaves, read: ([, value]) => read(value) };
}

/** A select, or what a trySelect would be made of. */
export interface BuiltChoice extends Built {
  /** Takes a case that is ready; undefined if none is. */
  tryNow(): unknown;
}

/** Makes a select. */
export function choose(cases: readonly (Built | null)[], { isNamed, twice }: Choice): BuiltChoice {
  const [first = null] = cases;
  const twin = again(first, twice);
  const all = twin === null ? cases : [...cases, twin];
  const ops = all.map((each) => each?.op ?? null);
  const leaves = cases.flatMap((each) => each?.leaves ?? []);
  const named = Object.fromEntries(ops.map((op, i) => [`case ${i}`, op]));
  const given: any = isNamed ? named : ops;
  const read = (r: any): Told => {
    const [i, value] = isNamed ? [Number(r.case.slice(5)), r.value] : r;
    return all[i]!.read(value);
  };
  return { op: select(given), leaves, read, tryNow: () => trySelect(given) };
}
