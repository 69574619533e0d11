/**
 * multithreading (W4G1): functions sent to a pool of threads as source text, and bounded channels of JSON in shared
 * memory.
 *
 * It reads `navigator` when it loads and calls `Promise.withResolvers`: it works from Node 22 on, and before that the
 * subject has no cases. It has no unbuffered channel (one with a capacity of 0 never passes a value).
 * Sends and receives are awaited, as its
 * manual advises.
 */

import type { JoinHandle, Result, Sender } from "multithreading";
import { taskMicros } from "../cases-workers.js";
import type { CaseFn, Subject } from "../subject.js";
import { sumInWaves } from "../waves.js";

// Threads get these functions as text: they name nothing outside themselves.

const echo = (n: number): number => n;

/** Computes for so many microseconds. */
const task = (micros: number): number => {
  const end = performance.now() + micros / 1000;
  while (performance.now() < end);
  return 1;
};

/** Sends the numbers from `first` up to `size`. */
const produce = async (out: Sender<number>, first: number, size: number): Promise<void> => {
  for (let n = first; n < size; n++) {
    const sent = await out.send(n);
    if (!sent.ok) throw sent.error;
  }
};

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}

function subjectOf(library: typeof import("multithreading")): Subject {
  const { channel, initRuntime, move, shutdown, spawn } = library;

  /** Makes calls on that many threads. */
  const onThreads =
    (maxWorkers: number, start: (i: number) => JoinHandle<number>): CaseFn =>
    async (size, probe) => {
      initRuntime({ maxWorkers });
      const call = async (i: number): Promise<number> => unwrap(await start(i).join());
      // A new call goes to the thread that has the fewest: with the first wave each of them is up.
      await sumInWaves(Math.ceil(size / 10), call);
      probe.begin();
      const sum = await sumInWaves(size, call);
      shutdown();
      return sum;
    };

  /** Receives from another thread. */
  const cross =
    (capacity: number): CaseFn =>
    async (size, probe) => {
      initRuntime({ maxWorkers: 1 });
      const [out, values] = channel<number>(capacity);
      // Those below 0 come first, and are not counted.
      const first = -Math.ceil(size / 10);
      const producer = spawn(move(out, first, size), produce);
      for (let n = first; n < 0; n++) unwrap(await values.recv());
      probe.begin();
      let sum = 0;
      for (let n = 0; n < size; n++) sum += unwrap(await values.recv());
      unwrap(await producer.join());
      shutdown();
      return sum;
    };

  return {
    "cross-128": cross(128),
    "cross-1024": cross(1024),
    "cross-128-plain": cross(128),
    "cross-1024-plain": cross(1024),
    "cross-spawn": onThreads(1, (i) => spawn(move(i), echo)),
    "cross-tasks": onThreads(2, () => spawn(move(taskMicros), task)),
  };
}

const works = "navigator" in globalThis && "withResolvers" in Promise;
export const subject: Subject = works ? subjectOf(await import("multithreading")) : {};
