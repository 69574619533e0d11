/**
 * Machine: an M, as its own thread runs it. It finds out what runs next, and sleeps when nothing does.
 *
 * The run loop of the core asks `next` in place of its own queues. Goroutines that have started are in those queues
 * and never leave this thread; those that have not are in shared memory (shm/runq.ts, shm/globq.ts).
 *
 *   MA1  A goroutine is begun or resumed only while this M holds a P. One that runs when its P is taken away runs on
 *        until it parks or its slice is over.
 *   MA2  The order is Go's: every 61st round the global queue, then what was just made runnable here, then the own
 *        goroutines and the ring of the P in turn, the global queue, the rings of others. But own ones that were woken
 *        come before the ring while that has little for thieves, up to 15 rounds of a slice: no other M can take them, and
 *        they may fill the ring.
 *   MA3  `next` answers null only after the P has been let go of: then nothing is to be done, or no P is to be had.
 *   MA4  It sleeps only on its inbox: who has something for it puts a record there or pokes it. With M_MAIL it does not spin.
 *
 * @go runtime/proc.go schedule, findRunnable
 */
import { type G, host, hostDice, type P, type Sched, type Source } from "@gopark/core/internal";
import { numCPU } from "../cpus.js";
import { drain } from "../inbox-loop.js";
import { rouse } from "../monitor-words.js";
import { add, doze, get, load, put, store, waitAsync } from "../shm/atomics.js";
import { globqCount, globqPutBatch, globqTake } from "../shm/globq.js";
import { awaitP, isInLine, letGo, pin, regain, unpin } from "../shm/handover.js";
import {
  anyWork,
  becomeIdle,
  becomeLocked,
  retake,
  startSpinning,
  stopSpinning,
  wakep,
} from "../shm/idle.js";
import { PARKED, park, poke } from "../shm/inbox.js";
import {
  M_HAS_WOKEN,
  M_INBOX,
  M_P,
  M_STATUS,
  M_TICK,
  mLine,
  P_COUNT,
  P_HEAD,
  P_PAGES,
  P_RUNNEXT,
  P_SCHEDTICK,
  P_SIZE,
  P_STATUS,
  P_TAIL,
  pPage,
} from "../shm/layout.js";
import { G_NEXT } from "../shm/record.js";
import { RING, runqGet, runqPut, runqSteal } from "../shm/runq.js";
import {
  held,
  M_GRANTED,
  M_MAIL,
  M_NONE,
  M_PARKS,
  M_SPINNING,
  M_SPINS,
  M_WOKEN,
  P_GLOBAL,
  P_RUNNING,
  P_STEALS,
  S_CRASHED,
  S_WAITING_MS,
} from "../shm/sched-words.js";
import { shm } from "../shm-engine.js";
import type { Ids } from "./ids.js";
import type { Runner } from "./runner.js";
import { idleHooks } from "./source.js";
import { Standing } from "./standing.js";

/**
 * Milliseconds for which an M looks for something to do before it sleeps, at least and at most. Two that talk to each other and
 * both sleep in between wait for a wake-up each time. If spinning is shorter than a wake-up that never ends: who was
 * woken finds the other asleep again. So an M that was woken soon after it fell asleep spins for longer.
 */
const SPIN_LEAST = 0.04;
const SPIN_MOST = 0.32;

/** Milliseconds: a sleep that was shorter would have been better spent spinning. */
const NAP = 0.5;

/** Milliseconds from one doze to the next, at least. */
const DOZE_PAUSE = 1;

/** Looks at the inbox from one look at the queues and the clock to the next. */
const LOOKS = 32;

/** Looks at the inbox before anything else: an answer that is on its way comes within a microsecond or two. */
const GLANCES = 200;

/** How many times thieves go round; the last time they take a `runnext` as well. */
const ROUNDS = 4;

/** So many goroutines in a ring keep thieves busy for a while. */
const ENOUGH = 64;

/** With less in the ring, so many rounds are for own goroutines. */
const OWN_ROUNDS = 16;

/** An M gives its P to one that waits for it after so many milliseconds. */
const TURN = 10;

