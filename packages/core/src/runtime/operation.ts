/**
 * Operations: what a goroutine does that may block, as values.
 *
 * One protocol serves `yield*`, `await` and `select`:
 *
 *   poll()           completes the operation if that is possible now; answers whether it did.
 *   enroll(sudog)    stands in the line of whatever the operation waits for. Only after poll() answered false.
 *   withdraw(sudog)  leaves the line, as if it had never stood there.
 *   finish(sudog)    the result, or a throw; null for a sudog if poll() completed it, else the one that was woken.
 *
 *   O1  An operation is performed at most once: FRESH -> DONE by poll(), or FRESH -> PARKED. One that lost in a
 *       select is FRESH again.
 *   O2  Before it is performed it has no effect on anything.
 *   O3  The operation is its own iterator: performing it allocates nothing more.
 */
import type { G } from "./g.js";
import { WAITING } from "./gstatus.js";
import { m } from "./m.js";
import { outside, reused } from "./misuse.js";
import { DONE, FRESH, PARKED } from "./opstate.js";
import { preempt } from "./ready.js";
import { Sudog } from "./sudog.js";
import { complete, SUSPENDED, type Suspend } from "./suspend.js";
import type { WaitReason } from "./waitreason.js";

/**
 * A blocking operation as a value. Nothing happens until it is performed, once, by `yield*` in a goroutine,
 * by `await` in async code, or as a case of a select (not `call`, `range` and `goexit`, which are made of steps).
 *
 * A forgotten `yield*` is no error, then, for compilers and at run time: `ch.send(7);` alone sends nothing. The rule
 * `no-floating-promises` of typescript-eslint, with `checkThenables`, finds it.
 *
 * @throws RuntimeError when performed a second time, or by `yield*` outside a goroutine
 * @example
 * ```ts
 * import { chan, go, type Op, run } from "@gopark/core";
 *
 * await run(function* () {
 *   const ch = chan<number>();
 *   const receive: Op<string> = ch.recv().map((v) => `got ${v}`); // nothing has happened yet
 *   go(function* () {
 *     yield* ch.send(7);
 *   });
 *   console.log(yield* receive); // prints: got 7
 * });
 * ```
 * @example One that is not performed does nothing.
 * ```ts
 * import { chan } from "@gopark/core";
 *
 * const ch = chan<string>(1);
 * ch.send("lost"); // neither yield* nor await
 * console.log(ch.len); // prints: 0
 * await ch.send("sent");
 * console.log(ch.len); // prints: 1
 * ```
 */
export interface Op<out T> extends PromiseLike<T> {
  /** Performs the operation in the current goroutine: `const v = yield* op`. */
  [Symbol.iterator](): Iterator<Suspend, T, any>;
  /** The same operation with its result passed through `f`, which runs in the goroutine that performs it. */
  map<U>(f: (value: T) => U): Op<U>;
}

/** What a goroutine can be parked in. */
export interface Waiting {
  /** What a dump says meanwhile. */
  readonly waitReason: WaitReason;
  /** Takes the goroutine out again. */
  withdraw(sudog: Sudog): void;
  /** Takes a turn back: the goroutine was woken with it, and will not run. */
  abandon?(): void;
  /** Id of the goroutine it waits for; 0 if that is none. */
  readonly holder?: number;
}

/** The base of all operations that can be a case of a select. */
export abstract class Operation<T> implements Op<T>, Waiting {
  /** FRESH, PARKED or DONE (O1); EVER for the few that hold none. */
  state: number = FRESH;
  /** The operation whose result it passes on; none but mapped ones have it. */
  declare readonly source: Operation<any> | undefined;

  abstract poll(): boolean;
  abstract enroll(sudog: Sudog): void;
  abstract withdraw(sudog: Sudog): void;
  abstract finish(sudog: Sudog | null): T;
  abstract get waitReason(): WaitReason;

  [Symbol.iterator](): this {
    return this;
  }

  /** Performs the operation (S1: no argument) or takes its result after the goroutine was woken. */
  next(resumed?: unknown): IteratorResult<Suspend, T> {
    if (resumed !== undefined) {
      (resumed as G).waiting = null;
      return complete(this.finish(this.state === PARKED ? (resumed as G).sudog : null));
    }
    const g = m.g;
    if (g === null) throw outside();
    if (this.state !== FRESH) throw reused(this.waitReason);
    if (this.poll()) {
      this.state ||= DONE;
      if (--m.budget < 0 && preempt(g)) {
        // What it has taken is given back if the goroutine never goes on.
        g.waiting = this;
        return SUSPENDED;
      }
      return complete(this.finish(null));
    }
    park(this, g);
    return SUSPENDED;
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return m.awaitOp(this).then(onFulfilled, onRejected);
  }

  map<U>(f: (value: T) => U): Op<U> {
    return new MapOp(this, f);
  }
}

/** Parks `g` in an operation that poll() could not complete. The caller gives up the CPU. */
export function park(op: Operation<any>, g: G): void {
  op.state = PARKED;
  g.state = WAITING;
  g.waiting = op;
  g.sudog ??= new Sudog(g, null);
  op.enroll(g.sudog);
}

/**
 * An operation whose result passes through a function. It waits as its source does; `f` runs once, in the
 * goroutine that performs the operation, after the source has completed.
 */
class MapOp<T, U> extends Operation<U> {
  override readonly source: Operation<T>;
  private readonly f: (value: T) => U;

  constructor(source: Operation<T>, f: (value: T) => U) {
    super();
    this.source = source;
    this.f = f;
  }

  poll(): boolean {
    const { source } = this;
    if (source.state !== FRESH) throw reused(this.waitReason);
    if (!source.poll()) return false;
    source.state ||= DONE;
    return true;
  }

  enroll(sudog: Sudog): void {
    this.source.state = PARKED;
    this.source.enroll(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.source.state = FRESH;
    this.source.withdraw(sudog);
  }

  abandon(): void {
    (this.source as Waiting).abandon?.();
  }

  finish(sudog: Sudog | null): U {
    return this.f(this.source.finish(sudog));
  }

  get waitReason(): WaitReason {
    return this.source.waitReason;
  }
}

/** The operation that waits: a mapped one leaves that to what it maps. */
export function rootOf(op: Operation<any>): Operation<any> {
  return op.source ? rootOf(op.source) : op;
}
