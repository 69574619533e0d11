/**
 * Bridged channels: a plain `chan` that gets to another thread stays where it was made, and the operations go there.
 *
 * A bridge is one thread's part in that: the channels it has shown to others, and links to the threads whose channels it
 * uses. Links are made when they are needed, directly between the two threads concerned.
 *
 *   BR1  On each thread one object stands for a channel: `===` tells whether two are the same, and a channel that
 *        comes back to its own thread is itself again.
 *   BR2  A channel is known by its number as long as another thread can name it (bridge-share.ts).
 */
import { type Chan, nilChan, RuntimeError } from "@gopark/core";
import { HChan } from "@gopark/core/internal";
import { RemoteChan } from "./bridge-guest.js";
import { Exported, Guest } from "./bridge-host.js";
import {
  CALL,
  CLOSE,
  COLLECT,
  CONTENTS,
  DISCARD,
  HELLO,
  Link,
  type Message,
  OVER,
  PERFORM,
  type Port,
  RELEASE,
  RETAIN,
  RETURN,
  type Traffic,
  WORK,
} from "./bridge-link.js";
import { giveBack } from "./bridge-return.js";
import { FULL, type Share, split, weightOf } from "./bridge-share.js";
import type { SharedHandle } from "./handles.js";
import { Borrowed, BorrowedReadSide, borrow } from "./messages/borrowed.js";
import { isLendable, Lent } from "./messages/lent.js";
import { thread } from "./thread.js";
import { setLending } from "./wire/lending.js";
import { type Letter, open } from "./wire/letter.js";
import { type Courier, handOut, setCourier } from "./wire/parcel.js";
import { BORROWED, registerReadSide, registerTraveller } from "./wire/travellers.js";
import { WorkerLost } from "./worker-lost.js";

/** How the threads of a program are reached. */
export interface Lines extends Traffic {
  /** Asks for the port to M `index`; it comes by `Bridge.connected`. */
  connect(index: number): void;
}

/** A MessagePort, as far as it is used. */
export interface LinkPort extends Port {
  onmessage: ((event: any) => void) | null;
  onclose?: ((event: any) => void) | null;
}

/** A channel that this thread uses, as its finalizer knows it. */
interface Held {
  readonly link: Link;
  readonly id: number;
  readonly share: Share;
}

/** Owners that are no index: the thread at the end of the link that a value was posted on, the one it comes from. */
const SENDER = -1;
const RECEIVER = -2;
/** The nil channel. */
const NOBODY = -3;

const none: Traffic = { departed: () => {}, arrived: () => {}, lost: () => {} };

/** One thread's part. */
export class Bridge implements Courier {
  /** Index of its M. */
  readonly index: number;
  /** Whether messages on their way are counted. */
  isWatched = false;
  /** Takes messages about goroutines; null while there are none. */
  onWork: ((peer: number, work: unknown) => void) | null = null;
  /** How other threads are reached; null while none can be. */
  private lines: Lines | null = null;
  /** Links by the index of their other end. */
  private readonly links = new Map<number, Link>();
  /** Links to realms that are no Ms, by the names of these. */
  private readonly realms = new Map<string, Link>();
  /** How this realm is told from others. */
  readonly realm: string = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  /** Channels of this thread by their number (BR2); without shared memory locks as well. */
  private readonly exports = new Map<number, Exported | Lent>();
  /** The same by channel. */
  private readonly numbers = new Map<object, Exported | Lent>();
  private lastId = 0;
  /** Channels of other threads, by link and number (BR1). */
  private readonly remotes = new Map<Link, Map<number, WeakRef<RemoteChan<any> | Borrowed>>>();
  private readonly registry: FinalizationRegistry<Held>;
  /** The link that values are packed or unpacked for; null: shared memory. */
  private link: Link | null = null;
  /** Ms that have died. */
  private readonly dead = new Set<number>();

  constructor(index: number) {
    this.index = index;
    this.registry = new FinalizationRegistry((held) => this.finalize(held));
  }

