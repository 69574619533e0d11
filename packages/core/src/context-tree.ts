/**
 * The tree of contexts: values looked up towards the root, cancellation spread away from it.
 *
 *   X1  `error` is set once, together with `reason`, and never changes.
 *   X2  A context that is done has no children, its timer is stopped, and no ancestor or signal holds it any more.
 *   X3  When a cancellation returns, all descendants are done. Listeners of their signals, the only code of
 *       others that it calls, run after the last of them is.
 *   X4  A context whose parent is of this file costs no goroutine: it stands among the children of the nearest
 *       ancestor that can be cancelled.
 *
 * Every derived context is a link of a chain that holds one key with its value. One that can be cancelled holds
 * itself under the key SELF, as in Go: so its descendants find it, also through contexts of others that pass
 * `value` on.
 *
 * @go context/context.go
 */
import { nilChan, type RecvChan } from "./chan.js";
import { type Key, SELF } from "./context-key.js";
import { RuntimeError } from "./runtime/gopanic.js";
import { WAITING } from "./runtime/gstatus.js";
import { HChan } from "./runtime/hchan.js";
import { crowded, host, hostCalendar } from "./runtime/host.js";
import { newproc } from "./runtime/proc.js";
import { goready, withdraw } from "./runtime/ready.js";
import { currentSched } from "./runtime/sched.js";
import type { Go } from "./runtime/suspend.js";

/**
 * Tells functions that work for the same purpose when to stop, by when, and what they share.
 *
 * Pass it as the first argument and watch `done()`: being cancelled interrupts nothing by itself. Contexts may be
 * used from any number of goroutines and programs, and outside goroutines.
 *
 * A type of one's own may implement it and be a parent. Contexts derived from it then watch its `done()`, each by
 * a goroutine that lives until one of both is done; if it has `afterDone`, they use that in place of a goroutine.
 *
 * @example A worker that stops when told.
 * ```ts
 * import { background, type Context, go, type Go, run, sleep, withTimeout } from "@gopark/core";
 *
 * function* work(ctx: Context): Go<string> {
 *   while (ctx.err() === undefined) yield* sleep(1); // a piece of work
 *   return "stopped";
 * }
 *
 * await run(function* () {
 *   const [ctx, cancel] = withTimeout(background(), 5);
 *   const worker = go(work, ctx);
 *   console.log(yield* worker.join()); // prints: stopped
 *   console.log(ctx.err()?.message); // prints: context deadline exceeded
 *   cancel();
 * });
 * ```
 * @go context.Context
 */
export interface Context {
  /** A channel that is closed when the context is done; the nil channel if it never is. The same at each call. */
  done(): RecvChan<never>;
  /** Undefined until the context is done; then `Canceled` or `DeadlineExceeded`, for ever. */
  err(): Error | undefined;
  /** When the context will be done at the latest, to the millisecond; undefined if there is no such time. */
  deadline(): Date | undefined;
  /** The value of a key in the context or its nearest ancestor that has one; undefined if none has. */
  value<T>(key: Key<T>): T | undefined;
  /** What `done` says, for what takes an AbortSignal: made when first asked for, it aborts with `cause(ctx)`. */
  readonly signal: AbortSignal;
  /** Calls `f` once the context is done, unless the function returned is called before, which answers whether it was. */
  afterDone?(f: () => void): () => boolean;
}

/** A context that is never done: the root of a tree. */
export class EmptyCtx implements Context {
  /** What it prints as. */
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  done(): RecvChan<never> {
    return nilChan<never>();
  }

  err(): undefined {}

  deadline(): undefined {}

  value(): undefined {}

  get signal(): AbortSignal {
    // Another one each time: it never aborts, and what those who listen leave behind on it goes with it.
    return new AbortController().signal;
  }

  toString(): string {
    return this.text;
  }
}

/** A context or value where a context is printed: what it says of itself, else only what it is. */
function textOf(it: unknown): string {
  if (it == null) return "<nil>";
  if (typeof it === "string") return it;
  if (typeof it !== "object") return typeof it;
  const { constructor: type, toString: tell } = it;
  return tell && tell !== {}.toString ? String(it) : (type?.name ?? "object");
}

/** A link of the chain: a parent's context with one more value. */
export class ValueCtx implements Context {
  /** The next link. */
  readonly parent: Context;
  /** Who knows whether it is done: the nearest context, itself or an ancestor, that is no mere value. */
  teller: Context;
  /** The key. */
  private readonly key: Key<unknown>;
  /** Its value. */
  protected held: unknown;

  constructor(parent: Context, key: Key<unknown>, held?: unknown, teller?: Context) {
    if (parent == null) throw new RuntimeError("cannot create context from nil parent");
    if (key == null) throw new RuntimeError("nil key");
    this.parent = parent;
    this.key = key;
    this.held = held;
    this.teller = teller ?? tellerOf(parent);
  }

  done(): RecvChan<never> {
    return this.teller.done();
  }

  err(): Error | undefined {
    return this.teller.err();
  }

  deadline(): Date | undefined {
    return this.teller.deadline();
  }

  value<T>(key: Key<T>): T | undefined {
    let ctx: Context = this;
    for (; ctx instanceof ValueCtx; ctx = ctx.parent) if (ctx.key === key) return ctx.held as T;
    return ctx.value(key);
  }

  get signal(): AbortSignal {
    return this.teller.signal;
  }

  toString(): string {
    return textOf(this.parent) + this.label();
  }

  /** What it adds to its parent's name. */
  protected label(): string {
    const { key, held } = this;
    return key === SELF ? ".WithoutCancel" : `.WithValue(${key}, ${textOf(held)})`;
  }
}

