/**
 * The host's side of a bridged channel: the channel itself, and the operations that guests perform on it.
 *
 * An operation that a guest performs by itself stands in the channel's line like one of this thread. A case of a guest's
 * select stands there too, but may not be settled: another case may happen over there at the same time. Whoever would
 * settle it is refused (`admits`), and the guest is asked.
 *
 *   waiting --somebody would settle it--> asked --YES--> it is performed: over, or held, or gone
 *                                               --NO---> dropped
 *   held    --somebody settles it--> over
 *           --nobody is asked or held any more who could--> gone
 *
 *   HO1  A value leaves the channel, or gets into it, for a case only after its guest said YES. The guest holds its
 *        select from then until it hears OVER or GONE. So a case that loses has no effect, and no value comes back.
 *   HO2  A case that is held is one that found nobody but cases that are being asked, and selects of this thread that are
 *        held elsewhere (bridge-holds.ts), for a while. It may be settled like any waiter; when the last of the former has answered, and
 *        of the latter has been let go, without doing so, it is gone. So two cases on different threads meet, and none is
 *        held for ever.
 *   HO3  A case that is gone is performed again by its guest, from the beginning: what it was refused meanwhile is
 *        still there, and is found.
 */
import type { RuntimeError } from "@gopark/core";
import {
  DONE,
  defaultSched,
  expect,
  G,
  type HChan,
  host,
  type Operation,
  PARKED,
  type RecvOp,
  type Selecting,
  type SendOp,
  Sudog,
  type WaitQ,
} from "@gopark/core/internal";
import { hasHeld, type Patient, patients } from "./bridge-holds.js";
import {
  CANCEL,
  GONE,
  type Link,
  MAY,
  type Message,
  OVER,
  SEND,
  type Served,
  WAITS,
  YES,
} from "./bridge-link.js";
import { discardLetter, type Letter, open, type Sealed, seal } from "./wire/letter.js";

/** Runs `f` with travellers packed and unpacked for a link. */
export type ForLink = <T>(link: Link, f: () => T) => T;

/** A channel of this thread that others know by its number. */
export class Exported {
  /** The channel. */
  readonly chan: HChan<any>;
  /** Its number on this thread. */
  readonly id: number;
  /** The shares that others hold (bridge-share.ts). */
  weight = 0n;
  /** Whether a realm can name it that is no M: then it is kept when the program has ended. */
  isOutside = false;
  /** How many cases are being asked, by verb. */
  readonly asked: [sends: number, receives: number] = [0, 0];
  /** The cases that are held (HO2). */
  readonly held: Set<Guest> = new Set();
  /** The case that is being performed; null while none is. */
  current: Guest | null = null;

  constructor(chan: HChan<any>, id: number) {
    this.chan = chan;
    this.id = id;
  }

  /** One of the cases that were asked has answered. */
  answered(verb: number): void {
    this.asked[verb as 0 | 1]--;
    for (const guest of this.held) guest.check();
  }
}

/** Milliseconds that a case waits until selects of this thread are let go: by then its own may have another that can happen. */
export const PATIENCE = 20;

const WAITING = 0;
const ASKED = 1;
const HELD = 2;
const SETTLED = 3;

/** An operation of a guest. */
export class Guest implements Selecting, Served, Patient {
  private readonly exported: Exported;
  private readonly link: Link;
  /** Its number. */
  private readonly op: number;
  private readonly verb: number;
  /** The select it is a case of; 0: none. */
  private readonly select: number;
  private readonly forLink: ForLink;
  /** Whether it waits also for selects of this thread that wait themselves (HD3). */
  private readonly isPatient: boolean;
  /** Runs while it waits for them. */
  private timer: unknown = null;
  /** Whether it has waited long enough. */
  private isTired = false;
  /** Where it is on its way. */
  private state = WAITING;
  /** The operation; made when it is performed. */
  private operation: Operation<any> | null = null;
  /** Itself, as the scheduler sees it: resumed when it is settled. */
  private readonly g: G;
  /** As a case, it stands for itself. */
  readonly owner: Sudog;
  /** In the line. */
  private readonly sudog: Sudog;

  constructor(
    exported: Exported,
    link: Link,
    { op, verb, select }: Message,
    forLink: ForLink,
    isPatient: boolean,
  ) {
    this.exported = exported;
    this.link = link;
    this.op = op as number;
    this.verb = verb as number;
    this.select = select as number;
    this.forLink = forLink;
    this.isPatient = isPatient;
    this.g = new G(0, defaultSched().p, null, undefined);
    this.g.onDone = () => {
      expect(this.g, -1);
      this.end(this.sudog);
    };
    this.owner = new Sudog(this.g, null);
    this.sudog = new Sudog(this.g, this);
  }

  /** Performs it, or stands in line. */
  begin(letter: Letter | undefined): void {
    this.link.served.set(this.op, this);
    if (this.select === 0) {
      if (!this.perform(letter)) {
        const operation = this.operation as Operation<any>;
        operation.state = PARKED;
        operation.enroll(this.sudog);
      }
      return;
    }
    this.line.enqueue(this.sudog);
    if (this.isReady()) this.ask();
  }

