/**
 * Desk: M0's side of a program without shared memory. It keeps the goroutines that have not started, and hands them out.
 *
 * How a goroutine gets to an M:
 *
 *   1. `go` puts it at the end of the queue; on another M, by a message to M0 first.
 *   2. If an M is hungry it gets a share of the queue at once: the one with the fewest goroutines, of several.
 *   3. If none is, it waits. M0 takes the first one when nothing else is runnable here; an M says IDLE when nothing is there,
 *      and gets a share. Where M0 takes nothing, it asks the Ms that are busy: who answers first gets a share.
 *   4. A share is one goroutine. It doubles each time an M has ended all of its share within SHORT milliseconds, and is one again
 *      when that has taken longer than LONG: so the way to M0 and back is paid once for many goroutines that take microseconds, and
 *      one that takes long has none waiting behind it. For one that is always busy it doubles when all of the last has ended.
 *
 *   DK1  No goroutine waits in the queue while an M is hungry, that may take it. Ms that goroutines have to themselves are
 *        replaced.
 *   DK2  A goroutine is handed to one M at a time. It is handed out again only if that M has given it back, or has died and not
 *        said that it is about to begin it. The first of a share counts as begun when it is handed out.
 *   DK3  All results go through here, so M0 knows what is lost with an M.
 *   DK4  No goroutine waits in the queue for ever because those that run never park: M0 takes one now and then, or an M does.
 *   DK5  While M0 computes nobody gets anything: a main that computes for long leaves others without work.
 */
import { host } from "@gopark/core/internal";
import type { Started as StartedGoroutine } from "../dumps.js";
import type { MStats, PStats, Stats } from "../sched/stats.js";
import type { Bench, Office } from "./bench.js";
import { type Envelope, throwAway, transferOf } from "./envelope.js";
import { Started } from "./handed.js";
import {
  ASK,
  BACK,
  BEGIN,
  BEGUN,
  BUSY,
  DIED,
  ENDED,
  IDLE,
  type Job,
  LOCKED,
  LOST,
  PROCS,
  START,
  WILLING,
  type Work,
} from "./protocol.js";

/** An M that ends a share within so many milliseconds gets twice as many goroutines the next time. */
const SHORT = 1;
/** One that takes longer gets one. */
const LONG = 4;
/** Most goroutines that are handed out at a time. */
const MOST = 32;

/** Sends a message to an M. */
export type Post = (index: number, work: Work, transfer: Transferable[]) => void;

/** A goroutine that has not ended. */
interface Entry {
  readonly job: Job;
  /** Index of the M that has it; -1: it is in the queue. */
  runner: number;
  /** Whether it may have begun (DK2). */
  hasBegun: boolean;
}

/** What is known of an M. */
class Hand {
  readonly index: number;
  /** Whether it has nothing to run. */
  isHungry = false;
  /** Whether a goroutine has it to itself. */
  isLocked = false;
  /** Whether it has been asked if it is willing, and has not answered. */
  isAsked = false;
  /** What it has, by id. */
  readonly entries: Map<number, Entry> = new Map();
  /** What it got last, by id. */
  last: readonly number[] = [];
  /** How many goroutines it gets at a time. */
  share = 1;
  /** When it got something last, if it has not had nothing to run since. */
  servedAt: number = Number.NEGATIVE_INFINITY;
  /** Handed goroutines so far, for reports. */
  served = 0;
  /** How often it had nothing to run. */
  parks = 0;

  constructor(index: number) {
    this.index = index;
  }
}

/** M0's side. */
export class Desk implements Office {
  readonly started: Started = new Started();
  procs: number;
  /** Begins goroutines on M0. */
  bench: Bench | null = null;
  /** Goroutines that have not started, the next one first. */
  private queue: Entry[] = [];
  /** All that have not ended, by id. */
  private readonly entries = new Map<number, Entry>();
  /** The Ms that are up, by index. */
  readonly hands: Map<number, Hand> = new Map();
  private readonly post: Post;
  /** So many Ms are wanted now, M0 included. */
  private readonly onGrow: (ms: number) => void;

  constructor(procs: number, post: Post, onGrow: (ms: number) => void) {
    this.procs = procs;
    this.post = post;
    this.onGrow = onGrow;
  }

  /** Goroutines in the queue. */
  get queued(): number {
    return this.queue.length;
  }

  /** What M0 alone may begin takes turns with what runs there. */
  get turn(): number {
    return this.places === 0 ? 2 : 61;
  }

