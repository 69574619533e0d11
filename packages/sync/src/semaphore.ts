/**
 * Weighted: a semaphore whose tokens are taken in any number.
 *
 *   T1  `held` tokens are out; 0 <= held <= size.
 *   T2  Who stands at the head of the line wants more tokens than are left. Nobody overtakes it, however few it wants:
 *       large requests would starve.
 *   T3  A request for more than `size` stands in no line: it can never be met, and holds up nobody.
 *   T4  A request that comes to nothing holds no token. Between the grant and going on its goroutine waits for the CPU: if
 *       the context is cancelled meanwhile, or the program ends, the tokens are given back (turn.ts).
 *
 * A request with a context waits in two places at once, the line and the context's done channel, as a select does. It
 * is one operation all the same, so that it can be a case of a select itself.
 *
 * @go golang.org/x/sync/semaphore
 */
import { type Context, type Op, RuntimeError } from "@gopark/core";
import { admits, claim, Operation, type Selecting, Sudog, WaitQ, wrong } from "@gopark/core/internal";
import { give } from "./turn.js";

/** A number of tokens, or a throw. */
function tokens(where: string, n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) throw wrong(`Weighted${where}`, "an integer from 0 up", n);
  return n;
}

/** The semaphore behind `Weighted`. */
class HWeighted implements Weighted {
  /** How many tokens there are. */
  readonly total: number;
  /** How many are out (T1). */
  held = 0;
  /** Who waits (T2); the `elem` of each is its request. */
  readonly line: WaitQ = new WaitQ("semaphore.Acquire");

  constructor(size: number) {
    this.total = tokens("", size);
  }

  acquire(n: number, ctx?: Context): Op<Error | undefined> {
    return new AcquireOp(this, tokens(".acquire", n), ctx);
  }

  tryAcquire(n: number): boolean {
    if (tokens(".tryAcquire", n) > this.total - this.held || this.line.first) return false;
    this.held += n;
    return true;
  }

  release(n: number): void {
    if (tokens(".release", n) > this.held) throw new RuntimeError("semaphore: released more than held");
    this.restore(n);
  }

  /** Gives back tokens as far as they are out: what comes back at the end of a program may have been released (T1). */
  restore(n: number): void {
    this.held = Math.max(this.held - n, 0);
    while (this.admit());
  }

  /** Leaves the line for good. */
  leave(sudog: Sudog): void {
    const { line } = this;
    const wasFirst = line.first === sudog;
    line.withdraw(sudog);
    // Who is first now may be another case of the select that this was a case of, which has been decided. Tokens given
    // to it would be lost; it leaves next, and those behind it are looked at then.
    if (wasFirst) while (line.first?.g !== sudog.g && this.admit());
  }

  /** Gives the first in line its tokens, if there are as many; answers whether it has. */
  private admit(): boolean {
    const sudog = this.line.first;
    if (!sudog) return false;
    const request = sudog.elem as AcquireOp;
    // One that is refused leaves very soon, and those behind it are looked at then.
    if (request.n > this.total - this.held || !admits(sudog)) return false;
    this.line.withdraw(sudog);
    this.held += request.n;
    request.grant(sudog);
    return true;
  }
}

/** A request for tokens. */
class AcquireOp extends Operation<Error | undefined> implements Selecting {
  /** How many tokens. */
  readonly n: number;
  /** Of which. */
  private readonly semaphore: HWeighted;
  /** What calls the request off. */
  private readonly ctx: Context | undefined;
  /** Whether the tokens are taken. */
  private isGranted = false;
  /** Itself, while it waits. */
  private sudog: Sudog | null = null;
  /** The receive from the context's done channel, and itself in that channel's line, while it waits. */
  private ending: Operation<unknown> | null = null;
  private listener: Sudog | null = null;

  constructor(semaphore: HWeighted, n: number, ctx: Context | undefined) {
    super();
    this.n = n;
    this.semaphore = semaphore;
    this.ctx = ctx;
  }

