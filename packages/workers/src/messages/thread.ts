/**
 * What makes a thread one of a program without shared memory, whichever it is.
 *
 *   MT1  All messages about goroutines and channels between two Ms go over one line, in order.
 *   MT2  After `leave` the thread is as before: it has no line, and `go` starts goroutines here.
 */
import { currentSched, m, type Sched } from "@gopark/core/internal";
import { type Bridge, bridge, startBridge, stopBridge } from "../bridge.js";
import { WORK } from "../bridge-link.js";
import { connect, disconnectAll, onConnect } from "../connect.js";
import { type Board, nudged, QuietWatch } from "../deadlock.js";
import { registeredAs } from "../goroutine.js";
import type { Holding } from "../host/threads.js";
import { drain } from "../inbox-loop.js";
import { current } from "../sched/current.js";
import { sweepObjects } from "../shm/sweep.js";
import { thread } from "../thread.js";
import { Bench, type Office } from "./bench.js";
import { encloseArguments } from "./envelope.js";
import { HandedGoroutine } from "./handed.js";
import { StrideIds } from "./ids.js";
import type { Look, Work } from "./protocol.js";

/** Whether this thread is quiet, for those who ask. */
class QuietBoard implements Board {
  private isQuiet = false;
  /** How often that has ended. */
  private epoch = 0;

  say(): boolean {
    this.isQuiet = true;
    return true;
  }

  takeBack(): void {
    this.isQuiet = false;
    this.epoch++;
  }

  /** In pages, for which this is, nobody hears of an end. */
  mayDry(): boolean {
    return true;
  }

  /** What it says, with what has gone over the lines of `lines`. `isLoading`: what it waits for is not a message. */
  look(lines: Bridge, isLoading: boolean): Look {
    return { isQuiet: this.isQuiet && !isLoading, epoch: this.epoch, traffic: lines.traffic() };
  }
}

/** A thread of the program. */
export interface Membership {
  readonly bench: Bench;
  /** Tells when it is quiet. */
  readonly quiet: QuietWatch;
  /** Whether it is. */
  look(): Look;
  /** M `index` has died. */
  died(index: number): void;
  /** The thread is none of the program any more. */
  leave(): void;
}

/** How a thread begins. */
export interface Beginning {
  /** Index of its M. */
  readonly index: number;
  readonly sched: Sched;
  readonly office: Office;
  /** Keeps the thread alive. */
  readonly port: Holding;
  /** It has become quiet. */
  onQuiet(): void;
  /** A message about goroutines has come. */
  onWork(peer: number, work: Work): void;
}

/** Makes this thread one of a program. */
export function enter({ index, sched, office, port, onQuiet, onWork }: Beginning): Membership {
  const lines = startBridge({
    // Whoever waits for the line is told by the bridge if the thread is lost.
    connect: (peer) => void connect(peer).catch(() => {}),
    departed: () => {},
    arrived: nudged,
    lost: nudged,
  });
  lines.onWork = onWork as (peer: number, work: unknown) => void;
  const end = onConnect((peer, line) => lines.connected(peer, line));
  const board = new QuietBoard();
  const quiet = new QuietWatch(port, onQuiet, board);
  const load = (url: string): Promise<unknown> => import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  const bench = new Bench(index, sched, new StrideIds(index, sched), office, quiet, load);
  current.bench = bench;
  m.spawn = start;
  return {
    bench,
    quiet,
    look: () => board.look(lines, bench.loading > 0),
    died(peer) {
      lines.died(peer);
      // Locks of this thread that it held.
      if (thread.memory === null) return;
      sweepObjects(peer, index);
      drain();
    },
    leave() {
      bench.stop();
      quiet.stop();
      end();
      stopBridge();
      disconnectAll();
      if (current.bench === bench) {
        current.bench = null;
        m.spawn = null;
      }
    },
  };
}

/** Sends a message about goroutines to another M. */
export function tell(peer: number, work: Work, transfer: readonly Transferable[]): void {
  bridge().linkTo(peer).post({ kind: WORK, work }, transfer);
}

/**
 * go: starts `fn(...args)` on whichever thread takes it; null if it is to stay on this one. With `isTold` its panic is part
 * of its result (RG3).
 */
export function start(
  fn: (...args: any[]) => unknown,
  args: unknown[],
  isTold?: boolean,
): HandedGoroutine | null {
  const { bench } = current;
  if (bench === null || currentSched() !== bench.sched || bench.sched.hasEnded) return null;
  bench.ids.reserve();
  const entry = registeredAs(fn, isTold);
  if (entry === undefined) return null;
  // Asked here, as newproc does: the frame that counts is the one that called go.
  const site = m.siteOf === null ? "" : m.siteOf();
  const { index, office } = bench;
  const envelope = encloseArguments(args);
  const id = bench.ids.next();
  const name = entry.fn.name || entry.name;
  const g = new HandedGoroutine(id, name, index === 0, site);
  office.started.add(g);
  const key = `${entry.url}#${entry.name}`;
  office.start({ id, key, name, site, starter: index, envelope, isList: args.length !== 1 });
  return g;
}