  /** How many Ms besides M0 may have work at the same time: M0 is one of the Ps, unless it takes nothing. */
  private get places(): number {
    return Math.max(this.procs - 1, this.bench?.isOpen === false ? 1 : 0);
  }

  /** Those that may get something. With fewer Ps than there were, the last Ms get nothing any more. */
  private get open(): Hand[] {
    return [...this.hands.values()].filter(({ isLocked }) => !isLocked).slice(0, this.places);
  }

  /** How many Ms there have to be, M0 included. */
  get wanted(): number {
    let count = 1 + this.places;
    for (const { isLocked } of this.hands.values()) if (isLocked) count++;
    return count;
  }

  /** An M is up. It says when it is hungry. */
  join(index: number): void {
    this.hands.set(index, new Hand(index));
  }

  /** A message has come from M `from`. */
  heard(from: number, { word, id = 0, jobs = [], result }: Work): void {
    const hand = this.hands.get(from);
    if (hand === undefined) return;
    if (word === START) for (const job of jobs) this.start(job);
    else if (word === ENDED) this.returned(id, result as Envelope);
    else if (word === IDLE) this.isIdle(hand);
    else if (word === BUSY) hand.isHungry = false;
    else if (word === WILLING) this.isWilling(hand);
    else if (word === BEGUN) {
      const entry = hand.entries.get(id);
      if (entry !== undefined) entry.hasBegun = true;
    } else if (word === BACK) this.takeBack(hand, jobs);
    else if (word === PROCS) this.resize(id);
    else if (word === LOCKED) this.setLocked(hand, id === 1);
  }

  start(job: Job): void {
    const entry: Entry = { job, runner: -1, hasBegun: false };
    this.entries.set(job.id, entry);
    this.queue.push(entry);
    this.distribute();
  }

  take(): Job | undefined {
    const entry = this.queue.shift();
    if (entry === undefined) return undefined;
    entry.runner = 0;
    entry.hasBegun = true;
    this.started.begun(entry.job.id);
    return entry.job;
  }

  ended({ id }: Job, result: Envelope): void {
    this.returned(id, result);
  }

  idle(): void {}

  /** M0 takes nothing new: if it had the only P, another M does now. */
  close(): void {
    this.distribute();
  }

  locked(): void {
    this.onGrow(this.wanted);
  }

  resize(procs: number): void {
    this.procs = procs;
    for (const index of this.hands.keys()) this.post(index, { word: PROCS, id: procs }, []);
    this.onGrow(this.wanted);
    this.distribute();
  }

  /** M `index` has died: what it ran is lost, what had not begun is queued again, before all others. */
  died(index: number): void {
    const hand = this.hands.get(index);
    this.hands.delete(index);
    for (const other of this.hands.keys()) this.post(other, { word: DIED, id: index }, []);
    const again: Entry[] = [];
    for (const entry of hand?.entries.values() ?? []) {
      if (entry.hasBegun) this.lose(entry, index);
      else again.push(entry);
    }
    this.queueFirst(again);
  }

  /** An M has nothing to run. */
  private isIdle(hand: Hand): void {
    const took = host.now() - hand.servedAt;
    hand.servedAt = Number.NEGATIVE_INFINITY;
    hand.parks++;
    hand.isAsked = false;
    if (took > LONG) hand.share = 1;
    else if (took < SHORT && hand.entries.size === 0) hand.share = Math.min(MOST, hand.share * 2);
    hand.isHungry = true;
    this.distribute();
  }

  /** A goroutine has an M to itself, or does no more. */
  private setLocked(hand: Hand, isLocked: boolean): void {
    hand.isLocked = isLocked;
    this.onGrow(this.wanted);
    this.distribute();
  }

  /** Hands out what can be handed out (DK1). */
  private distribute(): void {
    while (this.queue.length > 0) {
      const hungry = this.open.filter(({ isHungry }) => isHungry);
      const [first, ...others] = hungry;
      if (first === undefined) {
        if (this.bench?.isOpen === false) this.ask();
        else this.bench?.offer();
        return;
      }
      const hand = others.reduce((a, b) => (b.entries.size < a.entries.size ? b : a), first);
      this.serve(hand, Math.min(hand.share, Math.ceil(this.queue.length / hungry.length)));
    }
  }

  /** Asks those that are busy (DK4). Who computes for long answers after that. */
  private ask(): void {
    for (const hand of this.open) {
      if (hand.isAsked) continue;
      hand.isAsked = true;
      this.post(hand.index, { word: ASK }, []);
    }
  }

