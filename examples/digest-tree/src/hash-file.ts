/**
 * The SHA-256 of files, read block by block, on whatever thread has time.
 *
 * Always true: one file takes one file handle and one buffer, however large it is, and once it is done the handle is
 * closed.
 *
 * Files are read on the spot, as a goroutine of Go does: for a small file a trip to the thread pool costs more than what
 * is done there. A thread that has to wait for the disk keeps no others waiting: its place is given to a spare one. After
 * each block the goroutine lets others run, and the event loop have its turn.
 */

import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { type Go, gosched } from "@gopark/core";
import { goroutine, type shared } from "@gopark/workers";
import { type BytePath, toBytes } from "./byte-path.js";
import type { PathSum } from "./sum-list.js";

/** A file's digest. */
export interface FileHash {
  /** SHA-256 in lowercase hex. */
  readonly sum: string;
  /** How many bytes were read. */
  readonly bytes: number;
}

/** What became of a path. */
export type Outcome = FileDigest | Unreadable;

/** A file that was hashed. */
export interface FileDigest extends PathSum {
  readonly bytes: number;
}

/** A file or directory that could not be read. */
export interface Unreadable {
  readonly path: BytePath;
  /** Why not. */
  readonly error: string;
}

/** Told to stop. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** The size of a buffer. Most source files fit into one block. */
const blockSize = 512 * 1024;

/** Buffers of this thread that nobody uses. */
const buffers: Buffer[] = [];

/**
 * Hashes files, one after the other: a goroutine for any thread. Once `cancelled` is set it begins no other block, and
 * gives what it has.
 */
export function* hashFiles(paths: readonly BytePath[], cancelled: shared.Bool): Go<Outcome[]> {
  const buffer = buffers.pop() ?? Buffer.allocUnsafeSlow(blockSize);
  const outcomes: Outcome[] = [];
  for (const path of paths) {
    if (cancelled.load()) break;
    try {
      outcomes.push({ path, ...(yield* hashFile(path, buffer, () => cancelled.load())) });
    } catch (error) {
      if (error instanceof Cancelled) break;
      outcomes.push({ path, error: (error as Error).message });
    }
  }
  buffers.push(buffer);
  return outcomes;
}
goroutine(import.meta.url, "hashFiles", hashFiles);

/**
 * Hashes the file at `path`. Between two blocks it asks whether it is to stop.
 *
 * `buffer` holds a block at a time and is free again afterwards.
 * @throws Cancelled if it was told to stop
 */
export function* hashFile(path: BytePath, buffer: Buffer, isCancelled: () => boolean): Go<FileHash> {
  const handle = fs.openSync(toBytes(path), "r");
  try {
    let filled = fill(handle, buffer);
    if (filled < buffer.length) {
      return { sum: hashOnce(buffer.subarray(0, filled)), bytes: filled };
    }
    const hash = crypto.createHash("sha256");
    let bytes = 0;
    while (filled > 0) {
      if (isCancelled()) throw new Cancelled();
      hash.update(buffer.subarray(0, filled));
      bytes += filled;
      yield* gosched();
      filled = fill(handle, buffer);
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
function fill(handle: number, buffer: Buffer): number {
  let bytesRead = fs.readSync(handle, buffer, 0, buffer.length, null);
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
