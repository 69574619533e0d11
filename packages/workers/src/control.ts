/**
 * What the threads of a program ask of each other through Comlink: control, never values.
 *
 *     M0 <-> monitor <-> each M
 *
 *   CT1  The monitor never blocks, so a line that ends at it is answered at once, whatever M0 does.
 *   CT2  Nobody waits for an answer in order to begin: a thread starts with all it needs (host/threads.ts).
 */
import type { Endpoint, Remote } from "comlink";
import { expose, releaseProxy, wrap } from "./comlink-module.js";
import type { Collecting, Telling } from "./dumps.js";
import type { Init, ResourceLimits } from "./host/threads.js";
import type { CrashReport } from "./sched/crash.js";
import type { SharedMemory } from "./thread.js";

/** What everyone who runs goroutines can be told and asked. */
export interface Member extends Telling {
  /** Here is one end of a direct line to M `peer`. */
  connected(peer: number, port: MessagePort): void;
  /** M `index` has died; what it held in shared memory has been taken care of. `frames` are those of an exception. */
  died(index: number, reason: string, frames: string): void;
}

/** What the monitor asks of an M. */
export type MControl = Member;

/** What the monitor asks of M0. */
export interface FleetControl extends Member {
  /** M `index`, or the monitor, is up. */
  ready(index: number): void;
  /** An M could not be started. */
  failed(reason: string): void;
  /** A goroutine on another M has panicked. */
  panicked(report: CrashReport): void;
  /** It looks as if all goroutines of all Ms were asleep. */
  asleep(): void;
}

/** What M0 and the Ms ask of the monitor. */
export interface MonitorControl extends Collecting {
  /** Makes it so many Ms, M0 not included. */
  grow(count: number): void;
  /** The caller is up. */
  ready(): void;
  /** A goroutine of the caller has panicked. */
  panicked(report: CrashReport): void;
  /** It looks as if all were asleep. */
  asleep(): void;
  /** Gives the caller and M `peer` one end each of a line between them. */
  connect(peer: number): void;
  /** Ends the thread of an M, wherever it is, as an accident would: for tests. */
  kill(index: number): void;
}

/** What an M is started with. */
export interface MInit extends Init {
  readonly role: "m";
  /** Its index. */
  readonly index: number;
  /** The memory of the program. */
  readonly memory: SharedMemory;
  /** Length of a time slice in milliseconds. */
  readonly slice: number;
}

/** What the monitor is started with. */
export interface MonitorInit extends Init {
  readonly role: "monitor";
  /** Number of the fleet, from 1. */
  readonly fleet: number;
  /** The memory of the program. */
  readonly memory: SharedMemory;
  /** Length of a time slice in milliseconds. */
  readonly slice: number;
  /** How many Ms to start at once. */
  readonly count: number;
  /** The module that an M runs; empty: the one the monitor runs. */
  readonly entry: string;
  /** Limits to the memory of an M. */
  readonly limits: ResourceLimits | undefined;
}

/**
 * Offers `own` on a port and gives what the other side offers. To be kept as long as `own` is to be heard: Comlink closes the
 * port when it is collected.
 */
export function converse<T>(port: MessagePort, own: object): Remote<T> {
  // Both directions share the port: calls and answers carry ids, and neither side takes what is not for it.
  expose(own, port as Endpoint);
  return wrap<T>(port as Endpoint);
}

/**
 * Forgets what the other side offered, when the port is closed. Comlink keeps the port until `remote` is collected, and what
 * is offered on the port leads to `remote`: so without this neither is collected ever, nor the program that they are of.
 */
export function hangUp(remote: Remote<unknown>): void {
  remote[releaseProxy]();
}
