/**
 * WaitGroup: waits for a number of goroutines.
 *
 *   WG1  Somebody waits only while `count` is not 0: reaching 0 wakes everybody, in the order they came.
 *   WG2  A waiter that runs on and finds `count` not 0 has been overtaken by another use of the group: it panics.
 *
 * Go also panics over an `Add` from zero while somebody waits. By WG1 there is no such moment on one thread.
 *
 * @go sync/waitgroup.go
 */
import { type Op, RuntimeError } from "@gopark/core";
import {
  currentSched,
  goready,
  LineOp,
  m,
  newproc,
  type OnDone,
  type Sudog,
  WaitQ,
  wakeAll,
  wrong,
} from "@gopark/core/internal";

/** The group behind `WaitGroup`. */
class HWaitGroup implements WaitGroup {
  /** What is still to be done. Stays below 0 once it was, as in Go. */
  count = 0;
  /** Who waits; made when the first one does. */
  waiters: WaitQ | null = null;
  /** Called at the end of each goroutine that `go` has started, while it is still the running one. */
  private readonly left: OnDone = (hasFailed, value) => {
    let error: unknown = value;
    if (!hasFailed) {
      try {
        return this.done();
      } catch (negative) {
        error = negative;
      }
    }
    // None is running any more if the goroutine has ended its program: that is no crash on top.
    const { g } = m;
    g?.p.sched.crashOf(g, error);
  };

  add(n: number): void {
    if ((n | 0) !== n) throw wrong("WaitGroup.add", "an integer of 32 bits", n);
    this.count = (this.count + n) | 0;
    if (this.count <= 0) this.settle();
  }

  done(): void {
    if (--this.count <= 0) this.settle();
  }

  wait(): Op<void> {
    return new WaitGroupOp(this);
  }

  go<A extends unknown[]>(fn: (...args: A) => unknown, ...args: A): void {
    const g = newproc(currentSched(), fn, args);
    this.add(1);
    g.onDone = this.left;
    goready(g);
  }

  private settle(): void {
    if (this.count < 0) throw new RuntimeError("sync: negative WaitGroup counter");
    wakeAll(this.waiters);
  }
}

/** Waits for the count to reach 0. */
class WaitGroupOp extends LineOp<void> {
  /** The group. */
  private readonly group: HWaitGroup;

  constructor(group: HWaitGroup) {
    super();
    this.group = group;
  }

  poll(): boolean {
    return !this.group.count;
  }

  line(): WaitQ {
    return (this.group.waiters ??= new WaitQ("sync.WaitGroup.Wait"));
  }

  finish(sudog: Sudog | null): void {
    if (sudog && !this.poll())
      throw new RuntimeError("sync: WaitGroup is reused before previous Wait has returned");
  }
}

/**
 * Waits for a number of goroutines to be done. It starts at zero and can be used again when all waits have returned.
 *
 * Start goroutines with `go`, which counts them. With `add` and `done`, call `add` before the goroutine is started
 * and not in it, or `wait` may find nothing to wait for.
 *
 * @example
 * ```ts
 * import { run, sleep } from "@gopark/core";
 * import { WaitGroup } from "@gopark/sync";
 *
 * await run(function* () {
 *   const wg = new WaitGroup();
 *   for (const name of ["slow", "fast"]) {
 *     wg.go(function* () {
 *       yield* sleep(name === "slow" ? 100 : 10);
 *       console.log(name); // prints: fast | slow
 *     });
 *   }
 *   yield* wg.wait();
 *   console.log("all done"); // prints: all done
 * });
 * ```
 * @go sync.WaitGroup
 */
export interface WaitGroup {
  /**
   * Adds to the count; `n` may be negative. At zero, all who wait are released.
   * @throws RuntimeError `sync: negative WaitGroup counter`
   * @throws TypeError `n` is no integer of 32 bits
   */
  add(n: number): void;
  /**
   * Takes one off the count.
   * @throws RuntimeError `sync: negative WaitGroup counter`
   */
  done(): void;
  /**
   * Waits until the count is zero. Blocks until then; can be a case of a select.
   * @throws RuntimeError `sync: WaitGroup is reused before previous Wait has returned`
   */
  wait(): Op<void>;
  /**
   * Starts a goroutine as `go` does, counts it, and takes it off the count when it returns or exits. One that panics
   * is not taken off: it ends the program, and nobody goes on as if it had done its work. It stays on this thread, also
   * if `fn` has a name (`goroutine` of `@gopark/workers`): for others there is `shared.WaitGroup`.
   * @throws FatalError `go of nil func value`
   * @throws TypeError `fn` is anything else that is no function
   */
  go<A extends unknown[]>(fn: (...args: A) => unknown, ...args: A): void;
}

/** Makes a group with nothing to wait for. */
export const WaitGroup: new () => WaitGroup = HWaitGroup;