  /** There are other threads from now on. */
  begin(lines: Lines): void {
    this.lines = lines;
    this.isWatched = true;
    this.links.clear();
    this.dead.clear();
  }

  /** Runs `f` with travellers packed and unpacked for a link. */
  forLink<T>(link: Link, f: () => T): T {
    const outer = this.link;
    const before = packing;
    packing = this;
    this.link = link;
    try {
      return f();
    } finally {
      this.link = outer;
      packing = before;
    }
  }

  /** The link to M `index`. */
  linkTo(index: number): Link {
    let link = this.links.get(index);
    if (link === undefined) {
      link = new Link(index, (from, message) => this.receive(from, message), this.lines ?? none);
      this.links.set(index, link);
      if (this.lines === null || this.dead.has(index)) link.lose();
      else this.lines.connect(index);
    }
    return link;
  }

  /** A port to M `index` is there, whoever asked for it. */
  connected(index: number, port: LinkPort): void {
    const link = this.linkTo(index);
    port.onmessage = ({ data }: { data: Message }) => link.receive(data);
    link.attach(port);
  }

  /** A link to a realm that is no M of this program: whoever gets the other end of the port. */
  privateLink(port: LinkPort): Link {
    const link = new Link(-1, (from, message) => this.receive(from, message), none);
    port.onmessage = ({ data }: { data: Message }) => link.receive(data);
    // Not in all browsers is it told.
    port.onclose = () => link.lose();
    link.attach(port);
    return link;
  }

  /** The link to a realm that has sent a port: the one that there is already, or over that port. */
  linkToRealm(realm: string, port: LinkPort): Link {
    const known = this.realms.get(realm);
    if (known !== undefined && !known.isLost) {
      port.close();
      return known;
    }
    const link = this.privateLink(port);
    link.realm = realm;
    link.post({ kind: HELLO, realm: this.realm });
    this.realms.set(realm, link);
    return link;
  }

  /** M `index` has died. */
  died(index: number): void {
    this.dead.add(index);
    this.links.get(index)?.lose();
  }

  /** There are none any more. */
  end(): void {
    for (const link of this.links.values()) link.lose();
    this.links.clear();
    for (const { id, chan, isOutside } of this.exports.values()) {
      if (isOutside) continue;
      this.exports.delete(id);
      this.numbers.delete(chan);
    }
    this.lines = null;
    this.isWatched = false;
    this.onWork = null;
  }

  /** Of each other M: how many messages have gone there, and how many have come. */
  traffic(): [peer: number, sent: number, received: number][] {
    return [...this.links].map(([peer, { sent, received }]) => [peer, sent, received]);
  }

  /** How many channels others can name; for tests and reports. */
  get exported(): number {
    return this.exports.size;
  }

  /** The exported channel behind a channel of this thread. */
  export(chan: HChan<any> | SharedHandle): Exported | Lent {
    let exported = this.numbers.get(chan);
    if (exported === undefined) {
      const id = ++this.lastId;
      exported = chan instanceof HChan ? new Exported(chan, id) : new Lent(chan, id);
      this.numbers.set(chan, exported);
      this.exports.set(exported.id, exported);
    }
    return exported;
  }

  /** What stands for channel `id` at the other end of `link`. */
  remote(link: Link, id: number, cap: number, exponent: number, isLock = false): RemoteChan<any> | Borrowed {
    let known = this.remotes.get(link);
    if (known === undefined) this.remotes.set(link, (known = new Map()));
    let chan = known.get(id)?.deref();
    if (chan === undefined) {
      const share: Share = { weight: 0n };
      chan = isLock ? borrow(this, link, id, cap, share) : new RemoteChan(this, link, id, cap, share);
      known.set(id, new WeakRef(chan));
      this.registry.register(chan, { link, id, share });
    }
    chan.share.weight += weightOf(exponent);
    return chan;
  }

  private finalize({ link, id, share }: Held): void {
    const known = this.remotes.get(link);
    if (known?.get(id)?.deref() === undefined) known?.delete(id);
    link.post({ kind: RELEASE, chan: id, weight: share.weight });
  }

