/**
 * Parcels: what of a value cannot lie in shared memory. MessagePorts, shared buffers, Blobs and everything that is moved
 * stay with the sender's thread under a ticket, which travels in the value; the thread that takes the value
 * asks for them over its line to the sender's.
 *
 *   PA1  A parcel is collected once: by who takes the value, or thrown away by who drops it.
 *   PA2  What is moved has left the sender's hands when the send returns, not when it is collected.
 */
import { WorkerLost } from "../worker-lost.js";

/** A parcel that waits for its collection. */
export interface Parcel {
  /** What is in it. */
  readonly contents: readonly unknown[];
  /** What of it is moved. */
  readonly transfer: readonly Transferable[];
}

/** Asks another thread for its parcel, or to throw it away. */
export interface Courier {
  collect(owner: number, ticket: number): Promise<readonly unknown[]>;
  discard(owner: number, ticket: number): void;
}

/** The parcels of this thread, by ticket. */
const parcels = new Map<number, Parcel>();
let lastTicket = 0;

/** Contents that came from other threads, for the values that name them. */
const arrived = new Map<string, readonly unknown[] | Error>();

/** Those that were asked for and have not come yet. */
const underway = new Map<string, Promise<void>>();

/** What the thread did whose parcel is lost. */
const LOSS = "held a part of the value";

/** How parcels of other threads are had; null while there is no line to any. */
let courier: Courier | null = null;

/** Says how parcels of other threads are had. */
export function setCourier(service: Courier | null): void {
  courier = service;
}

/** Puts a parcel away. Answers its ticket. */
export function deposit(contents: readonly unknown[], moved: ReadonlySet<unknown> | null): number {
  do lastTicket = (lastTicket + 1) & 0x3fffffff;
  while (lastTicket === 0 || parcels.has(lastTicket));
  parcels.set(lastTicket, seal(contents, moved));
  return lastTicket;
}

/** Takes what is moved out of the sender's hands (PA2). */
function seal(contents: readonly unknown[], moved: ReadonlySet<unknown> | null): Parcel {
  if (moved === null) return { contents, transfer: [] };
  const isMoved = (each: unknown): each is Transferable => moved.has(each);
  const transfer = contents.filter(isMoved);
  // Only what is moved is cloned here: the rest is cloned when it is posted.
  const own = structuredClone(transfer, { transfer });
  let i = 0;
  return { contents: contents.map((each) => (isMoved(each) ? own[i++] : each)), transfer: own };
}

/** Hands a parcel of this thread out; undefined if there is none with this ticket. */
export function handOut(ticket: number): Parcel | undefined {
  const parcel = parcels.get(ticket);
  parcels.delete(ticket);
  return parcel;
}

/** Takes a parcel of this thread back in which something is moved; undefined if there is none with this ticket. */
export function reclaim(ticket: number): Parcel | undefined {
  return parcels.get(ticket)?.transfer.length ? handOut(ticket) : undefined;
}

/** Parcels that nobody has collected yet. */
export function uncollected(): number {
  return parcels.size;
}

/** Sees to it that `contentsOf` can answer: a promise, or null if it can already. Never rejects. */
export function fetchParcel(owner: number, ticket: number, self: number): Promise<void> | null {
  const name = `${owner}:${ticket}`;
  if (owner === self || arrived.has(name)) return null;
  if (courier === null) {
    arrived.set(name, new WorkerLost(owner, LOSS));
    return null;
  }
  let fetch = underway.get(name);
  if (fetch === undefined) {
    const settle = (outcome: readonly unknown[] | Error): void => {
      underway.delete(name);
      arrived.set(name, outcome);
    };
    fetch = courier.collect(owner, ticket).then(settle, settle);
    underway.set(name, fetch);
  }
  return fetch;
}

/** The contents of a parcel, once. @throws WorkerLost its thread died */
export function contentsOf(owner: number, ticket: number, self: number): readonly unknown[] {
  if (owner === self) {
    const parcel = handOut(ticket);
    if (parcel === undefined) throw new WorkerLost(owner, LOSS);
    // On the thread it came from, too, a copy arrives.
    return structuredClone(parcel.contents, { transfer: [...parcel.transfer] });
  }
  const name = `${owner}:${ticket}`;
  const contents = arrived.get(name);
  arrived.delete(name);
  if (contents === undefined) throw new Error(`parcel ${name} was not fetched (VA4)`);
  if (contents instanceof Error) throw contents;
  return contents;
}

/** Nobody will take the value: its parcel is thrown away. */
export function discard(owner: number, ticket: number, self: number): void {
  arrived.delete(`${owner}:${ticket}`);
  if (owner === self) parcels.delete(ticket);
  else courier?.discard(owner, ticket);
}
