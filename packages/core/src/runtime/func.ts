/**
 * What func makes: calls that have deferred calls, a result that these may change, and recover.
 *
 * A call of its own frame on the goroutine's stack (coroutine.ts). When its body has ended, however it ended, the
 * deferred calls run, last in, first out, in the same place on the stack; then the call ends.
 *
 *   D1  Deferred calls run once, on return, on a panic, and when the goroutine exits.
 *   D2  One that does not block runs without a frame of its own; one that does parks the goroutine, and the rest
 *       wait for it.
 *   D3  `panicking` is the panic that the deferred calls see: what the body threw, replaced by what one of them
 *       throws. Recovered, it is forgotten when the deferred call that recovered it has ended.
 *   D4  Exiting is no panic: it cancels the one under way, and what is recovered meanwhile does not stop it.
 *   D5  No deferred call runs once the program has ended: a fatal error, or an end from outside, skips them all.
 *   D6  The end of main is none yet while deferred calls of other goroutines run because of a panic: as in Go they have 1,000 turns
 *       to come to their end, and the panic to its own. One that is blocked by then is dropped.
 *
 * @go runtime/panic.go deferproc, gopanic, gorecover
 */
import { CallOp } from "./coroutine.js";
import { runApart } from "./foreign.js";
import { AT_WORK, type Exiting, type Frame } from "./frame.js";
import { BODY, DEFERRED, OVER } from "./funcphase.js";
import type { G } from "./g.js";
import { PanicNilError, panicValueOf, printPanicValue, RuntimeError } from "./gopanic.js";
import { TURNS } from "./limits.js";
import { m } from "./m.js";
import { demand } from "./misuse.js";
import { newproc } from "./proc.js";
import { frameOf } from "./promise.js";
import type { Sched } from "./sched.js";

/** A panic that has not come to its end. */
interface Panicking {
  /** What was thrown. */
  readonly thrown: unknown;
  /** What that panics with. */
  readonly value: unknown;
  /** The panic that was under way when this one began; undefined if there was none. */
  replaced: Panicking | undefined;
  /** How many had left their function when it did; not there until then. */
  departure?: number;
  /** Whether it has been recovered. */
  isRecovered: boolean;
}

/**
 * Panics that have replaced others, have left their function and not come to the next, by what was thrown. Whether a
 * `catch` has stopped one on the way can't be seen: so a call of `panic` begins a new one, and a `throw` of the same
 * value goes on with the old, if that has left while what throws now was running. Of those that threw no object only the
 * last is known, under the key of the map itself.
 */
const replacing = new WeakMap<object, Panicking>();

/** How many panics that have replaced others have left their function. */
let departures = 0;

function keyOf(thrown: unknown): object {
  return (Object(thrown) === thrown ? thrown : replacing) as object;
}

/** Takes what a panic has replaced since so many had left, and before it comes to a function or to its end. */
function takeReplaced(thrown: unknown, since: number): Panicking | undefined {
  const panic = replacing.get(keyOf(thrown));
  replacing.delete(keyOf(thrown));
  return panic?.thrown === thrown && (panic?.departure as number) > since ? panic?.replaced : undefined;
}

/** Throws what begins a new panic, whatever the same value has replaced before. */
export function raise(thrown: unknown): never {
  takeReplaced(thrown, 0);
  throw thrown;
}

/** The text of a panic after those that it has replaced, as Go prints them. */
function printPanics(thrown: unknown, text: string): string {
  let head = text;
  let tail = "";
  let later = panicValueOf(thrown);
  for (let panic = takeReplaced(thrown, 0); panic; panic = panic.replaced) {
    const { value } = panic;
    // Raised again as it was: one line for both. What recover gave has been wrapped anew, so compare the values.
    const isRepanicked = value === later;
    if (!isRepanicked) tail = `\n\tpanic: ${head}${tail}`;
    head = printPanicValue(value);
    if (panic.isRecovered) head += isRepanicked ? " [recovered, repanicked]" : " [recovered]";
    later = value;
  }
  return head + tail;
}

/** What a panic replaces that comes from a deferred call: what it has replaced in there, and before that `under`. */
function replacedBy(inner: Panicking | undefined, under: Panicking | undefined): Panicking | undefined {
  let first = under && inner;
  // What was taken is nobody else's: the rest can be hung on to it.
  while (first?.replaced) first = first.replaced;
  if (first) first.replaced = under;
  return inner ?? under;
}

/** Calls that are in a deferred call because of a panic, by program. */
const holding = new WeakMap<Sched, Set<unknown>>();

