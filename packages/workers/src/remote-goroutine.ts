/**
 * A goroutine that may run on any thread, as its creator holds it.
 *
 *   RM1  `rec` is its record until it has come back or its program has ended, then 0.
 */
import type { Goroutine } from "@gopark/core";
import { RuntimeError } from "@gopark/core";
import { LineOp, WaitQ, wakeAll } from "@gopark/core/internal";
import { get, load } from "./shm/atomics.js";
import { G_NEXT, G_OUTCOME } from "./shm/record.js";
import { WorkerLost } from "./worker-lost.js";

/** Outcome of a goroutine that is queued. */
export const G_QUEUED = -1;

/** How it ended. */
type Ending = "returned" | "lost" | "dropped";

/** A goroutine that `go` has put into a queue for all threads. */
export class RemoteGoroutine<T = any> implements Goroutine<T> {
  readonly id: number;
  readonly name: string;
  /** Where it was started, as lines of a dump; empty unless debugging is on. */
  readonly site: string;
  /** Its record (RM1). */
  rec: number;
  /** How it ended; null while it has not. */
  ending: Ending | null = null;
  /** Its result; of one that was lost, the index of its M. */
  value: any = undefined;
  /** Who waits for its end; made when the first one does. */
  joiners: WaitQ | null = null;

  constructor(id: number, name: string, rec: number, site = "") {
    this.id = id;
    this.name = name;
    this.site = site;
    this.rec = rec;
  }

  /** What it is doing. While it is parked on another thread, it counts as running. */
  get status(): "runnable" | "running" | "waiting" | "dead" {
    if (this.ending !== null || this.rec === 0) return "dead";
    return load(this.rec + G_OUTCOME) === G_QUEUED ? "runnable" : "running";
  }

  /** Index of the M that runs it; -1 while it is queued. */
  get runner(): number {
    return this.status === "running" ? get(this.rec + G_NEXT) - 1 : -1;
  }

  join(): RemoteJoinOp<T> {
    return new RemoteJoinOp<T>(this);
  }

  /** It has ended. */
  end(ending: Ending, value: unknown): void {
    this.ending = ending;
    this.value = value;
    wakeAll(this.joiners);
  }
}

/** Waits for the end of a goroutine that may run on any thread. */
export class RemoteJoinOp<T> extends LineOp<T> {
  private readonly target: RemoteGoroutine<T>;

  constructor(target: RemoteGoroutine<T>) {
    super();
    this.target = target;
  }

  poll(): boolean {
    return this.target.ending !== null;
  }

  line(): WaitQ {
    this.target.joiners ??= new WaitQ("join");
    return this.target.joiners;
  }

  finish(): T {
    const { ending, id, name, value } = this.target;
    if (ending === "lost") throw new WorkerLost(value, `ran goroutine ${id} (${name})`);
    if (ending === "dropped") throw new RuntimeError(`program has ended: join of goroutine ${id} (${name})`);
    return value as T;
  }
}
