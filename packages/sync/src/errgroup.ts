/**
 * ErrGroup: goroutines that work on one task, and the first error of any of them.
 *
 *   E1  `error` is the first one in time; the group's context, if it has one, was cancelled with it as the cause.
 *   E2  A goroutine takes its place under the limit when `go` completes, and gives it back when it ends: by returning,
 *       or by goexit, which counts as no error. A panic ends the program.
 *
 * The limit is a channel with a place for each goroutine, as in Go: `go` sends into it.
 *
 * @go golang.org/x/sync/errgroup
 */
import {
  type BodyResult,
  type Chan,
  type Context,
  chan,
  type Op,
  RuntimeError,
  wait,
  withCancelCause,
} from "@gopark/core";
import { currentSched, demand, goready, newproc, wrong } from "@gopark/core/internal";
import { WaitGroup } from "./waitgroup.js";

/**
 * A group of goroutines that work on one task: it waits for all, gives the first error, and can limit how many run at
 * once. A new group has no limit, and cancels nothing; `ErrGroup.withContext` makes one that does.
 *
 * A function fails by returning an error. A throw is a panic, which ends the program, as in any goroutine. Use a group for
 * one task only.
 *
 * @example The first error cancels the others.
 * ```ts
 * import { background, run, sleep } from "@gopark/core";
 * import { ErrGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const [group, ctx] = ErrGroup.withContext(background());
 *   yield* group.go(function* () {
 *     yield* sleep(1);
 *     return new Error("no such page");
 *   });
 *   yield* group.go(function* () {
 *     yield* ctx.done().recv();
 *     console.log("called off"); // prints: called off
 *     return ctx.err();
 *   });
 *   const error = yield* group.wait();
 *   console.log(error?.message); // prints: no such page
 * });
 * ```
 * @example At most two at once.
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { ErrGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const group = new ErrGroup();
 *   group.setLimit(2);
 *   for (const name of ["a", "b", "c"]) {
 *     yield* group.go(function* () {
 *       console.log("start", name); // prints: start b | start a | start c
 *       yield* sleep(1);
 *     });
 *   }
 *   yield* group.wait();
 * });
 * ```
 * @go errgroup.Group
 * @differs D-28
 */
export class ErrGroup {
  /** Counts the goroutines. */
  private readonly running: WaitGroup = new WaitGroup();
  /** A place for each goroutine that may run at once; null if there is no limit. */
  private places: Chan<void> | null = null;
  /** Cancels the group's context; null if it has none. */
  private cancel: ((cause?: Error) => void) | null = null;
  /** The first error (E1). */
  private failure: Error | undefined = undefined;

  /**
   * Makes a group and a context derived from `ctx`, which is cancelled when a function of the group returns an error, with
   * that as the cause, or when `wait` completes: it is over after `wait` in any case.
   */
  static withContext(ctx: Context): [group: ErrGroup, ctx: Context] {
    const group = new ErrGroup();
    const [derived, cancel] = withCancelCause(ctx);
    group.cancel = cancel;
    return [group, derived];
  }

  /**
   * Starts `f` in a goroutine of the group. Nothing happens before it is performed: `yield* group.go(f)`. Blocks while as
   * many run as the limit allows, otherwise completes at once, also if the group's context is cancelled. `f` may be a
   * generator function, an async function or a plain one; what it returns, if not undefined, is its error. It stays on this
   * thread; what may run on others is started in it: `const sum = yield* go(hash, text).join()`.
   * @throws TypeError if `f` is no function
   */
  go(f: () => BodyResult<Error | undefined | void>): Op<void> {
    demand("ErrGroup.go", f);
    const { places } = this;
    const free = places ? places.send() : wait(undefined);
    return free.map(() => this.start(f, places));
  }

  /**
   * Starts `f` as `go` does if the limit allows it now; answers whether it has. Never blocks, and is no operation.
   * @throws TypeError if `f` is no function
   */
  tryGo(f: () => BodyResult<Error | undefined | void>): boolean {
    demand("ErrGroup.go", f);
    const { places } = this;
    if (places && !places.trySend()) return false;
    this.start(f, places);
    return true;
  }

  /**
   * Sets how many goroutines of the group may run at once. Negative: any number. Zero: none, `go` blocks for ever.
   * @throws RuntimeError `errgroup: modify limit while N goroutines in the group are still active`
   * @throws TypeError if `n` is no integer
   */
  setLimit(n: number): void {
    if (!Number.isInteger(n)) throw wrong("ErrGroup.setLimit", "an integer", n);
    const active = this.places?.len;
    if (n >= 0 && active)
      throw new RuntimeError(
        `errgroup: modify limit while ${active} goroutines in the group are still active`,
      );
    this.places = n < 0 ? null : chan<void>(n);
  }

  /**
   * Waits until all functions of the group have returned, and gives the first error in time; undefined if there is none.
   * Blocks until then; can be a case of a select. Waiting again gives the same.
   */
  wait(): Op<Error | undefined> {
    return this.running.wait().map(() => {
      this.cancel?.(this.failure);
      return this.failure;
    });
  }

  /** Starts `f`, which has a place in `places`. */
  private start(f: () => unknown, places: Chan<void> | null): void {
    const g = newproc(currentSched(), f, []);
    this.running.add(1);
    g.onDone = (hasFailed, value) => {
      if (hasFailed) g.p.sched.crashOf(g, value);
      if (!this.failure && value != null) {
        this.failure = value;
        this.cancel?.(value);
      }
      places?.tryRecv();
      this.running.done();
    };
    goready(g);
  }
}
