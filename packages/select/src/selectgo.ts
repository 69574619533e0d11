/**
 * Select: one operation made of several, of which exactly one happens.
 *
 * It looks at its cases in random order and takes the first that can complete now. If none can, it stands in all
 * their lines at once, and whoever takes it out of one line takes it out of the others before anything else runs.
 *
 *   E1  Exactly one case happens. The others have had no effect, stand in no line, and are FRESH again.
 *   E2  Among the cases that are ready when it looks, each is chosen with the same probability.
 *   E3  A case waits with a sudog of its own. These belong to the place that waits (a goroutine's sudog, or the
 *       sudog of a case of an outer select) and are used again by the next select that waits there: a select that
 *       parks makes no sudogs but the first time.
 *   E4  A select that is over is FRESH again, as is the case that happened: it may be performed again with the
 *       same cases. A loop that makes it once allocates nothing in each round but the result.
 *   E5  While it looks, nobody else's code runs: what was not ready a moment ago is still not ready when it
 *       stands in line.
 *   E6  Of a case that is made of steps, one step is what may happen; the others are done around the select, which is then
 *       made of steps itself.
 *
 * @go runtime/select.go selectgo
 */
import type { Op } from "@gopark/core";
import {
  Composite,
  claim,
  DONE,
  FRESH,
  type Gate,
  type Gated,
  hostDice,
  Operation,
  PARKED,
  reused,
  rootOf,
  type Step,
  type SteppedOp,
  Sudog,
  type Waiting,
  type WaitReason,
  wrong,
} from "@gopark/core/internal";
import { DRAWS } from "./limits.js";

/** What a select is made from: operations by name or by position, with null or undefined for a nil channel. */
export type Cases = Readonly<Record<string, unknown>> | readonly unknown[];

/** A select, performed like any operation. */
export class SelectOp<T> extends Operation<T> {
  /** The cases that are no nil channels, in any order. */
  readonly ops: Operation<any>[];
  /** Their names or positions, in the same order. */
  readonly labels: (string | number)[];
  /** How many cases were given, nil channels among them. */
  readonly given: number;
  /** Whether the result is a pair, as it is where the cases were given by position. */
  private readonly isPair: boolean;
  /** Whether the last case that is ready is taken, and not any. */
  private readonly isOrdered: boolean;
  /** Index of the case that has happened; -1 before. */
  chosen = -1;

  constructor(
    ops: Operation<any>[],
    labels: (string | number)[],
    given: number,
    isPair: boolean,
    isOrdered: boolean,
  ) {
    super();
    this.ops = ops;
    this.labels = labels;
    this.given = given;
    this.isPair = isPair;
    this.isOrdered = isOrdered;
  }

  poll(): boolean {
    const { ops, labels } = this;
    let random = 0;
    for (let left = ops.length; left > 0; left--) {
      if (left > DRAWS || random === 0) random = hostDice.random();
      random *= left;
      const i = this.isOrdered ? left - 1 : random | 0;
      random -= i;
      const op = ops[i] as Operation<any>;
      if (op.state > FRESH) throw reused(op.waitReason);
      if (op.poll()) {
        op.state ||= DONE;
        this.chosen = i;
        return true;
      }
      // Looked at: changes places with the last that has not been.
      const last = left - 1;
      ops[i] = ops[last] as Operation<any>;
      ops[last] = op;
      const key = labels[i] as string;
      labels[i] = labels[last] as string;
      labels[last] = key;
    }
    return false;
  }

  enroll(sudog: Sudog): void {
    const selection = (sudog.cases ??= new Selection(sudog)) as Selection;
    selection.op = this;
    selection.waitsOnce = false;
    const { ops, labels } = this;
    for (let i = 0; i < ops.length; i++) {
      const op = ops[i] as Operation<any>;
      if (rootOf(op).state === PARKED) {
        // The same operation under two names, or mapped in two ways: it stands in its line already, and is one case.
        ops.splice(i, 1);
        labels.splice(i--, 1);
        continue;
      }
      op.state = PARKED;
      op.enroll(selection.sudogOf(i));
    }
    if (!sudog.select) selection.gate?.commit();
  }

  withdraw(sudog: Sudog): void {
    const selection = sudog.cases as Selection;
    selection.op = null;
    this.state = FRESH;
    this.leave(selection.sudogs, null);
  }

