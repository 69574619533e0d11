/**
 * stackAll: a dump of all Ms, for the program itself.
 *
 *   SA1  Its own M is told of at the moment it is performed, the goroutine that asks first, as running.
 *   SA2  An answer that comes after the operation was given up wakes nobody, and is nobody's: who performs it again, asks
 *        again.
 *   SA3  While the answers are awaited this M is not quiet: the program is not dead (deadlock.ts).
 */
import type { Op } from "@gopark/core";
import { admits, currentSched, describe, m, Operation, type Sudog, wake } from "@gopark/core/internal";
import { expectAnswer } from "./deadlock.js";
import { type MDump, mergeDumps } from "./dumps.js";
import { ownDump } from "./own-dump.js";
import { current } from "./sched/current.js";

/** Asks for the dumps of all Ms but this one; null while no other thread runs. */
let askOthers: (() => Promise<MDump[]>) | null = null;

/** Says how the other Ms are asked. */
export function setAsker(ask: (() => Promise<MDump[]>) | null): void {
  askOthers = ask;
}

/** Calls `then` with what the other Ms tell (SA3). */
function askAround(then: (dumps: readonly MDump[]) => void): void {
  const come = (dumps: readonly MDump[]): void => {
    expectAnswer(-1);
    then(dumps);
  };
  expectAnswer(1);
  (askOthers?.() ?? Promise.resolve([])).then(come, () => come([]));
}

/** Asks all Ms. */
class StackOp extends Operation<string> {
  /** The goroutine that asks, as part of a dump; empty outside goroutines. */
  private asking = "";
  /** What the other Ms have told. */
  private others: readonly MDump[] = [];
  /** This M. */
  private own: MDump | null = null;
  /** How often it was asked or given up (SA2). */
  private round = 0;

  poll(): boolean {
    const { g } = m;
    const thread = current.machine ?? current.bench;
    const sched = g === null && thread !== null ? thread.sched : currentSched();
    this.asking = g === null ? "" : describe(g);
    this.own = ownDump(sched, g);
    return thread === null || thread.sched !== sched || askOthers === null;
  }

  enroll(sudog: Sudog): void {
    const round = ++this.round;
    askAround((dumps) => {
      if (round !== this.round || !admits(sudog)) return;
      this.others = dumps;
      wake(sudog);
    });
  }

  withdraw(): void {
    this.round++;
  }

  finish(): string {
    const rest = mergeDumps(this.own === null ? this.others : [this.own, ...this.others]);
    return [this.asking, rest].filter((text) => text !== "").join("\n");
  }

  get waitReason(): string {
    return "stack";
  }
}

/**
 * What all goroutines of the running program do, on all its threads, in the form of Go's dumps: `const text = yield*
 * stackAll()`. The calling one comes first, the others in the order of their ids; on Node it tells file, line and
 * column where each is parked.
 *
 * It waits for the other threads, which go on meanwhile: they tell at moments of their own. A thread in a synchronous call or
 * loop is waited for a second at most; of its goroutines those are told that another thread has started. `stack` of
 * `@gopark/core` does not wait, and knows its own thread only. Outside goroutines, `await stackAll()` is of the program that
 * runs on several threads, if there is one.
 *
 * @example
 * ```ts
 * import { run, stackAll } from "@gopark/workers";
 *
 * await run(function* main() {
 *   console.log((yield* stackAll()).split("\n").slice(0, 2)); // prints: [ 'goroutine 1 [running]:', 'main(...)' ]
 * });
 * ```
 * @go runtime.Stack
 * @differs D-64
 */
export function stackAll(): Op<string> {
  return new StackOp();
}
