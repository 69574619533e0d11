/**
 * Outpost: the side of an M other than M0 in a program without shared memory. What it gets to do comes from M0's desk, and what
 * it starts goes there.
 *
 *   OP1  It says IDLE once each time it gets hungry, and BUSY if it takes that back.
 *   OP2  It says BEGUN of a goroutine that is not the first of its share before it begins it (DK2).
 *   OP3  Asked, it says WILLING when it has begun all it was handed and something is still runnable. IDLE is an answer as well.
 */
import type { Stats } from "../sched/stats.js";
import type { Bench, Office } from "./bench.js";
import { type Envelope, transferOf } from "./envelope.js";
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

/** An M's side. */
export class Outpost implements Office {
  readonly started: Started = new Started();
  readonly turn = 2;
  procs: number;
  /** Begins goroutines on this thread. */
  bench: Bench | null = null;
  /** What it has been handed and has not begun, in order. */
  private jobs: Job[] = [];
  /** The first of the last share; null once it has begun. */
  private first: Job | null = null;
  /** Whether it has said that it is hungry (OP1). */
  private hasAsked = false;
  /** Whether it has been asked, and has not answered (OP3). */
  private isAsked = false;
  /** Sends a message to M0. */
  private readonly post: (work: Work, transfer: Transferable[]) => void;
  /** An M has died. */
  private readonly onDeath: (index: number) => void;

  constructor(
    procs: number,
    post: (work: Work, transfer: Transferable[]) => void,
    onDeath: (index: number) => void,
  ) {
    this.procs = procs;
    this.post = post;
    this.onDeath = onDeath;
  }

  /** A message has come from M0. */
  heard({ word, id = 0, jobs = [], result, by = -1 }: Work): void {
    if (word === BEGIN) this.serve(jobs);
    else if (word === ENDED) this.started.ended(id, result as Envelope);
    else if (word === LOST) this.started.lost(id, by);
    else if (word === PROCS) this.procs = id;
    else if (word === DIED) this.onDeath(id);
    else if (word === ASK) this.isAsked = !this.hasAsked;
  }

  start(job: Job): void {
    this.post({ word: START, jobs: [job] }, transferOf(job.envelope));
  }

  take(): Job | undefined {
    const job = this.jobs.shift();
    if (job === undefined) this.answer();
    else if (job !== this.first) this.post({ word: BEGUN, id: job.id }, []);
    this.first = null;
    return job;
  }

  ended({ id }: Job, result: Envelope): void {
    this.post({ word: ENDED, id, result }, transferOf(result));
  }

  /** Nothing that was handed to it waits: others have something, if it was asked. */
  private answer(): void {
    if (!this.isAsked || !this.bench?.sched.p.isBusy) return;
    this.isAsked = false;
    this.post({ word: WILLING }, []);
  }

  idle(): void {
    this.isAsked = false;
    if (this.hasAsked) return;
    this.hasAsked = true;
    this.post({ word: IDLE }, []);
  }

  close(): void {
    if (this.hasAsked) this.post({ word: BUSY }, []);
    this.hasAsked = false;
    this.giveBack();
  }

  locked(isLocked: boolean): void {
    this.post({ word: LOCKED, id: +isLocked }, []);
  }

  resize(procs: number): void {
    this.procs = procs;
    this.post({ word: PROCS, id: procs }, []);
  }

  /** M0 knows of all. */
  known(): [] {
    return [];
  }

  stats(): Stats {
    const { p, m } = (this.bench as Bench).stats();
    const idle = p.status === "idle" ? 1 : 0;
    const all = {
      gomaxprocs: this.procs,
      idleProcs: idle,
      threads: 1,
      spinningThreads: 0,
      idleThreads: idle,
    };
    return { ...all, runQueue: this.jobs.length, ps: [p], ms: [m] };
  }

  /** M0 has handed out a share. */
  private serve(jobs: readonly Job[]): void {
    this.hasAsked = false;
    this.jobs.push(...jobs);
    this.first = jobs[0] ?? null;
    if (this.bench?.isOpen === true) this.bench.offer();
    else this.giveBack();
  }

  /** Others begin what was handed to this M, which takes nothing any more. */
  private giveBack(): void {
    if (this.jobs.length === 0) return;
    const { jobs } = this;
    this.jobs = [];
    this.post(
      { word: BACK, jobs },
      jobs.flatMap(({ envelope }) => transferOf(envelope)),
    );
  }
}
