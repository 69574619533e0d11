import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { Int32, Uint32 } from "./atomic-int32.js";
import { Int64, Uint64 } from "./atomic-int64.js";

/** What another thread does: plain instructions on the memory, where an atomic lies. */
const other = `
  const { parentPort, workerData } = require("node:worker_threads");
  for (const { kind, buffer, byteOffset } of workerData) {
    const cells = new globalThis[kind](buffer, byteOffset, 1);
    const one = kind.startsWith("Big") ? 1n : 1;
    for (let i = 0; i < 10000; i++) Atomics.add(cells, 0, one);
  }
  parentPort.postMessage("done");
`;

it("AT-09 what several threads add at the same time adds up", async () => {
  const atomics = [new Int32(), new Uint32(), new Int64(), new Uint64()] as const;
  const kinds = ["Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"];
  const workerData = atomics.map(({ buffer, byteOffset }, i) => ({ kind: kinds[i], buffer, byteOffset }));
  const worker = new Worker(other, { eval: true, workerData });
  const isDone = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  for (let i = 0; i < 10_000; i++) {
    atomics[0].add(1);
    atomics[1].add(1);
    atomics[2].add(1n);
    atomics[3].add(1n);
  }
  await isDone;
  await worker.terminate();
  expect(atomics.map((atomic) => atomic.load())).toEqual([20_000, 20_000, 20_000n, 20_000n]);
});

it("AT-11 plain access to its memory is not refused, and sees what was written on the same thread", () => {
  const n = new Int32();
  const plain = new Int32Array(n.buffer, n.byteOffset, 1);
  n.add(2);
  expect(plain[0]).toBe(2);
  plain[0] = 5;
  expect(n.load()).toBe(5);
});
