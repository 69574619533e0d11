/**
 * The guest's side of a bridged channel: what stands for a channel of another thread.
 *
 *   GU1  A send is over when its value is in the channel or with its receiver over there: backpressure is as with a
 *        channel of this thread.
 *   GU2  A case of a select that its host has asked for holds the select: no other case happens until the host answers. If
 *        the answer is that the chance has passed, the select looks at all its cases again, as if performed anew: what
 *        was refused meanwhile is still there. Sleeps go on (SL1).
 *   GU3  Whether a channel over there is ready cannot be known at once: a case never happens without waiting.
 */
import type { Go, Op } from "@gopark/core";
import { RuntimeError } from "@gopark/core";
import {
  admits,
  ChanIterator,
  closeOfClosed,
  currentSched,
  DONE,
  expect,
  FRESH,
  type G,
  type Gated,
  goready,
  host,
  hostDice,
  m,
  newproc,
  Operation,
  outermost,
  PARKED,
  range,
  type Sched,
  type Sudog,
  sendOnClosed,
  type Waiting,
  type WaitReason,
  wake,
} from "@gopark/core/internal";
import { changed, hold, isAwaited, knownOf, unhold } from "./bridge-holds.js";
import {
  CANCEL,
  CLOSE,
  GONE,
  type Link,
  MAY,
  type Message,
  NO,
  PERFORM,
  type Pending,
  RECV,
  SEND,
  WAITS,
  YES,
} from "./bridge-link.js";
import type { Share } from "./bridge-share.js";
import { goOn, type Sleeps, sleepsOf, timeLeft } from "./bridge-sleeps.js";
import { open, type Sealed, seal } from "./wire/letter.js";
import { WorkerLost } from "./worker-lost.js";

/** What guests ask of their thread. */
export interface GuestHome {
  /** Runs `f` with travellers packed and unpacked for a link. */
  forLink<T>(link: Link, f: () => T): T;
  /** Whether messages on their way are counted, so that waiting for one need not count as waiting for the host. */
  readonly isWatched: boolean;
}

/** Until the answer has come. */
const NOTHING = 0;
/** It has happened. */
const HAPPENED = 1;
/** The channel was closed. */
const CLOSED = 2;
/** The host's thread has died. */
const LOST = 3;
/** The value could not be sent from there. */
const FAILED = 4;

/** Misses of a select after which it tries again at once. */
const FREE_MISSES = 2;

/** Performs the operation anew that a goroutine is parked in, and that stands in no line. */
function again(root: Operation<any>, select: Gated, sleeps: Sleeps): void {
  const { g } = select.owner;
  g.waiting = root;
  root.state = FRESH;
  if (!root.poll()) {
    root.state = PARKED;
    root.enroll(select.owner);
    goOn(sleeps, select);
    return;
  }
  root.state ||= DONE;
  const { onDone } = g;
  // Code outside goroutines is told by which sudog it was woken: by none.
  if (onDone !== null && g.fn === null) g.onDone = (hasFailed) => onDone(hasFailed, null);
  goready(g);
}

/** A select that will be performed anew in a moment, and stands in no line till then. */
class Pause implements Waiting {
  readonly waitReason: WaitReason = "select";
  private readonly timer: unknown;

  constructor(root: Operation<any>, select: Gated, sleeps: Sleeps, ms: number) {
    const { g } = select.owner;
    g.waiting = this;
    expect(g, 1);
    this.timer = host.setTimer(
      () => {
        expect(g, -1);
        again(root, select, sleeps);
      },
      ms,
      false,
    );
  }

  withdraw({ g }: Sudog): void {
    expect(g, -1);
    host.clearTimer(this.timer);
  }
}

/** An operation on a channel of another thread. */
abstract class RemoteOp<T> extends Operation<T> implements Pending {
  /** The channel. */
  readonly chan: RemoteChan<any>;
  private readonly verb: number;
  /** Its number on the link; 0 while it does not wait. */
  private op = 0;
  /** Who waits. */
  private sudog: Sudog | null = null;
  /** Whether that counts as waiting for something outside. */
  private isOutside = false;
  /** How it has ended. */
  protected end: number = NOTHING;
  /** What came with the end. */
  protected value: unknown = undefined;

  constructor(chan: RemoteChan<any>, verb: number) {
    super();
    this.chan = chan;
    this.verb = verb;
  }

  /** The letter with what is sent; undefined for a receive. @throws TypeError a part of it cannot be sent */
  protected abstract letter(): Sealed | undefined;

  poll(): boolean {
    this.end = NOTHING;
    if (!this.chan.link.isLost) return false;
    this.end = LOST;
    return true;
  }

