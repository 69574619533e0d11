/**
 * Wait groups in shared memory.
 */
import { type BodyResult, type Goroutine, go, type Op, RuntimeError } from "@gopark/core";
import { G, m, type OnDone, PARKED, wrong } from "@gopark/core/internal";
import type { WaitGroup as LocalWaitGroup } from "@gopark/sync";
import { adopt, defineKind, type Place, type SharedHandle, settleAt } from "../handles.js";
import { land } from "../inbox-loop.js";
import { poisonerOf, SharedOp } from "../shared-op.js";
import { type i32, load } from "../shm/atomics.js";
import { TALLY } from "../shm/hwaitgroup.js";
import { OBJECT_HEAD, WAITGROUP } from "../shm/object.js";
import { MISUSED, SPOILT } from "../shm/verdict.js";
import { AWAIT } from "../shm/wait.js";
import { shm } from "../shm-engine.js";
import { thread } from "../thread.js";
import { WorkerLost } from "../worker-lost.js";

const LOSS = "died in an operation on the shared.WaitGroup";

/** Waits for the count to reach 0. */
class AwaitOp extends SharedOp<SharedWaitGroup, void> {
  constructor(group: SharedWaitGroup) {
    super(group, AWAIT);
  }

  protected override read(): void {
    // Whether it had to wait: only then can another use of the group have overtaken it.
    this.value = this.state === PARKED;
  }

  protected outcome(): void {
    const hasWaited = this.value;
    this.value = undefined;
    if (hasWaited && load(this.handle.addr + TALLY) !== 0)
      throw new RuntimeError("sync: WaitGroup is reused before previous Wait has returned");
  }

  protected get loss(): string {
    return LOSS;
  }

  get waitReason(): string {
    return "sync.WaitGroup.Wait";
  }
}

/** The group behind `WaitGroup`. */
class SharedWaitGroup implements LocalWaitGroup, SharedHandle {
  /** @internal */
  readonly addr: i32;
  /** Called at the end of each goroutine of this thread that `go` has started, while it is still the running one. */
  private readonly left: OnDone = (hasFailed, value) => {
    let error: unknown = value;
    if (!hasFailed) {
      try {
        this.done();
        return;
      } catch (negative) {
        error = negative;
      }
    }
    // None is running any more if the goroutine has ended its program: that is no crash on top.
    const { g } = m;
    if (g !== null) g.p.sched.crashOf(g, error);
  };

  constructor(place?: Place) {
    this.addr = settleAt(place, WAITGROUP, OBJECT_HEAD);
    adopt(this);
  }

  add(n: number): void {
    if ((n | 0) !== n) throw wrong("WaitGroup.add", "an integer of 32 bits", n);
    const verdict = shm.addTally(this.addr, n, thread.index);
    if (verdict === MISUSED) throw new RuntimeError("sync: negative WaitGroup counter");
    if (verdict === SPOILT) throw new WorkerLost(poisonerOf(this.addr), LOSS);
    land();
  }

  done(): void {
    this.add(-1);
  }

  wait(): Op<void> {
    return new AwaitOp(this);
  }

  go<A extends unknown[]>(fn: (...args: A) => unknown, ...args: A): void {
    this.add(1);
    let g: Goroutine<unknown>;
    try {
      g = go(fn as (...args: A) => BodyResult<unknown>, ...args);
    } catch (error) {
      // Not started: nobody will take it off.
      this.done();
      throw error;
    }
    if (g instanceof G) g.onDone = this.left;
    else go(follow, this, g);
  }
}

/** Takes a goroutine of another thread off the count when it has ended. */
function* follow(group: LocalWaitGroup, g: Goroutine<unknown>): Generator<any, void, any> {
  yield* g.join();
  group.done();
}

defineKind(WAITGROUP, SharedWaitGroup.prototype, { make: (place) => new SharedWaitGroup(place) });

/**
 * Waits for goroutines on any threads: a `WaitGroup` of sync in shared memory. `go` starts functions made by
 * `goroutine` on any thread, others on this one.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { shared } from "@gopark/workers";
 *
 * await run(function* () {
 *   const wg = new shared.WaitGroup();
 *   const sum = new shared.Int32();
 *   for (let i = 1; i <= 4; i++) wg.go(() => void sum.add(i));
 *   yield* wg.wait();
 *   console.log(sum.load()); // prints: 10
 * });
 * ```
 * @go sync.WaitGroup
 */
export interface WaitGroup extends LocalWaitGroup, SharedHandle {}

/** Makes a group with nothing to wait for. */
export const WaitGroup: new () => WaitGroup = SharedWaitGroup;
