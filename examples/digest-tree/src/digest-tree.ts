/**
 * The pipeline: one goroutine walks the tree, a fixed number hash files, one collects.
 *
 *     walk --paths--> digester x N --outcomes--> collect
 *
 * Both channels are bounded. When hashing falls behind, the walker waits in `send`, so however many files there
 * are, N are open and N blocks are in memory; only the directories still to visit and what the caller
 * collects grow with the tree.
 *
 * Each stage gets the end of a channel that it may use: a `SendChan` cannot be received from, a `RecvChan` cannot be
 * closed. Closing flows downstream: the walker closes `paths` after the last file, which ends the
 * digesters, and when the last of them is done `outcomes` is closed, which ends the collector.
 *
 * Symbolic links are never followed, so the walk cannot run in circles. What is
 * neither file nor directory (a socket, a device) has no digest. That makes the files hashed exactly
 * those of `find DIR -type f`.
 */

import * as fs from "node:fs";
import { promisify } from "node:util";
import { chan, type Go, go, type RecvChan, run, type SendChan, sleep, wait } from "@gopark/core";
import { type BytePath, fromBytes, join, toBytes } from "./byte-path.js";
import { hashFile } from "./hash-file.js";
import { InFlight } from "./in-flight.js";
import type { PathSum } from "./sum-list.js";

const readdir = promisify(fs.readdir);

/** The size of each digester's buffer. Most source files fit into one block. */
const blockSize = 512 * 1024;

/** How many paths or outcomes may lie between two stages, so that they need not take turns. */
const slack = 64;

/** What became of a path. */
export type Outcome = FileDigest | Unreadable;

/** A file that was hashed. */
export interface FileDigest extends PathSum {
  readonly bytes: number;
}

/** A file or directory that could not be read. */
export interface Unreadable {
  readonly path: BytePath;
  readonly error: Error;
}

/** What `digestTree` needs to know. */
export interface DigestTree {
  /** The directory. Paths in outcomes begin with it. */
  readonly dir: BytePath;
  /** A file to leave out: the list about to be replaced would be found with its old content. */
  readonly except?: BytePath | undefined;
  /** How many files are read at a time. */
  readonly workers: number;
  /** Cancels everything when aborted. */
  readonly signal: AbortSignal;
  /** Called for every file, in the order in which they are done. */
  readonly collect: (outcome: Outcome) => void;
  /** Called ten times a second while the pipeline runs. */
  readonly tick?: (() => void) | undefined;
}

/**
 * Hashes every file below `dir`, and resolves to the number of goroutines that did it.
 *
 * Rejects with the signal's reason when it aborts. Either way no file is open any more once it has settled.
 */
export async function digestTree(options: DigestTree): Promise<number> {
  const inFlight = new InFlight();
  try {
    return await run(() => pipeline(options, inFlight), { signal: options.signal, onExit: "unwind" });
  } finally {
    await inFlight.settled();
  }
}

/** The main goroutine: connects the stages and is itself the collector. */
function* pipeline(options: DigestTree, inFlight: InFlight): Go<number> {
  const { workers, signal, collect, tick } = options;
  const paths = chan<BytePath>(slack);
  const outcomes = chan<Outcome>(slack);

  const walker = go(walk, options, paths, outcomes, inFlight);
  const digesters = Array.from({ length: workers }, () => go(digest, paths, outcomes, signal, inFlight));
  const closer = go(function* () {
    for (const digester of digesters) yield* digester.join();
    outcomes.close();
  });
  const goroutines = [walker, ...digesters, closer];
  // Nobody ends the ticker: when the main goroutine returns, the program is over and the others are dropped.
  if (tick !== undefined) goroutines.push(go(ticker, tick));

  yield* outcomes.range(collect);
  return goroutines.length + 1;
}

/** Sends every file below the directory into `paths`. */
function* walk(
  { dir, except }: DigestTree,
  paths: SendChan<BytePath>,
  outcomes: SendChan<Outcome>,
  inFlight: InFlight,
): Go {
  const directories = [dir];
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    let entries: fs.Dirent<Buffer>[];
    try {
      entries = yield* wait(
        inFlight.track(readdir(toBytes(next), { withFileTypes: true, encoding: "buffer" })),
      );
    } catch (error) {
      yield* outcomes.send({ path: next, error: error as Error });
      continue;
    }
    for (const entry of entries) {
      const path = join(next, fromBytes(entry.name));
      if (entry.isDirectory()) directories.push(path);
      else if (entry.isFile() && path !== except) yield* paths.send(path);
    }
  }
  paths.close();
}

/** Hashes paths until there are no more. Any number may share the two channels. */
function* digest(
  paths: RecvChan<BytePath>,
  outcomes: SendChan<Outcome>,
  signal: AbortSignal,
  inFlight: InFlight,
): Go {
  // One buffer for the life of the goroutine: it hashes one file at a time.
  const buffer = Buffer.allocUnsafeSlow(blockSize);
  for (;;) {
    const [path, ok] = yield* paths.recvOk();
    if (!ok) return;
    let outcome: Outcome;
    try {
      const { sum, bytes } = yield* wait(inFlight.track(hashFile(path, buffer, signal)));
      outcome = { path, sum, bytes };
    } catch (error) {
      outcome = { path, error: error as Error };
    }
    yield* outcomes.send(outcome);
  }
}

/** Calls `tick` ten times a second, for ever. */
function* ticker(tick: () => void): Go {
  for (;;) {
    yield* sleep(100);
    tick();
  }
}
