/**
 * The owner's side of a lock that goroutines of other threads use without shared memory: the lock itself, which lies in the memory
 * of this thread, and the operations that borrowers perform on it. They stand in its lines like those of this thread.
 *
 *   LN1  What a borrower holds is held in the name of its M: if that dies, the lock is poisoned as in shared memory
 *        (shm/sweep.ts). Until it is told that it has the lock, this thread holds it.
 *   LN2  What is given to a borrower that waits no more comes back: either it takes it back itself (Link.giveBack), or this thread does.
 */
import { FatalError, RuntimeError } from "@gopark/core";
import {
  defaultSched,
  dump,
  G,
  goready,
  newproc,
  type Operation,
  PARKED,
  Sudog,
  WAITING,
  withdraw,
} from "@gopark/core/internal";
import {
  ADD,
  AWAIT,
  CANCEL,
  type Link,
  type Message,
  OVER,
  READ,
  type Served,
  TAKE,
  UNLOCK,
} from "../bridge-link.js";
import type { SharedHandle } from "../handles.js";
import { land } from "../inbox-loop.js";
import { current } from "../sched/current.js";
import { get, type i32, put } from "../shm/atomics.js";
import { HOLDER } from "../shm/hmutex.js";
import { READS, WRITER } from "../shm/hrwmutex.js";
import { MUTEX, OBJECT_KIND, RWMUTEX, WAITGROUP } from "../shm/object.js";
import { MISUSED } from "../shm/verdict.js";
import { shm } from "../shm-engine.js";
import { thread } from "../thread.js";
import { WorkerLost } from "../worker-lost.js";

/** A lock or a wait group of this thread, as far as others use it. */
interface Lendable extends SharedHandle {
  lock?(): Operation<unknown>;
  rLock?(): Operation<unknown>;
  wait?(): Operation<unknown>;
}

/** Whether other threads can use a shared object without shared memory: a Mutex, an RWMutex, a WaitGroup. */
export function isLendable({ addr }: SharedHandle): boolean {
  return kindAt(addr) !== 0;
}

/** Its kind; 0 if it can't be lent. */
function kindAt(addr: i32): i32 {
  const kind = get(addr + OBJECT_KIND);
  return kind === MUTEX || kind === RWMUTEX || kind === WAITGROUP ? kind : 0;
}

/** A lock of this thread that others know by its number. */
export class Lent {
  /** The lock. */
  readonly chan: Lendable;
  /** Its number on this thread. */
  readonly id: number;
  /** What kind of object it is. */
  readonly cap: i32;
  /** The shares that others hold (bridge-share.ts). */
  weight = 0n;
  /** Whether a realm can name it that is no M: never. */
  readonly isOutside = false;

  constructor(handle: SharedHandle, id: number) {
    this.chan = handle;
    this.id = id;
    this.cap = kindAt(handle.addr);
  }

  /** Performs an operation of a borrower. */
  perform(link: Link, message: Message): void {
    new Borrower(this, link, message).begin();
  }

  /** The operation with a verb. */
  operation(verb: number): Operation<unknown> {
    const { chan } = this;
    const op = verb === READ ? chan.rLock?.() : verb === AWAIT ? chan.wait?.() : chan.lock?.();
    return op as Operation<unknown>;
  }

  /** M `peer` has it from now on (LN1). */
  lend(verb: number, peer: number): void {
    const { addr } = this.chan;
    if (verb === READ) this.countReads(peer, 1);
    else if (verb === TAKE) put(addr + (this.cap === MUTEX ? HOLDER : WRITER), peer + 1);
  }

  /** Readers of M `peer` that this thread counts as its own, or the other way round. */
  private countReads(peer: number, n: number): void {
    const words = this.chan.addr + READS;
    const [mine, theirs] = [words + (thread.index << 2), words + (peer << 2)];
    put(mine, get(mine) - n);
    put(theirs, get(theirs) + n);
  }

