/**
 * The SHA-256 of one file, read block by block.
 *
 * Always true: one file takes one file handle and the caller's buffer, however large it is, and once the promise
 * has settled the handle is closed. The handle belongs to this async function rather than to the goroutine
 * that waits for it: a goroutine that is dropped while `open` is under way never learns the handle it
 * would have to close.
 *
 * Small files decide the speed, and for them a trip to the thread pool costs more than what is done there. So a
 * file makes two, for the calls that may wait for the disk: opening it and reading a block. Looking for the
 * end after the last block, and closing what was only read, touch memory and are done on the spot. Doing
 * everything on the spot is faster still, but only while the disk's cache has all files: without it, this thread
 * would wait for one file at a time.
 */

import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { promisify } from "node:util";
import { type BytePath, toBytes } from "./byte-path.js";

const open = promisify(fs.open);
const read = promisify(fs.read);

/** A file's digest. */
export interface FileHash {
  /** SHA-256 in lowercase hex. */
  readonly sum: string;
  /** How many bytes were read. */
  readonly bytes: number;
}

/**
 * Hashes the file at `path`. An aborted `signal` stops it between two blocks.
 *
 * `buffer` holds a block at a time and is free again when the promise has settled.
 */
export async function hashFile(path: BytePath, buffer: Buffer, signal: AbortSignal): Promise<FileHash> {
  const handle = await open(toBytes(path), "r");
  try {
    let filled = await fill(handle, buffer);
    if (filled < buffer.length) {
      return { sum: hashOnce(buffer.subarray(0, filled)), bytes: filled };
    }
    const hash = crypto.createHash("sha256");
    let bytes = 0;
    while (filled > 0) {
      signal.throwIfAborted();
      hash.update(buffer.subarray(0, filled));
      bytes += filled;
      filled = await fill(handle, buffer);
    }
    return { sum: hash.digest("hex"), bytes };
  } finally {
    fs.closeSync(handle);
  }
}

/**
 * Reads until the buffer is full or the file ends, and returns how many bytes there are. Only a read of
 * nothing proves the end: network and `/proc` file systems may return less than asked for in the middle of a file.
 */
async function fill(handle: number, buffer: Buffer): Promise<number> {
  let { bytesRead } = await read(handle, buffer, 0, buffer.length, null);
  let filled = bytesRead;
  while (bytesRead > 0 && filled < buffer.length) {
    bytesRead = fs.readSync(handle, buffer, filled, buffer.length - filled, null);
    filled += bytesRead;
  }
  return filled;
}

// crypto.hash makes no Hash object, which shows on small files. Node has it since 20.12.
const hashOnce: (data: Buffer) => string =
  typeof crypto.hash === "function"
    ? (data) => crypto.hash("sha256", data)
    : (data) => crypto.createHash("sha256").update(data).digest("hex");