/** An M, on its own thread. */
export class Machine implements Source {
  /** Its index. */
  readonly index: number;
  /** Its goroutines that have started. */
  readonly sched: Sched;
  /** Numbers goroutines. */
  readonly ids: Ids;
  /** Begins and ends those of the shared queues. */
  readonly runner: Runner;
  /** Its line in shared memory. */
  private readonly line: number;
  /** Status word of a P that it holds. */
  private readonly mine: number;
  /** The page of the P it holds; 0: none. What it says may have been taken away meanwhile. */
  page = 0;
  /** When it got that P. */
  private heldSince = 0;
  /** Rounds so far. */
  private tick = 0;
  /** Whose turn it was: the ring's or the own goroutines' (MA2). */
  private isRingFirst = false;
  /** How often own ones came first since the ring did. */
  private ownRounds = 0;
  /** End of the slice in which this was last asked. */
  private sliceEnd = 0;
  /** Sees to it that nobody stands at the head of the ring for ever (ST1). */
  private readonly standing: Standing = new Standing();
  /** Goroutines of its own that have locked it to themselves, and how often. */
  private readonly locks = new Map<G, number>();
  /** Modules that are being loaded for goroutines of the shared queues. */
  private loading = 0;
  /** Whether it takes no new goroutines: one has locked it, or a module is missing for them. */
  private isLocked = false;
  /** Whether it sleeps. */
  private isAsleep = false;
  /** Since when it does. */
  private asleepSince = 0;
  /** Milliseconds for which it spins before it sleeps. */
  private spin = SPIN_LEAST;
  /** When it dozed last. */
  private dozedAt = Number.NEGATIVE_INFINITY;
  /** Whether it is being told when its inbox changes. */
  private isListening = false;
  /** Whether it has stopped. */
  private hasStopped = false;

  private readonly woken = (): void => {
    this.isListening = false;
    if (!this.hasStopped) this.sched.wakeup();
  };

  constructor(index: number, sched: Sched, ids: Ids, runner: Runner) {
    this.index = index;
    this.sched = sched;
    this.ids = ids;
    this.runner = runner;
    this.line = mLine(index);
    this.mine = held(index, P_RUNNING);
    runner.onLoad = (n) => this.load(n);
  }

  /** What runs next; null if nothing does, or no P is to be had (MA3). */
  next(p: P): G | null {
    if (this.isAsleep) {
      this.isAsleep = false;
      this.adapt();
      idleHooks.onBusy?.();
    }
    if (get(this.line + M_INBOX) !== 0 || (this.tick & 63) === 0) drain();
    if (get(S_CRASHED) !== 0) return null;
    if (this.locks.size > 0) this.prune();
    if (get(S_WAITING_MS) > 0) this.takeTurns();
    for (;;) {
      if (!this.holdsP && !this.gainP(p)) return null;
      const g = this.take(p) ?? this.search(p);
      if (g !== null) {
        if (load(this.line + M_STATUS) === M_SPINNING) stopSpinning(this.index);
        return g;
      }
      if (this.page === 0) return null;
    }
  }

  /** Spins for longer from now on if it was woken soon by its inbox, else for shorter. */
  private adapt(): void {
    // What wakes it by its event loop comes the later the longer it spins: that stands still meanwhile.
    const isNap = load(this.line + M_INBOX) !== PARKED && host.now() - this.asleepSince < NAP;
    this.spin = isNap ? Math.min(SPIN_MOST, this.spin * 2) : Math.max(SPIN_LEAST, this.spin / 2);
  }

  /** Whether it holds a P. */
  private get holdsP(): boolean {
    return this.page !== 0 && get(this.page + P_STATUS) === this.mine;
  }

  /** Index of the P it holds, or held last. */
  private get pIndex(): number {
    return (this.page - P_PAGES) / P_SIZE;
  }

  /** Gets a P; false if there is none, or nothing to do with one. */
  private gainP(p: P): boolean {
    this.page = 0;
    put(this.line + M_P, 0);
    let page = regain(this.index);
    if (page === 0 && !isInLine(this.index)) page = p.isBusy ? awaitP(this.index) : this.rest(-1);
    if (page === 0) return false;
    this.hold(page);
    return true;
  }

  /** From now on it holds that P. */
  hold(page: number): void {
    this.page = page;
    this.heldSince = host.now();
    rouse();
    put(this.line + M_P, this.pIndex + 1);
  }

  /** Gives the P to an M that waits for one, after a time of its own. */
  private takeTurns(): void {
    if (!this.holdsP || host.now() - this.heldSince < TURN) return;
    letGo(this.pIndex, this.index);
    this.page = 0;
  }

  /** Takes what is nearest (MA2). */
  private take(p: P): G | null {
    const { page } = this;
    put(page + P_SCHEDTICK, ++this.tick);
    put(this.line + M_TICK, this.tick);
    if (this.tick % 61 === 0 && globqCount() > 0 && !this.isLocked) {
      const rec = globqTake(1, this.index);
      const g = rec === 0 ? null : this.runner.begin(rec);
      if (g !== null) return g;
    }
    if (p.runnext !== null) return p.findRunnable();
    this.isRingFirst = this.isRingsTurn(p);
    return this.isRingFirst ? (this.takeOwn() ?? p.findRunnable()) : (p.findRunnable() ?? this.takeOwn());
  }

