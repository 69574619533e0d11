/**
 * The monitor: the thread that starts all Ms, sees them end, and takes Ps from those that are blocked.
 *
 * It runs no goroutine and never blocks, so it notices within a turn of its event loop what M0 might notice much
 * later: M0 may be in a blocking call itself.
 *
 *   MO1  An M has an index of its own from before its thread starts until the program ends. An index is used again
 *        by a later program, never within one.
 *   MO2  Ms are started when they are asked for: by M0 (`grow`), or by an M that has work, an idle P and nobody to
 *        wake (S_WANTED). One more than that, the spare, is started when the program has been up for a while, for
 *        the first handoff to find.
 *   MO3  A thread that ends while the program runs is a death (death.ts), or, if it was never up, a failed start.
 *        It counts as a message in flight until all have been told of it: before that no deadlock is one.
 *   MO4  S_STARTING counts an M from the decision to start it until it is up, has failed, or can't be started. Who decides
 *        counts: M0 for the first ones, before this thread is.
 *
 * @go runtime/proc.go sysmon, startm
 */
import type { Remote } from "comlink";
import { transfer } from "./comlink-module.js";
import {
  converse,
  type FleetControl,
  type MControl,
  type Member,
  type MInit,
  type MonitorControl,
  type MonitorInit,
} from "./control.js";
import { dumpOf, type MDump, type Waiting } from "./dumps.js";
import { type ThreadHandle, type ThreadHost, threadName } from "./host/threads.js";
import { buryInTime, pokeAll } from "./monitor-bury.js";
import { Watch } from "./monitor-watch.js";
import { M_FLEET, M_QUIET, M_UP, MONITOR, S_DEATHS, S_MONITOR } from "./monitor-words.js";
import { add, cas, exchange, load, store, waitAsync } from "./shm/atomics.js";
import { M_COUNT, M_INBOX, M_LANDED, M_LANDED_LAST, M_STATUS, M_WAKE, mLine, P_COUNT } from "./shm/layout.js";
import { M_LOCKED, M_NONE, S_IDLE_PS, S_STARTING, S_WANTED } from "./shm/sched-words.js";
import { join } from "./thread.js";
import { clearTraffic } from "./traffic.js";

/** The spare is started when a P is idle after so many milliseconds, or twice, three times as many. */
const SPARE_DELAY = 30;
/** Looks for an idle P before the spare is started anyway. */
const SPARE_LOOKS = 8;
/** How often S_WANTED is looked at where the host can't wait for it, in milliseconds. */
const POLL = 2;
/** How long a thread may take to come up, in milliseconds. Only one that does not serve takes as long. */
const START_LIMIT = 30_000;
/** What is said of one that did. */
const LATE = `did not call serveM within ${START_LIMIT / 1000} s`;
/** When an M is buried again whose death was not the only one, in milliseconds. */
const AGAIN = 1;

/** An M, as the monitor holds it. */
interface Hand {
  /** The thread. */
  readonly thread: ThreadHandle;
  /** Asks it. */
  readonly control: Remote<MControl>;
  /** The line that `control` speaks on. */
  readonly port: MessagePort;
  /** Who waits for an answer of it. */
  readonly waiting: Waiting;
  /** Ends the start if it takes too long; undefined once it is up. */
  limit: ReturnType<typeof setTimeout> | undefined;
}

/** Gives out the index of an M that is not in use, marked as one that can't run anything yet; -1: there is none. */
function takeIndex(fleet: number): number {
  for (let index = 1; index < MONITOR; index++) {
    const line = mLine(index);
    if (load(line + M_STATUS) !== M_NONE) continue;
    // First whose it is: this thread may be ended anywhere, and then the index is given back by that.
    store(line + M_FLEET, fleet);
    store(line + M_STATUS, M_LOCKED);
    store(line + M_QUIET, 0);
    store(line + M_UP, 0);
    store(line + M_INBOX, 0);
    clearTraffic(index);
    // Who died may have left them half written.
    store(line + M_LANDED, 0);
    store(line + M_LANDED_LAST, 0);
    store(line + M_WAKE, 0);
    for (let count = load(M_COUNT); count <= index; count = load(M_COUNT)) cas(M_COUNT, count, index + 1);
    return index;
  }
  return -1;
}

