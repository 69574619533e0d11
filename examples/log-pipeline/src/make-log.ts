/**
 * Makes a log: a day of a web shop, of any size, the same for the same seed.
 *
 * Some paths are asked for much more often than others, and one request in a hundred fails.
 */
import { createWriteStream } from "node:fs";
import { pipe } from "@gopark/streams";
import { toNode } from "@gopark/streams/node";

const PATHS = 2_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
/** Bytes in a line, on average. */
const LINE = 54;
/** How much is written at a time. */
const BLOCK = 64 * 1024;

/** Random numbers from 0 up to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z ^= z + Math.imul(z ^ (z >>> 7), 61 | z);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The text of a log of at least `size` bytes and at most a line more, block by block. */
export function* logBlocks(size: number, seed: number): Generator<string> {
  const random = randomOf(seed);
  const step = DAY / (size / LINE);
  let made = 0;
  let block = "";
  for (let i = 0; made + block.length < size; i++) {
    const time = new Date(START + Math.min(i * step, DAY - 1)).toISOString();
    // The cube makes low numbers frequent.
    const item = Math.floor(PATHS * random() ** 3);
    const method = random() < 0.9 ? "GET" : "POST";
    const status = random() < 0.01 ? 503 : random() < 0.05 ? 404 : 200;
    const bytes = Math.floor(200 + 20_000 * random());
    block += `${time} ${method} /items/${item} ${status} ${bytes} ${(1 + 50 * random()).toFixed(1)}\n`;
    if (block.length < BLOCK) continue;
    made += block.length;
    yield block;
    block = "";
  }
  if (block !== "") yield block;
}

/** Writes a log of about `size` bytes. The file is written as fast as the disk takes it, a block at a time. */
export async function makeLog(file: string, size: number, seed: number): Promise<void> {
  await pipe(logBlocks(size, seed), toNode(createWriteStream(file)));
}