  /** Whether the ring comes before the own goroutines now (MA2). */
  private isRingsTurn(p: P): boolean {
    const { page } = this;
    const isNewSlice = this.sliceEnd !== p.sliceEnd;
    this.sliceEnd = p.sliceEnd;
    if (isNewSlice) this.standing.look(page, this.index);
    const hasFew = ((get(page + P_TAIL) - get(page + P_HEAD)) | 0) < ENOUGH;
    if (p.runq.count === 0 || !hasFew || get(P_COUNT) === 1) return !this.isRingFirst;
    if (!isNewSlice && ++this.ownRounds < OWN_ROUNDS) return false;
    this.ownRounds = 0;
    return true;
  }

  /** Takes a goroutine out of the ring of its P. */
  private takeOwn(): G | null {
    const { page } = this;
    while (!this.isLocked && (get(page + P_RUNNEXT) !== 0 || get(page + P_HEAD) !== get(page + P_TAIL))) {
      const rec = runqGet(page);
      const g = rec === 0 ? null : this.runner.begin(rec);
      if (g !== null) return g;
    }
    return null;
  }

  /** Takes from the global queue and from others; when there is nothing, looks for a while and then lets go of the P. */
  private search(p: P): G | null {
    const { index, line } = this;
    // With more Ps than processors it would keep others from working; and what goroutines wait for outside comes by the
    // event loop, which stands still while this spins.
    const maySpin = load(P_COUNT) <= numCPU() && this.sched.external === 0;
    // Two goroutines that talk across threads: to look for other work each time would cost more than the wait.
    if (maySpin && shm.watch(index, GLANCES) === 1) {
      drain();
      if (p.isBusy) return p.findRunnable();
    }
    let g = this.forage();
    if (g !== null) return g;
    if (maySpin && get(line + M_MAIL) === 0) {
      if (get(line + M_HAS_WOKEN) !== 0) {
        // Some systems put the thread that was woken behind this one, on the same processor: it has to be let in.
        put(line + M_HAS_WOKEN, 0);
        this.doze();
        if (p.isBusy) return p.findRunnable();
      }
      put(line + M_SPINS, get(line + M_SPINS) + 1);
      const isThief = !this.isLocked && startSpinning(index);
      const end = host.now() + this.spin;
      do {
        if (shm.watch(index, LOOKS) === 1) {
          drain();
          if (p.isBusy) return p.findRunnable();
        }
        if (isThief && anyWork()) {
          g = this.forage();
          if (g !== null) return g;
        }
      } while (host.now() < end && this.holdsP && get(S_CRASHED) === 0 && get(line + M_MAIL) === 0);
    }
    const { pIndex } = this;
    this.page = 0;
    put(line + M_P, 0);
    const page = this.rest(pIndex);
    if (page !== 0) this.hold(page);
    return null;
  }

  /** Sleeps without letting go of its P, until something comes: where this thread may, for a tenth of a millisecond at most. */
  private doze(): void {
    const now = host.now();
    // Who ends this has woken somebody too, and dozes next. Two that talk to each other must not do so in turns.
    if (now - this.dozedAt < DOZE_PAUSE) return;
    this.dozedAt = now;
    if (park(this.index)) doze(this.line + M_INBOX, PARKED);
    drain();
  }

  /** Lets go of its P (-1: it has none); answers the page of a P if it is to go on. */
  private rest(pIndex: number): number {
    if (!this.isLocked) return becomeIdle(pIndex, this.index);
    becomeLocked(pIndex, this.index);
    return 0;
  }

  /** Takes a share of the global queue, else half of what somebody else has; null if nobody has anything. */
  private forage(): G | null {
    // A goroutine whose module is missing goes back, and locks the M.
    while (!this.isLocked) {
      const rec = globqCount() > 0 ? this.takeShare() : this.steal();
      if (rec === 0) return null;
      const g = this.runner.begin(rec);
      if (g !== null) return g;
    }
    return null;
  }

  /** Takes a share of the global queue: the first to run now, the others to the own ring. */
  private takeShare(): number {
    const { index, page } = this;
    const first = globqTake(RING / 2, index);
    if (first === 0) return 0;
    let count = 1;
    let rec = get(first + G_NEXT);
    put(first + G_NEXT, 0);
    if (rec !== 0 && !pin(page, index)) {
      // The P is gone, and its ring belongs to another.
      let last = rec;
      let n = 1;
      for (; get(last + G_NEXT) !== 0; n++) last = get(last + G_NEXT);
      globqPutBatch(rec, last, n, index);
      return first;
    }
    if (rec !== 0) {
      for (; rec !== 0; count++) {
        const after = get(rec + G_NEXT);
        runqPut(page, rec, index);
        rec = after;
      }
      unpin(page, index);
    }
    add(page + P_GLOBAL, count);
    return first;
  }