  private receive(link: Link, message: Message): void {
    const { kind, chan } = message;
    if (kind === HELLO) {
      link.realm = message.realm as string;
      return;
    }
    if (kind === WORK) {
      this.onWork?.(link.peer, message.work);
      return;
    }
    if (kind === COLLECT) {
      this.handOut(link, message);
      return;
    }
    if (kind === DISCARD) {
      handOut(chan as number);
      return;
    }
    const exported = this.exports.get(chan as number);
    if (exported === undefined) return;
    if (exported instanceof Lent) {
      if (kind === PERFORM) exported.perform(link, message);
      else if (kind === CALL) exported.call(message, link.peer);
      else this.share(exported, message);
    } else if (kind === PERFORM) {
      const isPatient = link.peer >= 0 && link.peer < this.index;
      const guest = new Guest(exported, link, message, (to, f) => this.forLink(to, f), isPatient);
      guest.begin(message.letter);
    } else if (kind === CLOSE) this.close(link, exported.chan, message);
    else if (kind === RETURN)
      giveBack(
        exported.chan,
        this.forLink(link, () => open(message.letter as Letter)),
      );
    else this.share(exported, message);
  }

  /** A guest has lent a part of its share, or gives it up. */
  private share(exported: Exported | Lent, { kind, weight }: Message): void {
    if (kind === RETAIN) this.release(exported, -(weight as bigint));
    else if (kind === RELEASE) this.release(exported, weight as bigint);
  }

  private close(link: Link, chan: HChan<any>, { op, by }: Message): void {
    const ok = !chan.isClosed;
    if (ok) {
      chan.close();
      chan.closer = by as number;
    }
    link.post({ kind: OVER, op: op as number, ok, by: chan.closer });
  }

  /** A share has come back. Below zero the sum is while what was lent is not known here (SH2). */
  release(exported: Exported | Lent, weight: bigint): void {
    exported.weight -= weight;
    if (exported.weight !== 0n) return;
    this.exports.delete(exported.id);
    this.numbers.delete(exported.chan);
  }

  private handOut(link: Link, { op, chan }: Message): void {
    const parcel = handOut(chan as number);
    link.post(
      { kind: CONTENTS, op: op as number, ...(parcel && { contents: parcel.contents }) },
      parcel?.transfer,
    );
  }