  enroll(sudog: Sudog): void {
    const { home, link, id } = this.chan;
    this.sudog = sudog;
    this.op = link.expect(this);
    // What comes from a realm that is no M of the program is not counted on its way.
    this.isOutside = !home.isWatched || link.peer < 0;
    if (this.isOutside) expect(sudog.g, 1);
    const gated = outermost(sudog);
    const select = gated === null ? 0 : knownOf(gated).number;
    let sealed: Sealed | undefined;
    try {
      if (select === 0) sealed = this.letter();
    } catch (error) {
      // Nobody stands at the end of this call who could take it: the goroutine is parked by now. So it is woken.
      host.microtask(() => this.sudog === sudog && this.fail(sudog, error));
      return;
    }
    const { op, verb } = this;
    link.post({ kind: PERFORM, op, chan: id, verb, select, letter: sealed?.letter }, sealed?.transfer);
    // When all cases are enrolled. One that is missed is performed anew (GU2), which they must all bear.
    if (gated !== null) host.microtask(() => gated.waitsOnce && this.sudog === sudog && this.refuse(sudog));
  }

  /** Beside a case that can wait but once. */
  private refuse(sudog: Sudog): void {
    // Another thread has signalled it meanwhile: that case has happened.
    if (!admits(sudog)) return;
    this.chan.link.post({ kind: CANCEL, op: this.op });
    this.fail(sudog, besideCondition());
  }

  /** The value cannot be sent. */
  private fail(sudog: Sudog, error: unknown): void {
    this.chan.link.forget(this.op);
    this.complete(sudog, FAILED, error);
  }

  withdraw(sudog: Sudog): void {
    const { op } = this;
    const { link } = this.chan;
    // The other cases are about to leave their lines, or to be performed anew.
    if (this.unhold()) host.microtask(changed);
    this.leave(sudog.g);
    if (op === 0) return;
    link.forget(op);
    link.post({ kind: CANCEL, op });
  }

  /** It waits no more. */
  private leave(g: G): void {
    const select = outermost(this.sudog as Sudog);
    // One that has missed goes on counting.
    if (select !== null) knownOf(select).misses = 0;
    if (this.isOutside) expect(g, -1);
    this.op = 0;
    this.sudog = null;
  }

  heard(message: Message): void {
    const sudog = this.sudog as Sudog;
    if (message.kind === MAY) this.mayHappen(sudog);
    else if (message.kind === GONE) this.gone(sudog);
    else if (message.kind === WAITS) this.waits(sudog);
    else this.over(sudog, message);
  }

  lost(): void {
    const { sudog } = this;
    this.op = 0;
    if (sudog === null) return;
    const select = outermost(sudog);
    if ((select === null || knownOf(select).holder !== this) && !admits(sudog)) return;
    this.complete(sudog, LOST, undefined);
  }

  private over(sudog: Sudog, { op, ok, letter, error, by, len }: Message): void {
    const { chan } = this;
    const { home, link } = chan;
    link.forget(op as number);
    if (len !== undefined) chan.len = len;
    if (error !== undefined) {
      this.complete(sudog, FAILED, new TypeError(error));
      return;
    }
    chan.closer = by as number;
    if (ok === false) {
      chan.isClosed = true;
      this.complete(sudog, CLOSED, undefined);
    } else {
      const value = letter === undefined ? undefined : home.forLink(link, () => open(letter));
      this.complete(sudog, HAPPENED, value);
    }
  }

  private complete(sudog: Sudog, end: number, value: unknown): void {
    this.unhold();
    this.leave(sudog.g);
    this.end = end;
    this.value = value;
    wake(sudog);
    changed();
  }

  /** The host asks whether this case may happen. */
  private mayHappen(sudog: Sudog): void {
    const { op } = this;
    const { link } = this.chan;
    const select = outermost(sudog) as Gated;
    const known = knownOf(select);
    if (known.holder !== null) {
      link.forget(op);
      this.op = 0;
      link.post({ kind: NO, op });
      return;
    }
    // Refused: a case on yet another thread has happened, and this one is about to be withdrawn.
    if (!select.admits()) return;
    hold(select, this);
    let sealed: Sealed | undefined;
    try {
      sealed = this.letter();
    } catch (error) {
      link.post({ kind: NO, op });
      this.fail(sudog, error);
      return;
    }
    link.post({ kind: YES, op, letter: sealed?.letter }, sealed?.transfer);
  }

  /** The host waits until a select of its thread is let go. */
  private waits(sudog: Sudog): void {
    knownOf(outermost(sudog) as Gated).isWaiting = true;
    changed();
  }

  /** Lets the select go, if this case holds it: tells whether it did. */
  private unhold(): boolean {
    const select = this.sudog && outermost(this.sudog);
    return select !== null && unhold(select, this);
  }

