/**
 * Goroutines that were handed out by message, as the thread that has started them holds them.
 *
 *   HG1  Each is in `Started` until it has ended, its thread has died, or its program is over.
 */
import { RemoteGoroutine } from "../remote-goroutine.js";
import { type Envelope, openEnvelope, throwAway } from "./envelope.js";

/** A goroutine that may run on any thread. It has no record: there is no memory to have one in. */
export class HandedGoroutine<T = any> extends RemoteGoroutine<T> {
  /** Whether it waits to be handed out. Only M0 knows that; on other threads it counts as running from the start. */
  isQueued: boolean;

  constructor(id: number, name: string, isQueued: boolean, site = "") {
    super(id, name, 0, site);
    this.isQueued = isQueued;
  }

  override get status(): "runnable" | "running" | "waiting" | "dead" {
    if (this.ending !== null) return "dead";
    return this.isQueued ? "runnable" : "running";
  }

  /** Only M0's desk knows. */
  override get runner(): number {
    return -1;
  }
}

/** What this thread has started and has not ended (HG1). */
export class Started {
  /** By id. */
  private readonly byId = new Map<number, HandedGoroutine>();

  /** Expects the result of a goroutine. */
  add(g: HandedGoroutine): void {
    this.byId.set(g.id, g);
  }

  /** One has been handed out, or has begun here. */
  begun(id: number): void {
    const g = this.byId.get(id);
    if (g !== undefined) g.isQueued = false;
  }

  /** One has come back, and waits again. */
  queued(id: number): void {
    const g = this.byId.get(id);
    if (g !== undefined) g.isQueued = true;
  }

  /** One has returned. */
  ended(id: number, result: Envelope): void {
    const g = this.take(id);
    if (g === undefined) throwAway(result);
    else g.end("returned", openEnvelope(result));
  }

  /** The M that ran it has died. */
  lost(id: number, by: number): void {
    this.take(id)?.end("lost", by);
  }

  /** The program is over. */
  drop(): void {
    for (const g of this.byId.values()) g.end("dropped", undefined);
    this.byId.clear();
  }

  private take(id: number): HandedGoroutine | undefined {
    const g = this.byId.get(id);
    this.byId.delete(id);
    return g;
  }
}