  /** Steals half of what another P has, in random order of the Ps; 0 if nobody has anything. */
  private steal(): number {
    const { index, page } = this;
    const count = load(P_COUNT);
    for (let round = 1; round <= ROUNDS; round++) {
      const start = Math.floor(hostDice.random() * count);
      for (let i = 0; i < count; i++) {
        const victim = pPage((start + i) % count);
        if (victim === page) continue;
        if (load(victim + P_HEAD) === load(victim + P_TAIL) && load(victim + P_RUNNEXT) === 0) continue;
        if (!pin(page, index)) return 0;
        const before = get(page + P_TAIL);
        const rec = runqSteal(page, victim, round === ROUNDS);
        if (rec !== 0) add(page + P_STEALS, ((get(page + P_TAIL) - before) | 0) + 1);
        unpin(page, index);
        if (rec !== 0) return rec;
      }
    }
    return 0;
  }

  /** Nothing runs here: sleeps until the inbox changes (MA4). */
  idle(sched: Sched): void {
    if (this.hasStopped) return;
    const { index, line } = this;
    if (!park(index)) {
      sched.wakeup();
      return;
    }
    const status = load(line + M_STATUS);
    // Claimed before it parked: the poke was too early (idle.ts, last steps).
    if (get(S_CRASHED) === 0 && (status === M_WOKEN || status === M_GRANTED)) {
      sched.wakeup();
      return;
    }
    put(line + M_PARKS, get(line + M_PARKS) + 1);
    this.isAsleep = true;
    this.asleepSince = host.now();
    this.listen();
    idleHooks.onIdle?.(sched);
  }

  /** Sees to it that this thread is told when its inbox changes. One wait at a time: those left over would leak. */
  private listen(): void {
    if (this.isListening) return;
    const change = waitAsync(this.line + M_INBOX, PARKED);
    if (change === null) {
      this.sched.wakeup();
      return;
    }
    this.isListening = true;
    if (change === undefined) host.setTimer(this.woken, 1, false);
    else change.then(this.woken);
  }

  /** Queues a goroutine that has not started, where this M takes it from next. The caller wakes another M. */
  put(
    rec: number,
    queue: (page: number, rec: number, me: number) => void,
    otherwise: (rec: number, me: number) => void,
  ): void {
    const { index, page } = this;
    if (page !== 0 && pin(page, index)) {
      queue(page, rec, index);
      unpin(page, index);
    } else otherwise(rec, index);
  }

  /** `g` keeps this M to itself and those that have started here already. */
  lock(g: G): void {
    this.locks.set(g, (this.locks.get(g) ?? 0) + 1);
    this.isLocked = true;
    // What stands in the ring is for others.
    if (anyWork()) wakep(this.index);
  }

  /** Takes back one `lock` of `g`. */
  unlock(g: G): void {
    const count = this.locks.get(g) ?? 0;
    if (count > 1) this.locks.set(g, count - 1);
    else this.locks.delete(g);
    this.decide();
  }

  /** A module is being loaded (n = 1), or is here (n = -1): meanwhile others take what is queued. */
  load(n: number): void {
    this.loading += n;
    this.decide();
    if (!this.isLocked && !this.hasStopped) this.sched.wakeup();
  }

  /** Whether it takes new goroutines. */
  private decide(): void {
    this.isLocked = this.locks.size > 0 || this.loading > 0;
  }

  /** Forgets the locks of goroutines that have ended. */
  private prune(): void {
    for (const g of this.locks.keys()) if (g.status === "dead") this.locks.delete(g);
    this.decide();
  }

  /** Lets go of the P before a call that blocks. */
  enterCall(): void {
    if (!this.holdsP) return;
    const { pIndex } = this;
    this.page = 0;
    put(this.line + M_P, 0);
    retake(pIndex, this.mine, this.index);
  }

  /** After a call that blocked: whether it has a P again. */
  exitCall(): boolean {
    if (this.holdsP) return true;
    const page = regain(this.index);
    if (page !== 0) this.hold(page);
    return page !== 0;
  }

  /** Lets go of the P for good. */
  stop(): void {
    this.hasStopped = true;
    if (this.page !== 0) letGo(this.pIndex, this.index);
    this.page = 0;
    store(this.line + M_STATUS, M_NONE);
    // Ends the wait for a change of the inbox.
    poke(this.index);
  }
}