/** The monitor of a program. */
export class Monitor {
  /** What it was started with. */
  private readonly init: MonitorInit;
  /** How threads are started here. */
  private readonly host: ThreadHost;
  /** The module that an M runs: in pages, where the user's bundler names it, the one this thread runs. */
  private readonly entry: string;
  /** M0. */
  private readonly fleet: Remote<FleetControl>;
  /** All other Ms that live, by index. */
  private readonly hands = new Map<number, Hand>();
  /** Lines between two Ms that were made, by both indices. */
  private readonly lines = new Set<string>();
  /** Looks at the Ps. */
  private readonly watch = new Watch();
  /** The next look; undefined while the monitor sleeps. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Looks for an idle P since the start, for the spare. */
  private spareLooks = 0;

  constructor(init: MonitorInit, host: ThreadHost) {
    this.init = init;
    this.host = host;
    this.entry = init.entry || host.ownEntry();
    this.fleet = converse<FleetControl>(init.parent, this.controlFor(0));
  }

  /** Starts the first Ms and begins to look. */
  begin(): void {
    // M0 has counted them, so that no M was asked for besides while this thread came up.
    for (let i = 0; i < this.init.count; i++) this.startM();
    this.fleet.ready(MONITOR);
    setTimeout(() => this.prepare(), SPARE_DELAY);
    this.look();
    this.listen();
  }

  /** What M `index` may ask. */
  private controlFor(index: number): MonitorControl {
    return {
      grow: (count) => this.grow(count),
      hears: () => {},
      dumps: () => this.dumps(index),
      ready: () => this.isReady(index),
      panicked: (report) => void this.fleet.panicked(report),
      asleep: () => void this.fleet.asleep(),
      connect: (peer) => this.connect(index, peer),
      kill: (victim) => void this.hands.get(victim)?.thread.end(true),
    };
  }

  /** Makes it at least `count` Ms. */
  private grow(count: number): void {
    while (this.hands.size < count) {
      add(S_STARTING, 1);
      if (!this.startM()) return;
    }
  }

  /** Starts the spare: not while the first Ms come up, and soon if that takes no CPU from others. */
  private prepare(): void {
    const isDue = load(S_STARTING) === 0 && (load(S_IDLE_PS) > 0 || ++this.spareLooks > SPARE_LOOKS);
    if (isDue) this.grow(load(P_COUNT));
    else setTimeout(() => this.prepare(), SPARE_DELAY);
  }

  /** Starts an M, which S_STARTING counts. False if that is not possible; then it counts it no more (MO4). */
  private startM(): boolean {
    const { fleet, limits, memory, slice } = this.init;
    const index = takeIndex(fleet);
    if (index < 0) {
      add(S_STARTING, -1);
      return false;
    }
    const { port1, port2 } = new MessageChannel();
    const init: MInit = { gopark: 1, role: "m", parent: port2, index, memory, slice };
    let thread: ThreadHandle;
    try {
      thread = this.host.start(this.entry, init, [port2], threadName(index), limits);
    } catch (error) {
      this.giveUp(index, String(error));
      return false;
    }
    const hand: Hand = {
      thread,
      control: converse<MControl>(port1, this.controlFor(index)),
      port: port1,
      waiting: new Set(),
      limit: setTimeout(() => this.stillborn(index, hand, LATE), START_LIMIT),
    };
    this.hands.set(index, hand);
    thread.onEnd((reason, frames) => this.ended(index, hand, reason, frames));
    return true;
  }

  private isReady(index: number): void {
    const hand = this.hands.get(index);
    if (hand?.limit === undefined) return;
    clearTimeout(hand.limit);
    hand.limit = undefined;
    add(S_STARTING, -1);
    this.fleet.ready(index);
  }

