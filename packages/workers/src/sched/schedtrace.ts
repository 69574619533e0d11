/**
 * GOPARK_DEBUG=schedtrace=1000: a line about the scheduler every 1000 milliseconds, as Go's GODEBUG prints it.
 *
 *     SCHED 1009ms: gomaxprocs=2 idleprocs=0 threads=3 spinningthreads=0 idlethreads=1 runqueue=0 [1 0]
 *
 * The numbers are those of the goroutines that have not started: what the queues hold that all threads share. In a
 * program of one thread they are those of its own queues.
 *
 * @go runtime/proc.go schedtrace
 */
import { host, type Sched } from "@gopark/core/internal";
import { environment } from "../cpus.js";
import { statsOf } from "./stats.js";

/** How often a line is asked for, in milliseconds; 0: never. */
export function tracePeriod(): number {
  const [, period] = /(?:^|,)schedtrace=(\d+)(?:,|$)/.exec(environment("GOPARK_DEBUG") ?? "") ?? [];
  return Number(period ?? 0);
}

/** A line about a program that has been running for `ms` milliseconds. */
export function traceLine(sched: Sched, ms: number): string {
  const { gomaxprocs, idleProcs, idleThreads, ps, runQueue, spinningThreads, threads } = statsOf(sched);
  const queues = ps.map((p) => p.runQueue).join(" ");
  return (
    `SCHED ${Math.floor(ms)}ms: gomaxprocs=${gomaxprocs} idleprocs=${idleProcs} threads=${threads} ` +
    `spinningthreads=${spinningThreads} idlethreads=${idleThreads} runqueue=${runQueue} [${queues}]`
  );
}

/** Prints lines while a program runs, if the environment asks for them. Returns a function that ends that. */
export function startTrace(sched: Sched): () => void {
  const period = tracePeriod();
  if (period === 0) return () => {};
  const start = host.now();
  let timer: unknown;
  const print = (): void => {
    console.error(traceLine(sched, host.now() - start));
    timer = host.setTimer(print, period, true);
  };
  print();
  return () => host.clearTimer(timer);
}
