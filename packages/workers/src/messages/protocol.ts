/**
 * What goes between M0 and each other M over their line, in a program without shared memory. Messages about channels go over
 * the same line (bridge-link.ts), so all that two threads say to each other arrives in the order in which it was said.
 *
 *   START   M    a goroutine of this M has called `go`: here is the new one
 *   BEGIN   M0   begin these
 *   BEGUN   M    one of these, not the first, is about to begin
 *   BACK    M    these have not begun and won't: this M is locked
 *   ENDED   both goroutine `id` has returned: to M0, and from there to the M that has started it
 *   LOST    M0   the M that ran goroutine `id` has died
 *   IDLE    M    this M has nothing to run
 *   BUSY    M    not any more
 *   ASK     M0   goroutines wait, and nobody is idle: would this M begin some besides what it runs?
 *   WILLING M    it would: the answer to ASK, unless it is IDLE
 *   LOCKED  M    a goroutine has this M to itself from now on; `id` 0: no more
 *   PROCS   both how many goroutines may run at the same time; to M0: how many are to
 *   DIED    M0   M `id` has died
 *
 * And control, by Comlink, over a line of its own: what has no place in that order.
 */
import type { Collecting, Telling } from "../dumps.js";
import type { Init } from "../host/threads.js";
import type { CrashReport } from "../sched/crash.js";
import type { Envelope } from "./envelope.js";

export const START = 0;
export const BEGIN = 1;
export const BEGUN = 2;
export const BACK = 3;
export const ENDED = 4;
export const LOST = 5;
export const IDLE = 6;
export const BUSY = 7;
export const PROCS = 8;
export const DIED = 9;
export const LOCKED = 10;
export const ASK = 11;
export const WILLING = 12;

/** A goroutine that has not started. */
export interface Job {
  /** Its id. */
  readonly id: number;
  /** `url#name` of its function. */
  readonly key: string;
  /** Name of its function, for dumps. */
  readonly name: string;
  /** Where it was started, as lines of a dump; empty unless debugging is on. */
  readonly site: string;
  /** Index of the M that has called `go`. */
  readonly starter: number;
  /** Its arguments. */
  readonly envelope: Envelope;
  /** Whether they are a list, and not one that stands by itself. */
  readonly isList: boolean;
}

/** A message about goroutines. */
export interface Work {
  /** One of the words above. */
  readonly word: number;
  /** Of a goroutine or an M; of PROCS, the number; of LOCKED, whether it is. */
  readonly id?: number;
  /** Goroutines that have not started. */
  readonly jobs?: readonly Job[];
  /** The result of a goroutine. */
  readonly result?: Envelope;
  /** Index of the M that ran it, when it was lost. */
  readonly by?: number;
}

/** What an M says of itself when it is asked whether the program is dead (quiet.ts). */
export interface Look {
  /** Whether nothing runs on it, and nothing will unless a message comes. */
  readonly isQuiet: boolean;
  /** How often that has ended. */
  readonly epoch: number;
  /** Of each M that it has a line to: how many messages it has sent there, and how many have come. */
  readonly traffic: readonly (readonly [peer: number, sent: number, received: number])[];
}

/** What M0 asks of an M. */
export interface HandControl extends Telling {
  /** Here is one end of a direct line to M `peer`. */
  connected(peer: number, port: MessagePort): void;
  /** Whether it is quiet. */
  look(): Look;
}

/** What an M asks of M0. */
export interface HomeControl extends Collecting {
  /** The caller is up. */
  ready(): void;
  /** A goroutine of the caller has panicked. */
  panicked(report: CrashReport): void;
  /** The caller has become quiet. */
  asleep(): void;
  /** Gives the caller and M `peer` one end each of a line between them. */
  connect(peer: number): void;
}

/** What an M is started with. */
export interface HandInit extends Init {
  readonly role: "hand";
  /** Its index. */
  readonly index: number;
  /** Its line to M0. */
  readonly line: MessagePort;
  /** Length of a time slice in milliseconds. */
  readonly slice: number;
  /** How many goroutines may run at the same time. */
  readonly procs: number;
}