  /** The chance has passed: the select begins anew (GU2). */
  private gone(sudog: Sudog): void {
    this.chan.link.forget(this.op);
    this.op = 0;
    const select = outermost(sudog) as Gated;
    const known = knownOf(select);
    const { g } = sudog;
    const root = g.waiting as Operation<any>;
    const misses = known.misses + 1;
    const isPausing = misses > FREE_MISSES && !isAwaited(select);
    const sleeps = sleepsOf(select);
    root.withdraw(select.owner);
    known.misses = misses;
    // Two selects that reach for each other from two sides can miss each other again and again, as each is held while
    // the other looks. After the first misses they try again at random moments; at once if one waits for the other.
    const pause = hostDice.random() * 2 ** Math.min(misses - FREE_MISSES, 5);
    if (!isPausing) again(root, select, sleeps);
    else new Pause(root, select, sleeps, Math.min(pause, timeLeft(sleeps)));
    changed();
  }

  finish(): T {
    const { end, chan } = this;
    if (end === LOST) throw new WorkerLost(chan.link.peer, "owned the channel");
    if (end === FAILED) throw this.value;
    const result = this.result(end === CLOSED);
    // A select or a loop may perform it again.
    this.value = undefined;
    return result;
  }

  protected abstract result(isClosed: boolean): T;

  get waitReason(): WaitReason {
    return this.verb === SEND ? "chan send" : "chan receive";
  }
}

class RemoteRecv extends RemoteOp<any> {
  /** Whether the result tells a value from the end. */
  private readonly isTold: boolean;

  constructor(chan: RemoteChan<any>, isTold: boolean) {
    super(chan, RECV);
    this.isTold = isTold;
  }

  protected letter(): undefined {
    return undefined;
  }

  protected result(isClosed: boolean): any {
    return this.isTold ? [this.value, !isClosed] : this.value;
  }
}

class RemoteSend extends RemoteOp<void> {
  /** What is sent. */
  private readonly sent: unknown;

  constructor(chan: RemoteChan<any>, sent: unknown) {
    super(chan, SEND);
    this.sent = sent;
  }

  protected letter(): Sealed {
    const { home, link } = this.chan;
    return home.forLink(link, () => seal(this.sent, "send: value"));
  }

  protected result(isClosed: boolean): void {
    if (isClosed) throw sendOnClosed(this.chan, this.sent);
  }
}

/** A channel of another thread. */
export class RemoteChan<T> {
  readonly home: GuestHome;
  /** The way to its thread. */
  readonly link: Link;
  /** Its number there. */
  readonly id: number;
  readonly cap: number;
  /** Keeps the channel known over there as long as this object lives. */
  readonly share: Share;
  /** Values in the buffer, when its thread was last heard of it. */
  len = 0;
  /** Whether it is known to be closed. */
  isClosed = false;
  /** Id of the goroutine that closed it. */
  closer = 0;

  constructor(home: GuestHome, link: Link, id: number, cap: number, share: Share) {
    this.home = home;
    this.link = link;
    this.id = id;
    this.cap = cap;
    this.share = share;
  }

  send(value: T): Op<void> {
    return new RemoteSend(this, value);
  }

  recv(): Op<T | undefined> {
    return new RemoteRecv(this, false);
  }

  recvOk(): Op<[value: T, ok: true] | [value: undefined, ok: false]> {
    return new RemoteRecv(this, true);
  }

  trySend(_value: T): boolean {
    throw atOnce("trySend");
  }

  tryRecv(): [value: T, ok: true] | [value: undefined, ok: false] | undefined {
    throw atOnce("tryRecv");
  }

  range(body: (value: T) => Go<boolean | void> | boolean | void): Op<void> {
    return range<T>(new RemoteRecv(this, true), body);
  }

  [Symbol.asyncIterator](): ChanIterator<T> {
    return new ChanIterator(this);
  }

  close(): void {
    if (this.isClosed) throw closeOfClosed(this.closer);
    if (this.link.isLost) throw new WorkerLost(this.link.peer, "owned the channel");
    this.isClosed = true;
    this.closer = m.g?.id ?? 0;
    const { link, id: chan, closer: by } = this;
    const op = link.expect(new Closing(link, currentSched()));
    link.post({ kind: CLOSE, op, chan, by });
  }
}

/** A close on its way. */
class Closing implements Pending {
  private readonly link: Link;
  /** The program that closes. */
  private readonly sched: Sched;

  constructor(link: Link, sched: Sched) {
    this.link = link;
    this.sched = sched;
  }

  heard({ op, ok, by }: Message): void {
    this.link.forget(op as number);
    if (ok || this.sched.hasEnded) return;
    // Too late for who closed it, and who has gone on: a goroutine of its own panics, and the program ends all the same.
    const close = (): never => {
      throw closeOfClosed(by as number);
    };
    goready(newproc(this.sched, close, []));
  }

  lost(): void {}
}

function besideCondition(): RuntimeError {
  return new RuntimeError(
    "select: a channel of another thread beside a condition",
    "  to be asked for, its case may have to wait anew: want a sharedChan",
  );
}

/** What only a channel of this thread, or one in shared memory, can answer at once. */
function atOnce(what: string): RuntimeError {
  return new RuntimeError(
    `${what} on a channel of another thread`,
    "  it cannot be asked at once: want a sharedChan, or a select with after(ms)",
  );
}
