/** What threads have without a library: a message for each value, no more than the receiver asked for. */

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { CaseFn, Probe, Subject } from "../subject.js";

/** The other thread: sends the numbers from `first` up to `size`, as many ahead as there are credits. */
const source = `
const { workerData: { port, first, size, credits } } = require("node:worker_threads");
let next = first;
let left = credits;
const send = () => { while (left > 0 && next < size) { left--; port.postMessage(next++); } };
port.on("message", (n) => { left += n; send(); if (next === size) port.close(); });
send();
`;

/** Receives from another thread, with room for `credits` values on the way. */
const cross =
  (credits: number): CaseFn =>
  async (size, probe) => {
    const { port1, port2 } = new MessageChannel();
    // Those below 0 come first, and are not counted.
    const workerData = { port: port2, first: -Math.ceil(size / 10), size, credits };
    const worker = new Worker(source, { eval: true, workerData, transferList: [port2] });
    const sum = await receive(port1, size, Math.max(1, credits / 2), probe);
    await worker.terminate();
    return sum;
  };

function receive(port: MessagePort, size: number, batch: number, probe: Probe): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    let received = 0;
    port.on("message", (value: number) => {
      if (value === 0) probe.begin();
      if (value > 0) sum += value;
      if (++received % batch === 0) port.postMessage(batch);
      if (value < size - 1) return;
      port.close();
      resolve(sum);
    });
  });
}

export const subject: Subject = { "cross-128": cross(128), "cross-1024": cross(1024) };