  /** An M could not be started. */
  private giveUp(index: number, reason: string): void {
    add(S_STARTING, -1);
    buryInTime(index);
    this.fleet.failed(`${this.entry}: ${reason}`);
  }

  /** A thread has ended that should not have (MO3). */
  private ended(index: number, hand: Hand, reason: string, frames: string): void {
    if (this.hands.get(index) !== hand) return;
    // It may be gone before what it had to say is heard.
    if (load(mLine(index) + M_UP) === 1) this.isReady(index);
    if (hand.limit !== undefined) {
      this.stillborn(index, hand, `${reason} before it called serveM`);
      return;
    }
    this.hands.delete(index);
    hand.port.close();
    for (const giveUp of hand.waiting) giveUp();
    add(S_DEATHS, 1);
    this.mourn(index, reason, frames);
  }

  /** Makes good what an M held that has died, and tells all others. */
  private mourn(index: number, reason: string, frames: string): void {
    if (!buryInTime(index)) {
      setTimeout(() => this.mourn(index, reason, frames), AGAIN);
      return;
    }
    pokeAll();
    for (const { control } of this.hands.values()) control.died(index, reason, frames);
    this.fleet.died(index, reason, frames);
    add(S_DEATHS, -1);
  }

  /** A thread has ended, or is ended, that was never up. */
  private stillborn(index: number, hand: Hand, reason: string): void {
    clearTimeout(hand.limit);
    this.hands.delete(index);
    hand.port.close();
    void hand.thread.end();
    this.giveUp(index, reason);
  }

  /** The dumps of all Ms that are up, but for the one that asks. */
  private async dumps(asking: number): Promise<MDump[]> {
    const answers = [...this.hands]
      .filter(([index]) => index !== asking && load(mLine(index) + M_UP) === 1)
      .map(([index, { control, waiting }]) => dumpOf(index, control, waiting));
    if (asking !== 0) answers.push(dumpOf(0, this.fleet, new Set()));
    // Who has died meanwhile has no goroutines.
    return (await Promise.all(answers)).filter(({ index }) => index === 0 || this.hands.has(index));
  }

  /** Makes a line between two Ms, once, and gives each its end. */
  private connect(a: number, b: number): void {
    const name = `${Math.min(a, b)} ${Math.max(a, b)}`;
    if (this.lines.has(name)) return;
    this.lines.add(name);
    const { port1, port2 } = new MessageChannel();
    this.member(a)?.connected(b, transfer(port1, [port1]));
    const other = this.member(b);
    // To one that is gone: the line is closed from the start.
    if (other === undefined) port2.close();
    else other.connected(a, transfer(port2, [port2]));
  }

  private member(index: number): Remote<Member> | undefined {
    return index === 0 ? this.fleet : this.hands.get(index)?.control;
  }

  /** Waits for Ms being asked for, and for being roused. */
  private listen(): void {
    const heard = (): void => {
      for (let wanted = exchange(S_WANTED, 0); wanted > 0; wanted--) this.startM();
      if (this.timer === undefined) this.look();
      this.listen();
    };
    const call = waitAsync(S_WANTED, 0);
    if (call === undefined) setTimeout(heard, POLL);
    else if (call === null) queueMicrotask(heard);
    else call.then(heard);
    // Roused after the last look and before there was anything to wake.
    if (this.timer === undefined && load(S_MONITOR) === 0) this.look();
  }

  /** Looks at the Ps, now and whenever it is due. */
  private look(): void {
    const delay = this.watch.look(performance.now());
    this.timer = delay < 0 ? undefined : setTimeout(() => this.look(), delay);
  }
}

/** Makes this thread the monitor. */
export function enterMonitor(init: MonitorInit, host: ThreadHost): void {
  join(init.memory, MONITOR);
  new Monitor(init, host).begin();
}
