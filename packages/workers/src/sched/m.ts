/**
 * The start of the scheduler on a thread: what makes it an M.
 *
 *   SM1  A thread is one M at a time: M0 while it runs a program of several threads, any other from its start on.
 *   SM2  A goroutine that panics ends the program on its M at once; the other Ms begin nothing from then on.
 */
import { G, m, Sched } from "@gopark/core/internal";
import { accelerate } from "../accelerator.js";
import { startBridge, stopBridge } from "../bridge.js";
import { connect, onConnect } from "../connect.js";
import { nudged } from "../deadlock.js";
import { onDeath } from "../death.js";
import { knowShared } from "../shared-kinds.js";
import { add, store } from "../shm/atomics.js";
import { acquire } from "../shm/handover.js";
import { pPage } from "../shm/layout.js";
import { enterM, setUpSched } from "../shm/resize.js";
import { S_CRASHED, S_LAST_ID } from "../shm/sched-words.js";
import { spawn } from "../spawn.js";
import { join, memory, type SharedMemory } from "../thread.js";
import { arrived, clearTraffic, departed, settle } from "../traffic.js";
import { type CrashReport, reportCrash } from "./crash.js";
import { current } from "./current.js";
import { Ids, LOCAL_BLOCK } from "./ids.js";
import { Machine } from "./machine.js";
import { dropAll } from "./pending.js";
import { Runner } from "./runner.js";

/** How an M is started. */
export interface MOptions {
  /** Length of a time slice in milliseconds. */
  readonly slice: number;
  /** A goroutine of this M has panicked: the program is over. */
  onPanic(report: CrashReport): void;
}

/** An M that runs on this thread. */
export interface RunningM {
  /** Its goroutines that have started. */
  readonly sched: Sched;
  /** Ends it: no goroutine runs here any more. */
  stop(): void;
}

/** Ends what the machine of this thread has begun; null while there is none. */
let close: (() => void) | null = null;

/** Lets channels of one thread be used from M `index`, and its own from others. Returns a function that ends that. */
function openBridge(index: number): () => void {
  const bridge = startBridge({
    // Whoever waits for the line is told by the bridge if the thread is lost.
    connect: (peer) => void connect(peer).catch(() => {}),
    departed: (peer) => departed(index, peer),
    arrived: (peer) => {
      nudged();
      arrived(index, peer);
      // What comes next comes by the inbox, soon: it looks out for that.
      current.machine?.sched.wakeup();
    },
    // What was not posted is settled with the rest.
    lost: () => {},
  });
  const ends = [
    onConnect((peer, port) => bridge.connected(peer, port)),
    onDeath((dead) => {
      bridge.died(dead);
      // Also if there was no line between the two: it may have been about to have one.
      settle(index, dead);
    }),
  ];
  return () => {
    for (const end of ends) end();
    stopBridge();
  };
}

/** Makes this thread an M of a program whose scheduler is `sched`, which has used ids up to `lastId`. */
function becomeM(index: number, sched: Sched, lastId: number): Machine {
  const runner = new Runner(sched, index, (url) => import(/* webpackIgnore: true */ /* @vite-ignore */ url));
  const machine = new Machine(index, sched, new Ids(sched, lastId), runner);
  sched.allgs.more = runner;
  sched.p.source = machine;
  current.machine = machine;
  m.spawn = spawn;
  const { wasm } = memory();
  if (wasm !== null) accelerate(wasm);
  close = openBridge(index);
  return machine;
}

/** This thread is no M any more. No other thread of the program runs. */
export function leaveM(machine: Machine): void {
  machine.stop();
  machine.sched.p.source = null;
  machine.runner.drop();
  if (current.machine !== machine) return;
  current.machine = null;
  m.spawn = null;
  close?.();
  close = null;
  dropAll();
}

/**
 * Makes this thread M0 of a program of `procs` Ps, whose scheduler has been started here. `begin` is called as soon as the
 * memory is ready for other threads: it starts them, which takes longer than the rest.
 */
export function startM0(sched: Sched, procs: number, begin = (): void => {}): Machine {
  const localEnd = sched.lastId + LOCAL_BLOCK;
  setUpSched(procs, localEnd);
  clearTraffic(0);
  enterM(0);
  begin();
  const machine = becomeM(0, sched, localEnd);
  acquire(pPage(0), 0);
  machine.hold(pPage(0));
  return machine;
}

/** Starts M `index` on this thread. It runs whatever it finds, until it is stopped. */
export function startM(index: number, shared: SharedMemory, options: MOptions): RunningM {
  join(shared, index);
  knowShared();
  const sched = new Sched(options.slice, (error) => {
    store(S_CRASHED, 1);
    options.onPanic(reportCrash(error));
  });
  // A program that has a main ends by a panic. This one's main is on another thread.
  sched.main = new G(0, sched.p, null, undefined);
  sched.lastId = add(S_LAST_ID, LOCAL_BLOCK);
  const machine = becomeM(index, sched, sched.lastId + LOCAL_BLOCK);
  enterM(index);
  sched.wakeup();
  return { sched, stop: () => leaveM(machine) };
}
