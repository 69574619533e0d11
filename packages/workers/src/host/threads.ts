/**
 * Threads, whatever the platform calls them: how one is started, heard and ended.
 *
 * Node's worker threads (node.ts) and Web Workers (web.ts) differ in what they tell about a thread. Nothing here and
 * nowhere else under `src/` imports a module of Node's, so that bundles for pages need no stand-in for one.
 *
 *   T1  A thread gets all it needs to begin in its init. It never has to ask whoever started it, who may be blocked.
 *   T2  `onEnd` calls once, with a reason, when the thread is gone by other means than `end`.
 */
import type { HostType } from "./host-type.js";
import { nodeHost } from "./node.js";
import { webHost } from "./web.js";

/** What a thread is given when it is started (T1). */
export interface Init {
  /** Says that this message is an init, and of which protocol. */
  readonly gopark: 1;
  /** What the thread is to be. */
  readonly role: "monitor" | "m" | "hand";
  /** Its line to whoever started it. */
  readonly parent: HostType<"MessagePort">;
}

/**
 * Limits of Node's to the memory of a thread, in MiB. Web Workers have none.
 *
 * @example
 * ```ts
 * import type { ResourceLimits } from "@gopark/workers";
 *
 * const limits: ResourceLimits = { maxOldGenerationSizeMb: 256 };
 * console.log(Object.keys(limits).length); // prints: 1
 * ```
 */
export interface ResourceLimits {
  /** Of the heap of long-lived objects. */
  maxOldGenerationSizeMb?: number;
  /** Of the heap of young objects. */
  maxYoungGenerationSizeMb?: number;
  /** Of compiled code. */
  codeRangeSizeMb?: number;
  /** Of the stack. */
  stackSizeMb?: number;
}

/** Called with why a thread is gone, and with the frames of the exception that ended it, empty if it was none. */
export type OnEnd = (reason: string, frames: string) => void;

/** A thread, as the one that started it holds it. */
export interface ThreadHandle {
  /** Calls `f` when the thread is gone (T2). */
  onEnd(f: OnEnd): void;
  /**
   * Ends the thread and all that it has started. Resolves when they are gone, or as good as. `asAccident` tells of it as
   * if it had ended of itself (T2).
   */
  end(asAccident?: boolean): Promise<void>;
}

/** How threads are started. */
export interface ThreadHost {
  /** Starts a thread that runs the module at `entry`. `transfer` are the ports in the init. */
  start(
    entry: string,
    init: Init,
    transfer: HostType<"MessagePort">[],
    name: string,
    limits?: ResourceLimits,
  ): ThreadHandle;
  /** Calls `f` with the init of this thread, if it was started by `start`. */
  receive(f: (init: Init) => void): void;
  /** URL of the module this thread was started with. */
  ownEntry(): string;
  /** Lets what this thread prints come out at once, in the order in which all threads print. */
  printDirectly(): void;
}

/** A line of messages that may or may not keep its thread alive. Ports of the Web have no say in that. */
export interface Holding {
  ref?(): void;
  unref?(): void;
}

/** Makes a port keep its thread alive. */
export function hold(port: Holding): void {
  port.ref?.();
}

/** Lets a port's thread end when nothing else holds it. */
export function release(port: Holding): void {
  port.unref?.();
}

/** Name of the thread of M `index`, for those who look at the process from outside. */
export function threadName(index: number): string {
  return `gopark M${index}`;
}

/** The platform's threads; null where it has none. */
export function threadHost(): ThreadHost | null {
  // A page that Jest simulates is a Node without ports, by which threads talk.
  return typeof MessageChannel === "undefined" ? null : (nodeHost() ?? webHost());
}
