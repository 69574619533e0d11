/**
 * piscina: a pool of threads that load a module once and run its functions.
 *
 * Threads get several tasks ahead of their results, which piscina has to be told: one at a time, its default, leaves a
 * thread idle from each result to the next task. Tasks that do nothing all go to one thread at once: that was the
 * quickest of one and two threads with 1, 8, 64 and 1000 tasks each. Timings of tasks, which nobody reads here, are off.
 */

import { FixedQueue, Piscina } from "piscina";
import { taskMicros } from "../cases-workers.js";
import type { CaseFn, Subject } from "../subject.js";
import { inFlight, sumInWaves } from "../waves.js";

/** Runs the function `name` of the tasks on that many threads, with what `argument` makes of the call's number. */
const onThreads =
  (threads: number, tasksPerThread: number, name: string, argument: (i: number) => number): CaseFn =>
  async (size, probe) => {
    const pool = new Piscina({
      filename: new URL("./piscina-tasks.js", import.meta.url).href,
      name,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: tasksPerThread,
      taskQueue: new FixedQueue(),
      recordTiming: false,
    });
    const call = (i: number): Promise<number> => pool.run(argument(i));
    // The pool starts with all its threads and gives each its share of the first wave: with that they are up.
    await sumInWaves(Math.ceil(size / 10), call);
    probe.begin();
    const sum = await sumInWaves(size, call);
    await pool.destroy();
    return sum;
  };

export const subject: Subject = {
  "cross-spawn": onThreads(1, inFlight, "echo", (i) => i),
  "cross-tasks": onThreads(2, 8, "task", () => taskMicros),
};
