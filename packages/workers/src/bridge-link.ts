/**
 * A link: one end of a port between two threads, with what is under way over it.
 *
 *   LI1  Messages arrive in the order in which they were posted, also those posted before the port was there.
 *   LI2  What was asked for over a link is answered, taken back, or lost with the link: nobody waits for ever.
 *
 * The words of the protocol. The *guest* is the end that performs an operation, the *host* the one whose channel it is.
 *
 *   PERFORM   guest  perform `op` on channel `chan`: `verb`; `select`: as a case of that select, 0: by itself
 *   OVER      host   `op` has happened: `ok`, with a letter if it was a receive; or `error`
 *   CANCEL    guest  `op` does not wait any more
 *   RETURN    guest  the letter of a receive on channel `chan` that was cancelled too late
 *   MAY       host   `op`, a case, could happen now: may it?
 *   YES       guest  it may, and no other case will until OVER or GONE comes; with a letter if it is a send
 *   NO        guest  another case is being asked: forget `op`
 *   WAITS     host   `op` may happen as soon as a select of the host's thread is let go, which is held (bridge-holds.ts)
 *   GONE      host   the chance has passed; `op` is forgotten
 *   CLOSE     guest  close channel `chan`, as `op`, for goroutine `by`; over, and not `ok` if it was closed before
 *   RELEASE   guest  gives up `weight` of its share in channel `chan` (bridge-share.ts)
 *   RETAIN    guest  has lent `weight` to a handle that it has passed on
 *   COLLECT   guest  the parcel with ticket `chan`, as `op`
 *   CONTENTS  host   of `op`
 *   DISCARD   guest  throw the parcel with ticket `chan` away
 *   CALL      guest  do `verb` with lock `chan`: what is over at once, and not answered (messages/lent.ts); ADD adds `by`
 *   WORK      both   about goroutines, not channels (messages/protocol.ts)
 *   HELLO     both   this is realm `realm`; the first message over a link that is none between two Ms
 */
import type { Letter } from "./wire/letter.js";

export const PERFORM = 1;
export const OVER = 2;
export const CANCEL = 3;
export const MAY = 4;
export const YES = 5;
export const NO = 6;
export const GONE = 7;
export const CLOSE = 8;
export const RELEASE = 9;
export const RETAIN = 10;
export const COLLECT = 11;
export const CONTENTS = 12;
export const DISCARD = 13;
export const HELLO = 14;
export const RETURN = 15;
export const WORK = 16;
export const CALL = 17;
export const WAITS = 18;

/** Verbs of PERFORM: of channels, of locks. */
export const SEND = 0;
export const RECV = 1;
export const TAKE = 2;
export const READ = 3;
export const AWAIT = 4;

/** Verbs of CALL. The first two undo TAKE and READ. */
export const UNLOCK = 5;
export const READ_UNLOCK = 6;
export const ADD = 7;

/** What goes over a link. */
export interface Message {
  readonly kind: number;
  /** Number of an operation, given by the guest. */
  readonly op?: number;
  /** Number of a channel, given by the host; or a ticket. */
  readonly chan?: number;
  readonly verb?: number;
  readonly select?: number;
  readonly letter?: Letter | undefined;
  readonly ok?: boolean;
  readonly error?: string;
  /** Index of an M that has died: it is why there was an error. */
  readonly lost?: number;
  readonly by?: number;
  readonly weight?: bigint;
  /** Values in the buffer of the channel. */
  readonly len?: number;
  readonly contents?: readonly unknown[];
  readonly realm?: string;
  readonly work?: unknown;
}

/** The part of a MessagePort that a link uses. */
export interface Port {
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
  close(): void;
  /** On Node: keeps the thread alive. */
  ref?(): void;
  unref?(): void;
}

/** What guests wait for, by the number of their operation. */
export interface Pending {
  /** The host has answered. */
  heard(message: Message): void;
  /** It never will: its thread has died. */
  lost(): void;
}

/** What the host does for a guest. */
export interface Served {
  /** The guest has answered. */
  heard(message: Message): void;
  /** Stop it. Nobody waits for it any more. */
  drop(): void;
}