  get waitReason(): string {
    return "semaphore.Acquire";
  }

  /** For whom it listens to the context. */
  get owner(): Sudog {
    return this.sudog as Sudog;
  }

  admits(): boolean {
    return admits(this.owner);
  }

  poll(): boolean {
    // A select performs it again: what the last round took is the business of whoever has it.
    this.isGranted = false;
    if (this.ctx?.err()) return true;
    this.isGranted = this.semaphore.tryAcquire(this.n);
    return this.isGranted;
  }

  enroll(sudog: Sudog): void {
    const { ctx, semaphore } = this;
    this.sudog = sudog;
    if (ctx) {
      this.ending = ctx.done().recv() as unknown as Operation<unknown>;
      this.listener = new Sudog(sudog.g, this);
      this.ending.enroll(this.listener);
    }
    if (this.n > semaphore.total) return;
    sudog.elem = this;
    semaphore.line.enqueue(sudog);
  }

  withdraw(sudog: Sudog): void {
    this.deafen();
    this.leave(sudog);
  }

  finish(): Error | undefined {
    const error = this.ctx?.err();
    if (error) this.abandon();
    return error;
  }

  /** Gives back what was granted (T4). */
  abandon(): void {
    if (this.isGranted) this.semaphore.restore(this.n);
  }

  /** The tokens are taken for it, and its sudog is out of the line. */
  grant(sudog: Sudog): void {
    this.deafen();
    this.isGranted = true;
    this.sudog = null;
    sudog.ok = true;
    give(sudog, this);
  }

  /** The context is done. Who closes its channel makes the goroutine runnable. */
  fired(): void {
    const sudog = this.sudog as Sudog;
    this.ending = null;
    this.leave(sudog);
    sudog.ok = false;
    claim(sudog);
  }

  /** Listens to the context no more. */
  private deafen(): void {
    this.ending?.withdraw(this.listener as Sudog);
    this.ending = null;
  }

  private leave(sudog: Sudog): void {
    this.sudog = null;
    const { semaphore } = this;
    if (this.n <= semaphore.total) semaphore.leave(sudog);
  }
}

/**
 * A semaphore with a number of tokens, which goroutines take and give back in any number: a limit on what is used at
 * once, where some use more than others. First come, first served.
 *
 * Tokens belong to nobody: who gives them back need not have taken them.
 *
 * @throws TypeError unless `size`, and each number of tokens, is an integer from 0 up
 * @example At most 10 units of work at once.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { WaitGroup, Weighted } from "@gopark/sync";
 *
 * await run(function* () {
 *   const units = new Weighted(10);
 *   const wg = new WaitGroup();
 *   for (const n of [3, 8, 7]) {
 *     wg.go(function* () {
 *       yield* units.acquire(n);
 *       console.log("start", n); // prints: start 7 | start 3 | start 8
 *       yield* sleep(1);
 *       units.release(n);
 *     });
 *   }
 *   yield* wg.wait();
 * });
 * ```
 * @go semaphore.Weighted
 * @differs D-29
 */
export interface Weighted {
  /**
   * Takes `n` tokens. Blocks until that many are left and all who came before have theirs; if `n` is larger than the
   * size, until `ctx` is done. Gives undefined once it has them. If `ctx` is done first, or was before, takes none and
   * gives the context's error. Can be a case of a select.
   */
  acquire(n: number, ctx?: Context): Op<Error | undefined>;
  /** Takes `n` tokens if they are left and nobody waits; answers whether it has. Never blocks. */
  tryAcquire(n: number): boolean;
  /**
   * Gives back `n` tokens, and lets in those at the head of the line that now get theirs. Never blocks.
   * @throws RuntimeError `semaphore: released more than held`; then nothing has changed
   */
  release(n: number): void;
}

/** Makes a semaphore with `size` tokens. */
export const Weighted: new (size: number) => Weighted = HWeighted;
