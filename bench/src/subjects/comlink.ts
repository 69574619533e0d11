/** comlink: a function of another thread, called like one of this. */

import { setTimeout } from "node:timers/promises";
import { MessageChannel, Worker } from "node:worker_threads";
import { type Endpoint, type Remote, wrap } from "comlink";
import { stillness } from "../cases-waits.js";
import type { CaseFn, Probe, Subject } from "../subject.js";
import { sumInWaves } from "../waves.js";

/** The other thread: `echo`. */
const source = (comlink: string): string => `
import { workerData } from "node:worker_threads";
import { expose } from ${JSON.stringify(comlink)};
expose((n) => n, workerData);
`;

type Echo = (n: number) => Promise<number>;

/** Runs a case with another thread's `echo`, once that is up. */
const withEcho =
  (body: (size: number, probe: Probe, echo: Echo) => Promise<number>): CaseFn =>
  async (size, probe) => {
    const { port1, port2 } = new MessageChannel();
    const url = new URL(`data:text/javascript,${encodeURIComponent(source(import.meta.resolve("comlink")))}`);
    const worker = new Worker(url, { workerData: port2, transferList: [port2] });
    // A call waits in the port until the other thread is up: one that is not measured.
    const echo = wrap(port1 as unknown as Endpoint) as Remote<(n: number) => number>;
    await echo(0);
    const result = await body(size, probe, echo);
    port1.close();
    await worker.terminate();
    return result;
  };

const spawn: CaseFn = withEcho(async (size, probe, echo) => {
  await sumInWaves(Math.ceil(size / 10), echo);
  probe.begin();
  return sumInWaves(size, echo);
});

const wake: CaseFn = withEcho(async (size, probe, echo) => {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    await setTimeout(stillness);
    const from = performance.now();
    sum += await echo(1);
    probe.waited(performance.now() - from);
  }
  return sum;
});

export const subject: Subject = { "cross-spawn": spawn, "cross-wake": wake };
