/** comlink: a function of another thread, called like one of this. */

import { MessageChannel, Worker } from "node:worker_threads";
import { type Endpoint, type Remote, wrap } from "comlink";
import type { CaseFn, Subject } from "../subject.js";
import { sumInWaves } from "../waves.js";

/** The other thread: `echo`. */
const source = (comlink: string): string => `
import { workerData } from "node:worker_threads";
import { expose } from ${JSON.stringify(comlink)};
expose((n) => n, workerData);
`;

const spawn: CaseFn = async (size, probe) => {
  const { port1, port2 } = new MessageChannel();
  const url = new URL(`data:text/javascript,${encodeURIComponent(source(import.meta.resolve("comlink")))}`);
  const worker = new Worker(url, { workerData: port2, transferList: [port2] });
  // A call waits in the port until the other thread is up: one that is not measured.
  const echo = wrap(port1 as unknown as Endpoint) as Remote<(n: number) => number>;
  await echo(0);
  await sumInWaves(Math.ceil(size / 10), echo);
  probe.begin();
  const sum = await sumInWaves(size, echo);
  port1.close();
  await worker.terminate();
  return sum;
};

export const subject: Subject = { "cross-spawn": spawn };