  /** Does what is over at once, for a goroutine of M `peer`, or of this one. */
  call({ verb, by = 0 }: Message, peer: number): void {
    const { cap, chan } = this;
    const { addr } = chan;
    const me = thread.index;
    let verdict: i32;
    let misuse = "sync: unlock of unlocked mutex";
    if (verb === ADD) verdict = shm.addTally(addr, by, me);
    else if (cap === MUTEX) verdict = shm.unlockMutex(addr, me);
    else if (verb === UNLOCK) {
      verdict = shm.writeUnlock(addr, me);
      misuse = "sync: Unlock of unlocked RWMutex";
    } else {
      verdict = shm.readUnlock(addr, me);
      misuse = "sync: RUnlock of unlocked RWMutex";
      if (verdict !== MISUSED && peer !== me) this.countReads(peer, -1);
    }
    land();
    if (verdict === MISUSED)
      raise(verb === ADD ? new RuntimeError("sync: negative WaitGroup counter") : misuse);
  }
}

/** Ends the program. Who made the mistake is on another thread, and has gone on: a goroutine of its own panics in its place. */
function raise(what: RuntimeError | string): void {
  const sched = current.bench?.sched ?? defaultSched();
  if (sched.hasEnded) return;
  const error = typeof what === "string" ? new FatalError(what, dump(sched)) : what;
  if (typeof what === "string" && sched.main !== null) {
    sched.fatal(error);
    return;
  }
  const panics = (): never => {
    throw error;
  };
  goready(newproc(sched, panics, []));
}

/** An operation of a borrower. */
class Borrower implements Served {
  private readonly lent: Lent;
  private readonly link: Link;
  /** Its number. */
  private readonly op: number;
  private readonly verb: number;
  private readonly operation: Operation<unknown>;
  /** Itself, as the scheduler sees it: resumed when it has happened. */
  private readonly g: G;
  /** In the line. */
  private readonly sudog: Sudog;
  /** Whether it has happened, or was given up. */
  private isOver = false;

  constructor(lent: Lent, link: Link, { op, verb }: Message) {
    this.lent = lent;
    this.link = link;
    this.op = op as number;
    this.verb = verb as number;
    this.operation = lent.operation(this.verb);
    this.g = new G(0, defaultSched().p, null, undefined);
    this.g.onDone = () => {
      if (!this.isOver) this.end(this.sudog);
    };
    this.sudog = new Sudog(this.g, null);
    this.g.sudog = this.sudog;
  }

  /** Performs it, or stands in line. */
  begin(): void {
    const { g, operation } = this;
    this.link.served.set(this.op, this);
    try {
      if (operation.poll()) {
        this.end(null);
        return;
      }
    } catch (error) {
      // No room for another that waits.
      this.fail(error as Error);
      return;
    }
    operation.state = PARKED;
    g.state = WAITING;
    g.waiting = operation;
    operation.enroll(this.sudog);
  }

  /** It can't be performed. */
  private fail(error: Error): void {
    const { link, op } = this;
    this.isOver = true;
    link.served.delete(op);
    const { message } = error;
    link.post({ kind: OVER, op, error: message, ...(error instanceof WorkerLost && { lost: error.thread }) });
  }

  /** It has happened: tells the borrower how it ended. */
  private end(sudog: Sudog | null): void {
    const { lent, link, op, verb } = this;
    this.isOver = true;
    this.g.waiting = null;
    link.served.delete(op);
    try {
      this.operation.finish(sudog);
    } catch (error) {
      const { message } = error as Error;
      link.post({
        kind: OVER,
        op,
        error: message,
        ...(error instanceof WorkerLost && { lost: error.thread }),
      });
      return;
    }
    lent.lend(verb, link.peer);
    link.post({ kind: OVER, op, chan: lent.id, verb, ok: true });
  }

  heard({ kind }: Message): void {
    if (kind === CANCEL) this.drop();
  }

  drop(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.link.served.delete(this.op);
    withdraw(this.g);
  }
}
