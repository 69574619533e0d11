/**
 * The crew: all threads of a program without shared memory besides M0, which starts them itself.
 *
 *     M0 --- M1, M2, ...
 *
 *   CW1  An M is started with its line to M0, and has work when it has said that it is up. Between two others there is a line when
 *        one of them asks for it.
 *   CW2  An M that ends while the program runs is a death: what depends on it is told, another M takes its place as long as there
 *        are indices, and the program fails or its supervisor goes on. One that was never up is a failed start.
 *   CW3  While the crew is up it keeps the process alive; after `stop` none of its threads is left, and no port is open. But for a
 *        thread that is in a system call: the host can't end it before that returns.
 */
import type { Sched } from "@gopark/core/internal";
import type { Remote } from "comlink";
import { transfer } from "../comlink-module.js";
import { connected, disconnected, setBroker } from "../connect.js";
import { converse, hangUp } from "../control.js";
import { deadlockOf } from "../deadlock.js";
import { dumpOf, type MDump, type Waiting } from "../dumps.js";
import {
  cannotStart,
  END_LIMIT,
  type Fleet,
  type FleetOptions,
  own,
  START_LIMIT,
  UNNAMED,
  within,
} from "../fleet.js";
import { type Holding, release, type ThreadHandle, threadHost, threadName } from "../host/threads.js";
import { handleOf } from "../host/web.js";
import { ownDump } from "../own-dump.js";
import { MAX_MS } from "../shm/layout.js";
import { setAsker } from "../stack-all.js";
import { WorkerLost } from "../worker-lost.js";
import { Desk } from "./desk.js";
import type { HandControl, HandInit, HomeControl } from "./protocol.js";
import { isDead, type Round } from "./quiet.js";
import { enter, type Membership, tell } from "./thread.js";

/** What a crew is made of. */
export type CrewOptions = Omit<FleetOptions, "memory">;

/** An M, as M0 holds it. */
interface Member {
  readonly thread: ThreadHandle;
  /** Asks it. */
  readonly control: Remote<HandControl>;
  /** The line that `control` speaks on. */
  readonly port: MessagePort;
  /** Who waits for an answer of it. */
  readonly waiting: Waiting;
  /** Ends the start if it takes too long; undefined once it is up. */
  limit: ReturnType<typeof setTimeout> | undefined;
}

/** Starts the threads of a program whose main runs on this one. Does not wait for them. */
export function startCrew(sched: Sched, options: CrewOptions): Fleet {
  return new ThreadCrew(sched, options);
}

class ThreadCrew implements Fleet {
  /** Ms that are up, M0 included. */
  count = 1;
  readonly ready: Promise<void>;
  /** The program, on M0. */
  private readonly sched: Sched;
  /** What it was made of. */
  private readonly options: CrewOptions;
  /** What the goroutines are that have not started, and who gets them. */
  private readonly desk: Desk;
  /** M0's own part. */
  private readonly own: Membership;
  /** Its first port keeps the process alive (CW3). */
  private readonly keeper = new MessageChannel();
  /** All Ms that live, by index. */
  private readonly members = new Map<number, Member>();
  /** Index of the M that was started last. */
  private last = 0;
  /** Whether a thread could not be made: no more are tried. */
  private hasFailed = false;
  /** Pairs of Ms that a line was made for. */
  private readonly lines = new Set<string>();
  /** Settles `ready`. */
  private onReady: () => void = () => {};
  /** The end, once it has begun. */
  private ending: Promise<void> | null = null;

  constructor(sched: Sched, options: CrewOptions) {
    this.sched = sched;
    this.options = options;
    this.ready = new Promise((resolve) => {
      this.onReady = resolve;
    });
    // Without a listener it would hold nothing.
    this.keeper.port1.onmessage = () => {};
    this.desk = new Desk(options.procs, tell, (ms) => this.grow(ms));
    this.own = enter({
      index: 0,
      sched,
      office: this.desk,
      port: this.keeper.port1 as Holding,
      onQuiet: () => void this.asleep(),
      onWork: (peer, work) => this.desk.heard(peer, work),
    });
    this.desk.bench = this.own.bench;
    setBroker((peer) => this.connect(0, peer));
    setAsker(() => this.dumps());
    this.grow(options.procs);
    if (options.procs === 1) this.onReady();
  }

  grow(ms: number): void {
    while (this.ending === null && !this.hasFailed && this.members.size < ms - 1 && this.last < MAX_MS - 1)
      this.start(++this.last);
  }

  /** Starts M `index`. */
  private start(index: number): void {
    const { entry, limits, slice, worker } = this.options;
    const module = String(entry ?? (worker === undefined ? own("./entry-node.js") : UNNAMED));
    const control = new MessageChannel();
    const line = new MessageChannel();
    const init: HandInit = {
      gopark: 1,
      role: "hand",
      parent: control.port2,
      line: line.port2,
      index,
      slice,
      procs: this.desk.procs,
    };
    let thread: ThreadHandle;
    try {
      const ports = [control.port2, line.port2];
      const host = threadHost();
      if (worker !== undefined) thread = handleOf(worker(), init, ports);
      else if (host === null) throw new Error("this platform has no threads; use { procs: 1 }");
      else thread = host.start(module, init, ports, threadName(index), limits);
    } catch (error) {
      this.hasFailed = true;
      // Whoever is told ends the crew: so nobody is before the crew is made.
      queueMicrotask(() => this.failed(`${module}: ${error}`));
      return;
    }
    const late = `did not call serveM within ${START_LIMIT / 1000} s`;
    const member: Member = {
      thread,
      control: converse<HandControl>(control.port1, this.controlFor(index)),
      port: control.port1,
      waiting: new Set(),
      limit: setTimeout(() => this.failed(`${module}: ${late}`), START_LIMIT),
    };
    this.members.set(index, member);
    // A thread that dies takes its port with it; the process has to live on to hear of it.
    release(member.port as Holding);
    connected(index, line.port1);
    thread.onEnd((reason, frames) => {
      if (member.limit === undefined) this.lost(index, reason, frames);
      else this.failed(`${module}: ${reason} before it called serveM`);
    });
  }