function tellerOf(ctx: Context): Context {
  return ctx instanceof ValueCtx ? ctx.teller : ctx;
}

/** A deadline. */
export interface Limit {
  /** On the runtime's clock. */
  readonly when: number;
  /** On the wall clock. */
  readonly at: number;
}

/** By when a context will be done; undefined if it has no deadline. */
function limitOf(ctx: Context): Limit | undefined {
  const teller = tellerOf(ctx);
  if (teller instanceof CancelCtx) return teller.limit;
  const at = teller.deadline()?.getTime();
  return at === undefined ? at : { when: at - hostCalendar.origin(), at };
}

/** A context that can be cancelled. */
export class CancelCtx extends ValueCtx {
  /** Why it is done; undefined until then (X1). */
  over: Error | undefined = undefined;
  /** What led to that; the same if nothing was said. */
  why: unknown = undefined;
  /** By when it will be done. */
  readonly limit: Limit | undefined;
  /** The same, if it is its own; undefined if its parent's is earlier. */
  readonly own: Limit | undefined;
  /** Those to cancel with it; null if there are none. */
  children: Set<CancelCtx> | null = null;
  /** Lets go of it: called by what would else cancel it later, and holds it until then (X2). */
  detach: (() => unknown) | null = null;
  /** Called when it is done: stops its timer, if it has one (X2). */
  onDone: (() => unknown) | null = null;
  /** The channel of `done`; null until asked for. */
  chan: HChan<never> | null = null;
  /** Aborts its signal; null until asked for. */
  controller: AbortController | null = null;

  constructor(parent: Context, own?: Limit) {
    super(parent, SELF);
    const inherited = limitOf(parent);
    this.own = own && !((inherited?.when as number) < own.when) ? own : undefined;
    this.limit = this.own ?? inherited;
    this.held = this;
    this.teller = this;
  }

  override done(): RecvChan<never> {
    if (!this.chan) {
      this.chan = new HChan<never>(0);
      if (this.over) this.chan.close();
    }
    return this.chan as unknown as RecvChan<never>;
  }

  override err(): Error | undefined {
    return this.over;
  }

  override deadline(): Date | undefined {
    return this.limit && new Date(this.limit.at);
  }

  override get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      crowded(this.controller.signal);
      if (this.over) this.controller.abort(this.why);
    }
    return this.controller.signal;
  }

  protected override label(): string {
    const { own } = this;
    if (!own) return ".WithCancel";
    return `.WithDeadline(${new Date(own.at).toISOString()} [${Math.round(own.when - host.now())}ms])`;
  }

  /** Sees to it that it is cancelled when its parent is: now, if that is done already. */
  follow(): this {
    const { parent } = this;
    const root = parent.value(SELF);
    // A context of another's that passes `value` on, but not `done`, is not done when that one is.
    if (root instanceof CancelCtx && (root === tellerOf(parent) || root.done() === parent.done())) {
      if (root.over) cancel(this, parent.err(), root.why);
      else {
        root.children ??= new Set();
        root.children.add(this);
        this.detach = () => root.children?.delete(this);
      }
    } else {
      const done = parent.done();
      const end = (): void => cancel(this, parent.err(), cause(parent));
      if (done.tryRecv()) end();
      else if (done !== nilChan<never>())
        this.detach = parent.afterDone ? parent.afterDone(end) : watch(done, end);
    }
    return this;
  }
}

/** Calls `end` from a goroutine of its own when something can be received. Returns a function that ends the watch. */
function watch(done: RecvChan<never>, end: () => void): () => void {
  let isOver = false;
  function* propagateCancel(): Go {
    if (!isOver) yield* done.recv();
    if (!isOver) end();
  }
  const g = newproc(currentSched(), propagateCancel, []);
  goready(g);
  return () => {
    isOver = true;
    if (g.state !== WAITING) return;
    // It resumes as if it had received, and finds that it is over.
    withdraw(g);
    goready(g);
  };
}

/**
 * Why a context is done: what the first to cancel it, or the ancestor that took it along, gave as the cause; the
 * same as `ctx.err()` if nothing was given; undefined while it is not done.
 *
 * @example
 * ```ts
 * import { background, cause, withCancel, withCancelCause } from "@gopark/core";
 *
 * const [parent, cancel] = withCancelCause(background());
 * const [child] = withCancel(parent);
 * console.log(cause(child)); // prints: undefined
 * cancel("no more work");
 * console.log(cause(child)); // prints: no more work
 * ```
 * @go context.Cause
 */
export function cause(ctx: Context): unknown {
  const root = ctx.value(SELF);
  const error = ctx.err();
  return error && ((root instanceof CancelCtx ? root.why : undefined) ?? error);
}

/** Cancels a context and all below it, unless it is done already. */
export function cancel(top: CancelCtx, error: Error | undefined, reason?: unknown): void {
  if (top.over) return;
  if (!error) throw new RuntimeError("context: internal error: missing cancel error");
  const all: CancelCtx[] = [];
  // In the order in which each would cancel its children, as in Go. Tempting and wrong: let it; a long chain of
  // contexts would overflow the stack, and a listener could see a sibling that is not done yet (X3).
  const rest = [top];
  for (let ctx: CancelCtx | undefined; (ctx = rest.pop()); ) {
    ctx.over = error;
    ctx.why = reason ?? error;
    all.push(ctx);
    for (const child of [...(ctx.children ?? [])].reverse()) rest.push(child);
    ctx.children = null;
  }
  top.detach?.();
  for (const ctx of all) {
    ctx.chan?.close();
    ctx.onDone?.();
  }
  for (const ctx of all) ctx.controller?.abort(ctx.why);
}