  /** An M that is busy would begin more. */
  private isWilling(hand: Hand): void {
    hand.isAsked = false;
    const { open, queue } = this;
    if (queue.length === 0 || !open.includes(hand)) return;
    hand.share = hand.last.some((id) => hand.entries.has(id)) ? 1 : Math.min(MOST, hand.share * 2);
    this.serve(hand, Math.min(hand.share, Math.ceil(queue.length / open.length)));
    this.distribute();
  }

  /** Gives an M the first `count` of the queue. */
  private serve(hand: Hand, count: number): void {
    const entries = this.queue.splice(0, count);
    hand.last = entries.map(({ job }) => job.id);
    const transfer: Transferable[] = [];
    entries.forEach((entry, i) => {
      const { envelope, id } = entry.job;
      entry.runner = hand.index;
      // What is moved can't be handed out twice.
      entry.hasBegun = i === 0 || envelope.moved.length > 0;
      hand.entries.set(id, entry);
      transfer.push(...transferOf(envelope, !entry.hasBegun));
      this.started.begun(id);
    });
    hand.isHungry = false;
    hand.served += count;
    hand.servedAt = host.now();
    this.post(hand.index, { word: BEGIN, jobs: entries.map(({ job }) => job) }, transfer);
  }

  /** An M gives back what it will not begin. The jobs are the same, their envelopes are here again. */
  private takeBack(hand: Hand, jobs: readonly Job[]): void {
    hand.isHungry = false;
    const entries = jobs.map((job): Entry => ({ job, runner: -1, hasBegun: false }));
    for (const entry of entries) this.entries.set(entry.job.id, entry);
    this.queueFirst(entries);
    for (const { id } of jobs) hand.entries.delete(id);
  }

  private queueFirst(entries: readonly Entry[]): void {
    for (const entry of entries) {
      entry.runner = -1;
      this.started.queued(entry.job.id);
    }
    this.queue = [...entries, ...this.queue];
    this.distribute();
  }

  /** A goroutine has returned, wherever it ran. */
  private returned(id: number, result: Envelope): void {
    const entry = this.entries.get(id);
    if (entry === undefined) {
      throwAway(result);
      return;
    }
    this.forget(entry);
    const { starter } = entry.job;
    if (starter === 0) this.started.ended(id, result);
    else if (this.hands.has(starter)) this.post(starter, { word: ENDED, id, result }, transferOf(result));
    else throwAway(result);
  }

  private lose(entry: Entry, by: number): void {
    this.forget(entry);
    const { id, starter } = entry.job;
    if (starter === 0) this.started.lost(id, by);
    else if (this.hands.has(starter)) this.post(starter, { word: LOST, id, by }, []);
  }

  private forget({ job, runner }: Entry): void {
    this.entries.delete(job.id);
    this.hands.get(runner)?.entries.delete(job.id);
  }

  known(): StartedGoroutine[] {
    return [...this.entries.values()].map(({ job: { id, name, site }, runner }) => ({
      id,
      name,
      site,
      runner,
    }));
  }

  stats(): Stats {
    const own = (this.bench as Bench).stats();
    const hands = [...this.hands.values()];
    const ps = hands.slice(0, this.procs - 1).map(({ index, isHungry, served }): PStats => {
      const status = isHungry ? "idle" : "running";
      return {
        id: index,
        status,
        m: index,
        runQueue: 0,
        ticks: served,
        steals: 0,
        fromGlobal: served,
        handoffs: 0,
      };
    });
    const ms = hands.map(({ index, isHungry, served, parks }): MStats => {
      const status = isHungry ? "idle" : "running";
      return { id: index, status, p: index, ticks: served, started: served, spins: 0, parks };
    });
    const idle = ps.filter(({ status }) => status === "idle").length;
    return {
      gomaxprocs: this.procs,
      idleProcs: idle,
      threads: 1 + hands.length,
      spinningThreads: 0,
      idleThreads: ms.filter(({ status }) => status === "idle").length,
      runQueue: this.queue.length,
      ps: [own.p, ...ps],
      ms: [own.m, ...ms],
    };
  }

  /** The program is over. */
  stop(): void {
    for (const { job } of this.queue) throwAway(job.envelope);
    this.queue = [];
    this.entries.clear();
    this.hands.clear();
    this.started.drop();
  }
}
