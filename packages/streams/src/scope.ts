/**
 * Scopes: the goroutines of a pipeline, in groups that are cancelled together.
 *
 *   G1  A goroutine belongs to one scope. What it opens upstream runs in scopes below its own, and it cancels these
 *       when it leaves, whatever makes it leave: so cancelling a goroutine cancels all that works for it, from the
 *       sink to the source.
 *   G2  A cancelled goroutine leaves its frames where it stands: `finally` blocks run and may wait, `catch` sees
 *       nothing. One that has not started never does. It is told once. One that is closing a source finishes that first.
 *   G3  The first error of a goroutine goes to the nearest scope above that catches, else to the root, and cancels
 *       all of that scope at once. What fails while being cancelled for that is not heard.
 *   G4  `onGone` is called when the last goroutine of a scope and of all below it has ended, and not before: what was
 *       opened upstream is closed by then.
 *   G5  A pipeline that a goroutine of another performs has a tree of its own, but counts as a goroutine of the other
 *       one's scope: that is not over before it, also if it was called off and its goroutines have yet to leave.
 *   G6  Goroutines that their program drops as it ends are not heard of again. Only `drops` are called then, once.
 */

import type { Go } from "@gopark/core";
import type { G, OnDone, Sched } from "@gopark/core/internal";
import { goexit, goready, HChan, leave, m, newproc, WaitQ } from "./engine.js";
import { performed } from "./step.js";

// Where a cancelled goroutine may have waited in a `finally` block, it has to say `goexit` again afterwards: a generator
// that is told to return and whose `yield*` waits on the way is resumed by `next`, and JavaScript then takes that
// `yield*` for completed. The goroutine would go on as if nothing had happened.

/** Told of the end of a goroutine of a pipeline. */
interface Ending extends OnDone {
  /** Its scope. */
  home?: Scope;
}

/** The scope of a goroutine; undefined if it is of no pipeline. */
export function scopeOf(g: G): Scope | undefined {
  return (g.onDone as Ending | null)?.home;
}

/** The line of those who join goroutines of a tree, in which nobody stands: at its end each asks it, also one that is dropped. */
class Drops extends WaitQ {
  private readonly sched: Sched;
  /** What is called when they were dropped, once. */
  readonly told: Set<() => void> = new Set();

  constructor(sched: Sched) {
    super("join");
    this.sched = sched;
  }

  override dequeue(): null {
    if (this.sched.hasEnded) {
      for (const f of this.told) f();
      this.told.clear();
    }
    return null;
  }
}

/** A group of goroutines. */
export class Scope {
  /** The program they run in. */
  readonly sched: Sched;
  /** The scope above; null in the root. */
  private readonly parent: Scope | null;
  /** The topmost. */
  readonly root: Scope;
  /** Whether errors end here (G3). */
  private readonly catches: boolean;
  /** Its goroutines that have not ended: whether one is closing something, and is to be left alone until that is done. */
  private readonly members: Map<G, boolean> = new Map();
  /** The scope above; of a root, that of the goroutine which performs it (G5). */
  private readonly outer: Scope | null | undefined;
  /** How many of its goroutines, and of the scopes that count in it, have not ended. */
  private live = 0;
  /** Whether it was cancelled. */
  isOver = false;
  /** Whether an error ended here, or has gone on to the scope above. */
  hasFailed = false;
  /** The error. */
  error: unknown = undefined;
  /** Of the whole tree: what is called when its program ends before its goroutines (G6). */
  readonly drops: Drops;
  /** Called when all is over (G4). */
  onGone: (() => void) | null = null;
  /** Closed after that. */
  readonly gone: HChan<never> = new HChan<never>(0);

  constructor(
    sched: Sched,
    parent: Scope | null = null,
    catches = true,
    outer: Scope | null | undefined = parent,
  ) {
    this.sched = sched;
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.drops = parent?.drops ?? new Drops(sched);
    this.catches = catches;
    this.outer = outer;
  }

  /**
   * Whether its goroutines have been cancelled, or will be, as it or one that it counts in is over. (A pipeline that goes on
   * in a scope that is over is part of a clean-up: nobody cancels that.)
   */
  private get isLeft(): boolean | undefined {
    const { isOver, outer } = this;
    return isOver || (outer?.isLeft && (outer === this.parent || !outer.isOver));
  }

  /** A scope below this one. */
  child(catches = false): Scope {
    return new Scope(this.sched, this, catches);
  }

  /** Starts a goroutine. A scope that is over starts none. */
  spawn(body: () => unknown): void {
    if (this.isOver) return;
    const g = newproc(this.sched, stage, [this, body]);
    this.members.set(g, false);
    this.watch(g);
  }

  /** Cancels all its goroutines (G2). */
  cancel(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const [g, isShielded] of this.members) {
      if (isShielded) continue;
      if (g !== m.g) leave(g);
      else {
        // It runs, and has cancelled itself somehow. It goes on until it gives up the CPU, which is asked of it. By then it
        // may be closing something, and leave by itself after that.
        this.sched.interrupt();
        this.watch(newproc(this.sched, () => this.members.get(g) || leave(g), []));
      }
    }
  }

  /** Waits for a clean-up of the running goroutine, which being cancelled meanwhile does not cut short. */
  *shield(body: any): Go<void> {
    const g = m.g as G;
    this.members.set(g, true);
    try {
      yield* performed(body);
    } finally {
      this.members.set(g, false);
    }
    if (this.isOver) yield* goexit();
  }

  /** Something in it failed (G3). */
  fail(error: unknown): void {
    const { parent } = this;
    if (this.hasFailed) return;
    this.hasFailed = true;
    if (parent && (!this.catches || this.isOver)) parent.fail(error);
    else {
      this.error = error;
      this.cancel();
    }
  }

  /** Throws what has gone wrong elsewhere. Who is about to be cancelled as well waits for that instead. */
  *tell(error: unknown): Go {
    if (!this.isLeft) throw error;
    yield* this.root.gone.recv();
  }

  private watch(g: G): void {
    const ending: Ending = (failed, value) => {
      this.members.delete(g);
      if (failed) this.fail(value);
      this.countOut();
    };
    ending.home = this;
    g.onDone = ending;
    g.joiners = this.drops;
    this.countIn();
    goready(g);
  }

  /** There is one more that has not ended. */
  private countIn(): void {
    if (this.live++ === 0) this.outer?.countIn();
  }

  /** One has ended. */
  private countOut(): void {
    if (--this.live > 0) return;
    this.end();
    this.outer?.countOut();
  }

  /** All is over. Of a root, once. */
  end(): void {
    const { gone, parent } = this;
    if (!parent && gone.isClosed) return;
    this.onGone?.();
    if (!gone.isClosed) gone.close();
  }
}

/** What a goroutine of a pipeline runs. */
function stage(scope: Scope, body: () => unknown): unknown {
  return scope.isOver ? undefined : body();
}
