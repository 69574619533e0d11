/**
 * gosched and goexit: operations that give up the CPU without waiting for anything.
 *
 * Neither holds any state, so one object of each serves everybody and may be performed any number of times.
 *
 * @go runtime/proc.go goschedImpl, goexit1
 */
import { mapped } from "./composite.js";
import type { G } from "./g.js";
import { host } from "./host.js";
import { m } from "./m.js";
import { outside } from "./misuse.js";
import { type Op, Operation } from "./operation.js";
import { EVER } from "./opstate.js";
import { yieldCpu } from "./ready.js";
import { CALLED, complete, SUSPENDED, type Suspend } from "./suspend.js";
import { unwind } from "./unwind.js";
import type { WaitReason } from "./waitreason.js";

function current(): G {
  const { g } = m;
  if (!g) throw outside();
  return g;
}

/** Goes to the end of the global queue. */
class GoschedOp extends Operation<void> {
  constructor() {
    super();
    this.state = EVER;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, void> {
    if (resumed !== undefined) return complete();
    yieldCpu(current());
    return SUSPENDED;
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  override then<A = void, B = never>(
    onFulfilled?: ((value: void) => A | PromiseLike<A>) | null,
  ): Promise<A | B> {
    return new Promise<void>((resolve) => host.macrotask(resolve)).then(onFulfilled);
  }

  override map<U>(f: (value: void) => U): Op<U> {
    return mapped(this, f);
  }

  poll(): boolean {
    return true;
  }

  enroll(): void {}

  withdraw(): void {}

  finish(): void {}

  get waitReason(): WaitReason {
    return "runnable";
  }
}

/** Ends the goroutine: its frames are left from the inside out, running their `finally` blocks. No case of a select: it has effects. */
class GoexitOp implements Op<never> {
  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Suspend, never> {
    const g = current();
    if (g === g.p.sched.main) g.p.sched.hasMainExited = true;
    unwind(g);
    return CALLED;
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  then(): never {
    throw outside();
  }

  map<U>(f: (value: never) => U): Op<U> {
    return mapped(this, f);
  }
}

/** The one gosched operation. */
export const GOSCHED: Operation<void> = new GoschedOp();
/** The one goexit operation. */
export const GOEXIT: Op<never> = new GoexitOp();