  /** What M `index` may ask. */
  private controlFor(index: number): HomeControl {
    return {
      ready: () => this.isReady(index),
      panicked: (report) => {
        if (this.ending === null) this.options.onPanic(report);
      },
      asleep: () => void this.asleep(),
      connect: (peer) => this.connect(index, peer),
      hears: () => {},
      dumps: () => this.dumpsFor(index),
    };
  }

  private isReady(index: number): void {
    const member = this.members.get(index);
    if (member?.limit === undefined) return;
    clearTimeout(member.limit);
    member.limit = undefined;
    this.desk.join(index);
    if (++this.count >= this.options.procs) this.onReady();
  }

  private failed(reason: string): void {
    if (this.ending !== null) return;
    this.onReady();
    this.options.onFailed(cannotStart(reason, this.options));
  }

  /** An M has died (CW2). */
  private lost(index: number, reason: string, frames: string): void {
    if (this.ending !== null) return;
    const { control, port, waiting } = this.members.get(index) as Member;
    port.close();
    for (const giveUp of waiting) giveUp();
    this.members.delete(index);
    hangUp(control);
    this.count--;
    disconnected(index);
    this.own.died(index);
    this.desk.died(index);
    this.grow(this.desk.wanted);
    const error = new WorkerLost(index, reason);
    // Where it happened is on the other thread; that it was told here helps nobody.
    Object.defineProperty(error, "stack", { value: `${error.name}: ${error.message}\n${frames}` });
    this.options.onLost(error);
    this.own.quiet.nudge();
  }

  /** Makes a line between two Ms, once, and gives each its end. */
  private connect(a: number, b: number): void {
    const name = `${Math.min(a, b)} ${Math.max(a, b)}`;
    if (this.lines.has(name)) return;
    this.lines.add(name);
    const { port1, port2 } = new MessageChannel();
    this.give(a, b, port1);
    this.give(b, a, port2);
  }

  /** Gives M `index` its end of a line to M `peer`. To one that is gone: the line is closed from the start. */
  private give(index: number, peer: number, port: MessagePort): void {
    const { control } = this.members.get(index) ?? {};
    if (index === 0) connected(peer, port);
    else if (control === undefined) port.close();
    else void control.connected(peer, transfer(port, [port]));
  }

  dumps(): Promise<MDump[]> {
    return this.dumpsFor(0);
  }

  /** What all Ms tell of their goroutines, but for one. */
  private dumpsFor(asking: number): Promise<MDump[]> {
    if (this.ending !== null) return Promise.resolve([]);
    const others = [...this.members].filter(([index]) => index !== asking);
    const dumps = others.map(([index, { control, waiting }]) => dumpOf(index, control, waiting));
    return Promise.all(asking === 0 ? dumps : [Promise.resolve(ownDump(this.sched)), ...dumps]);
  }

  kill(index: number): void {
    if (this.ending === null) void this.members.get(index)?.thread.end(true);
  }

  /** All Ms seem to be quiet: the program is dead, if they are when they are asked twice (quiet.ts). */
  private async asleep(): Promise<void> {
    const first = await this.ask();
    const second = first === null ? null : await this.ask();
    if (first === null || second === null || !isDead(first, second)) return;
    const others = await this.dumps();
    const { sched } = this;
    if (this.ending !== null || sched.hasEnded) return;
    sched.fatal(deadlockOf([ownDump(sched), ...others]));
  }

  /** Asks all Ms whether they are quiet; null if it is clear that the program is not dead. */
  private async ask(): Promise<Round | null> {
    const mine = this.own.look();
    const members = [...this.members];
    const isBusy =
      !mine.isQuiet || this.desk.queued > 0 || members.some(([, { limit }]) => limit !== undefined);
    if (this.ending !== null || isBusy) return null;
    const answers = await Promise.all(
      members.map(async ([index, { control }]) => [index, await control.look()] as const),
    );
    // Asked again after the others: what came meanwhile is known.
    return new Map([...answers, [0, this.own.look()] as const]);
  }

  stop(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    this.onReady();
    this.own.leave();
    this.desk.stop();
    setAsker(null);
    this.keeper.port1.close();
    const threads = [...this.members.values()];
    for (const { limit, port, waiting } of threads) {
      clearTimeout(limit);
      for (const giveUp of waiting) giveUp();
      port.close();
    }
    await within(
      Promise.all(threads.map(({ thread }) => thread.end())).then(() => {}),
      END_LIMIT,
    );
    this.members.clear();
    for (const { control } of threads) hangUp(control);
  }
}