  /** The line it stands in. */
  private get line(): WaitQ {
    const { chan } = this.exported;
    return this.verb === SEND ? chan.sendq : chan.recvq;
  }

  /** The line of those it could meet. */
  get others(): WaitQ {
    const { chan } = this.exported;
    return this.verb === SEND ? chan.recvq : chan.sendq;
  }

  /** Whether it could happen now, if nobody else is faster. */
  private isReady(): boolean {
    const { chan } = this.exported;
    if (chan.isClosed) return true;
    if (this.verb === SEND ? chan.len < chan.cap : chan.len > 0) return true;
    for (let sudog = this.others.first; sudog !== null; sudog = sudog.after)
      if (!(sudog.select instanceof Guest && sudog.select.isOfSelect(this))) return true;
    return false;
  }

  /** Whether both are cases of the same select. */
  private isOfSelect(other: Guest): boolean {
    return this.select !== 0 && this.select === other.select && this.link === other.link;
  }

  private ask(): void {
    this.state = ASKED;
    this.exported.asked[this.verb as 0 | 1]++;
    this.link.post({ kind: MAY, op: this.op });
  }

  admits(): boolean {
    if (this.select === 0 || this.state === HELD) return true;
    const { current } = this.exported;
    // Two cases of one select never make a pair.
    if (this.state === WAITING && !(current !== null && this.isOfSelect(current))) this.ask();
    return false;
  }

  fired(): void {
    this.settled();
    // The guest waits for it until it is resumed.
    expect(this.g, 1);
  }

  private settled(): void {
    this.state = SETTLED;
    this.exported.held.delete(this);
    if (patients.delete(this)) host.clearTimer(this.timer);
  }

  heard({ kind, letter }: Message): void {
    if (kind === CANCEL) this.drop();
    else if (this.state !== ASKED) {
      if (letter !== undefined) this.forLink(this.link, () => discardLetter(letter));
    } else if (kind === YES) this.allowed(letter);
    else this.drop();
  }

  /** The guest said YES. */
  private allowed(letter: Letter | undefined): void {
    const { exported, verb } = this;
    const { line, sudog } = this;
    this.state = HELD;
    exported.current = this;
    const isOver = this.perform(letter, () => line.withdraw(sudog));
    exported.current = null;
    if (!isOver) {
      if (verb === SEND) sudog.elem = (this.operation as SendOp).value;
      exported.held.add(this);
    }
    exported.answered(verb);
    // It may have been the last that was asked itself.
    if (!isOver) this.check();
  }

  /** Of one that is held: gone, if nobody is asked or held any more whom it could meet (HO2). */
  check(): void {
    if (this.state !== HELD || this.exported.asked[(1 - this.verb) as 0 | 1] > 0) return;
    if (!this.isTired && hasHeld(this.others.first, this.isPatient)) {
      if (!patients.has(this)) this.wait();
      return;
    }
    this.leave();
    this.link.post({ kind: GONE, op: this.op });
  }

  /** Waits until a select of this thread is let go. */
  private wait(): void {
    patients.add(this);
    const tired = (): void => {
      this.isTired = true;
      this.check();
    };
    this.timer = host.setTimer(tired, PATIENCE, false);
    this.link.post({ kind: WAITS, op: this.op });
  }

  /** Makes the operation and completes it, if that is possible now. */
  private perform(letter: Letter | undefined, before: () => void = () => {}): boolean {
    const { chan } = this.exported;
    const operation: Operation<any> =
      this.verb === SEND ? chan.send(this.forLink(this.link, () => open(letter as Letter))) : chan.recvOk();
    this.operation = operation;
    if (!operation.poll()) return false;
    operation.state ||= DONE;
    before();
    this.settled();
    this.end(null);
    return true;
  }

  /** It has happened: tells the guest how it ended. */
  private end(sudog: Sudog | null): void {
    const { link, op } = this;
    link.served.delete(op);
    if (link.isLost) return;
    const { len } = this.exported.chan;
    const operation = this.operation ?? this.exported.chan.recvOk();
    let sealed: Sealed | undefined;
    let ok = true;
    try {
      const outcome: [unknown, boolean] | undefined = (operation as RecvOp).finish(sudog);
      if (outcome !== undefined) {
        ok = outcome[1];
        if (ok) sealed = this.forLink(link, () => seal(outcome[0], "recv: value"));
      }
    } catch (error) {
      const { name, message } = error as RuntimeError;
      // A send on a closed channel; else a value that was put here and cannot leave.
      if (name === "RuntimeError") ok = false;
      else {
        link.post({ kind: OVER, op, error: message });
        return;
      }
    }
    const by = this.exported.chan.closer;
    const letter = sealed?.letter;
    link.post({ kind: OVER, op, chan: this.exported.id, ok, letter, by, len }, sealed?.transfer);
  }

  /** Leaves the line. */
  private leave(): void {
    this.line.withdraw(this.sudog);
    this.settled();
    this.link.served.delete(this.op);
  }

  drop(): void {
    const { state } = this;
    if (state === SETTLED) return;
    this.leave();
    if (state === ASKED) this.exported.answered(this.verb);
  }
}