/** Counts messages on their way, so that a program that waits for one is not taken for dead, and who has one lets it in. */
export interface Traffic {
  departed(peer: number): void;
  arrived(peer: number): void;
  /** One that departed was not even posted, and will not be. */
  lost(): void;
}

/** One end. */
export class Link {
  /** Index of the M at the other end; -1 if it belongs to no program that runs on several. */
  readonly peer: number;
  /** Takes what no operation is waiting for. */
  private readonly handler: (link: Link, message: Message) => void;
  private readonly traffic: Traffic;
  /** The port; null until it is there. */
  private port: Port | null = null;
  /** What was posted before. */
  private readonly waiting: [message: Message, transfer: readonly Transferable[]][] = [];
  /** Operations of this end on channels of the other. */
  private readonly pending = new Map<number, Pending>();
  /** Operations of the other end on channels of this one. */
  readonly served: Map<number, Served> = new Map();
  /** Number of the operation that was posted last. */
  private lastOp = 0;
  /** Messages posted so far. */
  sent = 0;
  /** Messages that have come so far. */
  received = 0;
  /** Whether the other end has died. */
  isLost = false;
  /** The realm at the other end, if it is no M of this program; empty while it has not said so. */
  realm = "";

  constructor(peer: number, handler: (link: Link, message: Message) => void, traffic: Traffic) {
    this.peer = peer;
    this.handler = handler;
    this.traffic = traffic;
  }

  /** The port is there. */
  attach(port: Port): void {
    if (this.isLost) {
      port.close();
      return;
    }
    this.port = port;
    // On Node a port with a listener keeps the thread alive. Here whoever waits does.
    port.unref?.();
    this.keep();
    for (const [message, transfer] of this.waiting) port.postMessage(message, transfer);
    this.waiting.length = 0;
  }

  /** Posts a message. */
  post(message: Message, transfer: readonly Transferable[] = []): void {
    if (this.isLost) return;
    this.traffic.departed(this.peer);
    this.sent++;
    if (this.port === null) this.waiting.push([message, transfer]);
    else this.port.postMessage(message, transfer);
  }

  /** A number for an operation that is about to be posted. */
  expect(pending: Pending): number {
    const op = ++this.lastOp;
    this.pending.set(op, pending);
    if (this.pending.size === 1) this.keep();
    return op;
  }

  /** Keeps the thread alive while something is pending. Where there are Ms their scheduler does. */
  private keep(): void {
    if (this.peer >= 0) return;
    if (this.pending.size > 0) this.port?.ref?.();
    else this.port?.unref?.();
  }

  /** An answer to an operation does not matter any more. */
  forget(op: number): void {
    this.pending.delete(op);
    if (this.pending.size === 0) this.keep();
  }

  /** A message has come. */
  receive(message: Message): void {
    // A port that is closed may still deliver.
    if (this.isLost) return;
    this.received++;
    this.traffic.arrived(this.peer);
    const { kind, op } = message;
    if (kind === OVER || kind === MAY || kind === WAITS || kind === GONE || kind === CONTENTS) {
      const pending = this.pending.get(op as number);
      if (pending !== undefined) pending.heard(message);
      else if (kind === OVER) this.giveBack(message);
    } else if (kind === CANCEL || kind === YES || kind === NO) this.served.get(op as number)?.heard(message);
    else this.handler(this, message);
  }

  /** A receive has happened for which nobody waits any more: its value goes back. So does a lock. */
  private giveBack({ chan, letter, ok, verb }: Message): void {
    if (ok === true && (verb === TAKE || verb === READ))
      this.post({ kind: CALL, chan: chan as number, verb: verb === TAKE ? UNLOCK : READ_UNLOCK });
    if (chan === undefined || letter === undefined) return;
    this.post({ kind: RETURN, chan, letter }, letter.bytes === undefined ? [] : [letter.bytes]);
  }

  /** The other end has died (LI2). */
  lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.port?.close();
    for (const _ of this.waiting) this.traffic.lost();
    this.waiting.length = 0;
    for (const each of [...this.served.values()]) each.drop();
    this.served.clear();
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const each of pending) each.lost();
  }
}