  /** Leaves all lines but the one that `winner` was taken out of (E1). */
  leave(sudogs: Sudog[], winner: Sudog | null): void {
    const { ops } = this;
    for (let i = 0; i < ops.length; i++) {
      const sudog = sudogs[i] as Sudog;
      if (sudog === winner) this.chosen = i;
      else {
        const op = ops[i] as Operation<any>;
        op.state = FRESH;
        op.withdraw(sudog);
      }
    }
  }

  finish(sudog: Sudog | null): T {
    const { chosen } = this;
    const op = this.ops[chosen] as Operation<any>;
    const key = this.labels[chosen];
    const own = sudog && ((sudog.cases as Selection).sudogs[chosen] as Sudog);
    this.state = FRESH;
    let value: unknown;
    try {
      value = op.finish(own);
    } finally {
      // Fit to be performed again, and what it was mapped from as well.
      for (let at: Operation<any> | undefined = op; at; at = at.source)
        if (at.state > FRESH) at.state = FRESH;
    }
    return (this.isPair ? [key, value] : { case: key, value }) as T;
  }

  /** The case that has happened is taken back. */
  abandon(): void {
    (this.ops[this.chosen] as Waiting).abandon?.();
  }

  get waitReason(): WaitReason {
    if (this.given > 1) return "select";
    return this.ops[0]?.waitReason ?? "select (no cases)";
  }
}

/** The place where selects wait, one after the other: the sudogs of their cases (E3). */
class Selection implements Gated {
  readonly owner: Sudog;
  gate: Gate | null = null;
  waitsOnce = false;
  /** The sudogs, by index of the case. */
  readonly sudogs: Sudog[] = [];
  /** The select that waits now. */
  op: SelectOp<any> | null = null;

  constructor(owner: Sudog) {
    this.owner = owner;
  }

  /** The sudog of a case. */
  sudogOf(i: number): Sudog {
    return (this.sudogs[i] ??= new Sudog(this.owner.g, this));
  }

  admits(): boolean {
    const { gate, owner } = this;
    return owner.select?.admits() ?? gate?.claim() ?? true;
  }

  fired(sudog: Sudog): void {
    const op = this.op as SelectOp<any>;
    this.op = null;
    op.leave(this.sudogs, sudog);
    // A select that is itself a case: the outer one leaves its other lines as well.
    claim(this.owner);
  }
}

/** The other steps of its cases around a select. */
function surrounded<T>(op: SelectOp<T>, steps: Step[]): Op<T> {
  let made: Op<T> = op;
  for (const step of steps) {
    const inner = made;
    made = new Composite<any>(() => step.around(inner, () => op.ops[op.chosen] === step));
  }
  return made;
}

/**
 * Makes a select, which is good for being performed only: it may be made of steps (E6). An `isPair` one gives the name or
 * position of the case and its value, also where the cases have names; an `isOrdered` one takes the last case that is ready, and
 * not any. An `isBare` one is a `SelectOp` in any case: none of its own may be made of steps.
 */
export function newSelect<T>(cases: Cases, isPair?: boolean, isOrdered?: boolean): Op<T>;
export function newSelect<T>(cases: Cases, isPair: boolean, isOrdered: boolean, isBare: true): SelectOp<T>;
export function newSelect<T>(cases: Cases, isPair = false, isOrdered = false, isBare = false): Op<T> {
  if (typeof cases !== "object" || !cases) throw wrong("select", "an object or array of operations", cases);
  const isTuple = Array.isArray(cases);
  // Copied, not collected: arrays that grow have room for 17, these have the size they need.
  const labels: (string | number)[] = isTuple ? [...cases.keys()] : Object.keys(cases);
  const ops: any[] = isTuple ? [...cases] : Object.values(cases);
  const given = labels.length;
  let steps: Step[] | null = null;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i];
    if (op instanceof Operation) continue;
    if (!isBare && op?.asCase) {
      const step = (op as SteppedOp<unknown>).asCase();
      ops[i] = step;
      steps ??= [];
      steps.push(step);
      continue;
    }
    if (op != null)
      throw wrong(
        `select: case ${JSON.stringify(labels[i])}`,
        "an operation that can be a case, as ch.recv()",
        op,
      );
    // One that is null can't happen.
    ops.splice(i, 1);
    labels.splice(i--, 1);
  }
  const op = new SelectOp<T>(ops, labels, given, isPair || isTuple, isOrdered);
  return steps ? surrounded(op, steps) : op;
}