/** Those of a program; the first time, it makes main's end wait for them (D6). */
function holdingIn(sched: Sched): Set<unknown> {
  const known = holding.get(sched);
  if (known) return known;
  const calls = new Set<unknown>();
  holding.set(sched, calls);
  const { main, p } = sched;
  const onDone = main?.onDone;
  if (onDone)
    main.onDone = (hasFailed, value) => {
      let turns = hasFailed ? 0 : TURNS;
      const turn = (): void => {
        if (turns-- && calls.size) p.globrunq.append(newproc(sched, turn, []));
        else onDone(hasFailed, value);
      };
      turn();
    };
  return calls;
}

/** A deferred call. */
interface Deferred {
  readonly f: (...args: any[]) => unknown;
  readonly args: unknown[];
}

/** A call of a function that was made by func, and the frame that its body works with. */
export class FuncOp<T> extends CallOp<T> {
  /** The deferred calls that have not run, the next one last. */
  private readonly deferred: Deferred[] = [];
  /** The goroutine that it runs in; null before. */
  private g: G | null = null;
  /** BODY, DEFERRED or OVER. */
  private phase = BODY;
  /** The panic under way (D3). */
  private panicking: Panicking | undefined;
  /** How many panics had left when the body, or the last deferred call, began. */
  private since = 0;
  /** Where it stands because of a panic (D6). */
  private calls: Set<unknown> | undefined;
  /** What the call gives; deferred calls may change it. */
  result: any;

  constructor(fn: (...args: any[]) => unknown, args: unknown[]) {
    super(fn, args);
    this.result = undefined;
  }

  defer(f: (...args: any[]) => unknown, ...args: unknown[]): void {
    // A missing function panics when it would be called, as in Go.
    if (f != null) demand("defer", f);
    if (this.phase === OVER) throw new RuntimeError("defer: the function has returned");
    this.deferred.push({ f, args });
  }

  recover(): unknown {
    const { panicking } = this;
    if (this.phase !== DEFERRED || m.g !== this.g || !panicking || panicking.isRecovered) return;
    panicking.isRecovered = true;
    return panicking.value;
  }

  exit(unwinding: Exiting): Frame | null {
    const { progress, thrown } = unwinding;
    unwinding.thrown = null;
    // The body or a deferred call was left: the goroutine exits (D4).
    if (progress < AT_WORK) this.panicking = undefined;
    const frame = this.ended(!!thrown, thrown?.error);
    if (!frame && this.hasFailed) unwinding.thrown = { error: this.outcome };
    return frame;
  }

  protected override perform(): unknown {
    this.g = m.g;
    this.since = departures;
    this.args.unshift(this);
    return super.perform();
  }

  /** The body or a deferred call has ended: gives the frame to run next; null if the call is over. */
  protected override ended(hasFailed: boolean, outcome: unknown): Frame | null {
    if (hasFailed) this.panicked(outcome);
    else if (this.phase === DEFERRED) this.settled();
    else if (outcome !== undefined) this.result = outcome;
    this.phase = DEFERRED;
    const frame = this.nextBlocking();
    const { panicking } = this;
    if (frame && panicking) (this.calls ??= holdingIn((this.g as G).p.sched)).add(this);
    else this.calls?.delete(this);
    if (frame) return frame;
    this.phase = OVER;
    this.hasFailed = !!panicking;
    this.outcome = panicking ? panicking.thrown : this.result;
    if (panicking?.replaced) {
      panicking.departure = ++departures;
      replacing.set(keyOf(this.outcome), panicking);
      m.printPanics = printPanics;
    }
    return null;
  }

  /** Runs deferred calls up to the first that blocks, and gives its frame. */
  private nextBlocking(): Frame | null {
    // None if the program has ended under the goroutine (D5).
    for (let call: Deferred | undefined; m.g && (call = this.deferred.pop()); ) {
      const { f, args } = call;
      this.since = departures;
      try {
        if (typeof f !== "function")
          throw new RuntimeError("runtime error: invalid memory address or nil pointer dereference");
        const frame = frameOf(f(...args));
        if (frame) return frame;
        this.settled();
      } catch (error) {
        this.panicked(error);
      }
    }
    return null;
  }

  /** A deferred call has ended without a panic: what it recovered is over. */
  private settled(): void {
    if (this.panicking?.isRecovered) this.panicking = undefined;
  }

  private panicked(thrown: unknown): void {
    this.panicking = {
      thrown,
      value: panicValueOf(thrown) ?? new PanicNilError(),
      replaced: replacedBy(takeReplaced(thrown, this.since), this.panicking),
      isRecovered: false,
    };
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaitable by design.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return runApart<T>(() => this).then(onFulfilled, onRejected);
  }
}