  collect(owner: number, ticket: number): Promise<readonly unknown[]> {
    const link = this.linkTo(owner);
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(new WorkerLost(owner, "held a part of the value"));
      if (link.isLost) lost();
      else {
        const heard = ({ contents }: Message): void => {
          link.forget(op);
          if (contents === undefined) lost();
          else resolve(contents);
        };
        const op = link.expect({ heard, lost });
        link.post({ kind: COLLECT, op, chan: ticket });
      }
    });
  }

  discard(owner: number, ticket: number): void {
    this.linkTo(owner).post({ kind: DISCARD, chan: ticket });
  }

  /** Packs a channel: who has it and with what weight, its number, its capacity. */
  pack(chan: object, words: Int32Array, at: number): void {
    let owner = NOBODY;
    let exponent = 0;
    let id = 0;
    let { cap } = chan as { cap: number };
    if (chan instanceof HChan) {
      const exported = this.export(chan) as Exported;
      const isOutside = this.link !== null && this.link.peer < 0;
      owner = isOutside ? SENDER : this.index;
      exponent = FULL;
      id = exported.id;
      if (isOutside) exported.isOutside = true;
      exported.weight += weightOf(FULL);
    } else if (chan instanceof RemoteChan || chan instanceof Borrowed) {
      owner = this.ownerOf(chan);
      exponent = split(chan.share);
      id = chan.id;
      if (exponent < 0) {
        exponent = FULL;
        chan.link.post({ kind: RETAIN, chan: id, weight: weightOf(FULL) });
      }
    } else if (chan !== nilChan()) {
      const lent = this.export(chan as SharedHandle);
      owner = this.index;
      exponent = FULL;
      ({ cap, id } = lent as Lent);
      lent.weight += weightOf(FULL);
    }
    words[at] = (owner << 8) | exponent;
    words[at + 1] = id;
    words[at + 2] = cap;
  }

  /** Whether a lock of this thread can be packed for where the value goes. */
  canLend(handle: SharedHandle): boolean {
    return (this.link === null || this.link.peer >= 0) && isLendable(handle);
  }

  /** How the owner of a channel of another thread is named. */
  private ownerOf({ link }: RemoteChan<any> | Borrowed): number {
    const to = this.link;
    if (to !== null && (link === to || (link.realm !== "" && link.realm === to.realm))) return RECEIVER;
    if (link.peer < 0 || (to !== null && to.peer < 0))
      throw new TypeError("a channel of another thread cannot be passed on to a third outside run");
    return link.peer;
  }

  /** The channel that was packed. */
  unpack(word: number, id: number, cap: number, isLock = false): object {
    const owner = word >> 8;
    const exponent = word & 0xff;
    if (owner === NOBODY) return nilChan();
    if (owner === this.index || owner === RECEIVER) {
      const exported = this.exports.get(id);
      if (exported === undefined) throw new RuntimeError("a channel of a program that has ended");
      this.release(exported, weightOf(exponent));
      return exported.chan;
    }
    const link = owner === SENDER ? (this.link as Link) : this.linkTo(owner);
    return this.remote(link, id, cap >>> 0, exponent, isLock);
  }

  /** What was packed will not be unpacked: here, or, if it is `isOwn`, it never left. */
  drop(word: number, id: number, isOwn: boolean): void {
    const owner = word >> 8;
    const weight = weightOf(word & 0xff);
    if (owner === NOBODY) return;
    const isHere = owner === this.index || owner === (isOwn ? SENDER : RECEIVER);
    const exported = this.exports.get(id);
    if (isHere) {
      if (exported !== undefined) this.release(exported, weight);
    } else {
      const link = owner < 0 ? (this.link as Link) : this.linkTo(owner);
      link.post({ kind: RELEASE, chan: id, weight });
    }
  }
}

/** The bridge of this thread; made when a channel travels, or with the program's threads. */
let current: Bridge | null = null;
/** The bridge whose link a value is packed or unpacked for; null while none is. */
let packing: Bridge | null = null;

/** The bridge of this thread. */
export function bridge(): Bridge {
  if (packing !== null) return packing;
  if (current?.index !== thread.index) current = new Bridge(thread.index);
  return current;
}

/** This thread is one of several from now on. */
export function startBridge(lines: Lines): Bridge {
  const own = bridge();
  own.begin(lines);
  setCourier(own);
  return own;
}

/** It is the only one again. */
export function stopBridge(): void {
  bridge().end();
  setCourier(null);
}

/** Whether an object is a channel of one thread. */
export function isChan(value: unknown): value is Chan<any> {
  return value instanceof HChan || value instanceof RemoteChan || value === nilChan();
}

registerTraveller({
  kind: 2,
  is: isChan,
  pack: (chan, words, at) => bridge().pack(chan, words, at),
  unpack: (word, id, cap) => bridge().unpack(word, id, cap),
  drop: (word, id, _cap, isOwn) => bridge().drop(word, id, isOwn),
});

// What stands for a lock of another thread travels on as a channel does.
registerTraveller({
  kind: BORROWED,
  is: (value) => value instanceof Borrowed,
  pack: (lock, words, at) => bridge().pack(lock, words, at),
  unpack: (word, id, cap) => bridge().unpack(word, id, cap, true),
  drop: (word, id, _cap, isOwn) => bridge().drop(word, id, isOwn),
});

registerReadSide(5, BORROWED, BorrowedReadSide);

setLending({
  can: (handle) => bridge().canLend(handle),
  pack: (handle, words, at) => bridge().pack(handle, words, at),
  unpack: (word, id, cap) => bridge().unpack(word, id, cap, true),
  drop: (word, id, isOwn) => bridge().drop(word, id, isOwn),
});
