/**
 * The pipeline: one goroutine walks the tree, a fixed number have files hashed, one collects.
 *
 *     walk --batches--> digester x N --outcomes--> collect
 *                          |   ^
 *                       hashFiles, on any thread
 *
 * Both channels are bounded. When hashing falls behind, the walker waits in `send`, so however many files there
 * are, N are open and N blocks are in memory; only the directories still to visit and what the caller
 * collects grow with the tree.
 *
 * A digester starts a goroutine for each batch, which any thread may take: so all cores hash, and a thread that has
 * nothing to do takes work from one that has. The walker hands a batch over as soon as a digester is free for it. While
 * there are free ones, batches are of one file: a few large files are hashed side by side. When all are busy, batches
 * grow if files are small, and a trip to another thread pays for many of them. Directories are read on the spot, as files
 * are: a walk that waited for the thread pool each time would leave the other threads without work.
 *
 * Each stage gets the end of a channel that it may use: a `SendChan` cannot be received from, a `RecvChan` cannot be
 * closed. Closing flows downstream: the walker closes `batches` after the last file, which ends the
 * digesters, and when the last of them is done `outcomes` is closed, which ends the collector. Cancelling takes the same
 * way: the walker stops, what is being hashed stops after its block, and all end by themselves.
 *
 * Symbolic links are never followed, so the walk cannot run in circles. What is
 * neither file nor directory (a socket, a device) has no digest. That makes the files hashed exactly
 * those of `find DIR -type f`.
 */

import * as fs from "node:fs";
import { chan, type Go, go, type RecvChan, type SendChan, sleep } from "@gopark/core";
import { run, shared } from "@gopark/workers";
import { type BytePath, fromBytes, join, toBytes } from "./byte-path.js";
import { hashFiles, type Outcome } from "./hash-file.js";

export type { FileDigest, Outcome, Unreadable } from "./hash-file.js";

/** How many outcomes may lie before the collector, so that the digesters need not take turns with it. */
const slack = 64;

/** Bytes of a batch, as far as one can tell before its files are read: a thread is busy for a millisecond or so. */
const batchBytes = 512 * 1024;
/** Most files of a batch. */
const largestBatch = 16;

/** What the walker knows about the size of files: those that were hashed last are like those that come next. */
class Recent {
  private mean = batchBytes / 4;

  add(bytes: number): void {
    this.mean += (bytes - this.mean) / 16;
  }

  /** How many files a batch may have. */
  get batch(): number {
    return Math.min(largestBatch, Math.ceil(batchBytes / this.mean));
  }
}

/** What `digestTree` needs to know. */
export interface DigestTree {
  /** The directory. Paths in outcomes begin with it. */
  readonly dir: BytePath;
  /** A file to leave out: the list about to be replaced would be found with its old content. */
  readonly except?: BytePath | undefined;
  /** How many files are read at a time. */
  readonly workers: number;
  /** How many threads hash; without it, one for each processor. */
  readonly procs?: number | undefined;
  /** Cancels everything when aborted. */
  readonly signal: AbortSignal;
  /** Called for every file, in the order in which they are done. */
  readonly collect: (outcome: Outcome) => void;
  /** Called ten times a second while the pipeline runs. */
  readonly tick?: (() => void) | undefined;
}

/**
 * Hashes every file below `dir`, and resolves to the number of goroutines that saw to it.
 *
 * Rejects with the signal's reason when it aborts. Either way no file is open any more once it has settled.
 */
export async function digestTree(options: DigestTree): Promise<number> {
  const { procs, signal } = options;
  signal.throwIfAborted();
  const cancelled = new shared.Bool();
  const cancel = (): void => cancelled.store(true);
  signal.addEventListener("abort", cancel);
  try {
    const goroutines = await run(() => pipeline(options, cancelled), procs === undefined ? {} : { procs });
    signal.throwIfAborted();
    return goroutines;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** The main goroutine: connects the stages and is itself the collector. */
function* pipeline(options: DigestTree, cancelled: shared.Bool): Go<number> {
  const { workers, collect, tick } = options;
  const batches = chan<readonly BytePath[]>();
  const outcomes = chan<Outcome>(slack);

  const recent = new Recent();

  // The digesters come first: when the walker has its first files, they are free.
  const digesters = Array.from({ length: workers }, () => go(digest, batches, outcomes, recent, cancelled));
  const walker = go(walk, options, batches, outcomes, recent, cancelled);
  const closer = go(function* () {
    yield* walker.join();
    for (const digester of digesters) yield* digester.join();
    outcomes.close();
  });
  const goroutines = [walker, ...digesters, closer];
  // Nobody ends the ticker: when the main goroutine returns, the program is over and the others are dropped.
  if (tick !== undefined) goroutines.push(go(ticker, tick));

  yield* outcomes.range(collect);
  return goroutines.length + 1;
}

/** Sends every file below the directory into `batches`. */
function* walk(
  { dir, except }: DigestTree,
  batches: SendChan<readonly BytePath[]>,
  outcomes: SendChan<Outcome>,
  recent: Recent,
  cancelled: shared.Bool,
): Go {
  const directories = [dir];
  let batch: BytePath[] = [];
  for (let next = directories.pop(); next !== undefined && !cancelled.load(); next = directories.pop()) {
    // Like any operation it lets others run when the slice is over: a tree of empty directories has no other.
    yield* sleep(0);
    let entries: fs.Dirent<Buffer>[];
    try {
      entries = fs.readdirSync(toBytes(next), { withFileTypes: true, encoding: "buffer" });
    } catch (error) {
      yield* outcomes.send({ path: next, error: (error as Error).message });
      continue;
    }
    for (const entry of entries) {
      const path = join(next, fromBytes(entry.name));
      if (entry.isDirectory()) directories.push(path);
      else if (entry.isFile() && path !== except) {
        batch.push(path);
        if (batch.length >= recent.batch) yield* batches.send(batch);
        else if (!batches.trySend(batch)) continue;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield* batches.send(batch);
  batches.close();
}

/** Has batches hashed until there are no more. Any number may share the two channels. */
function* digest(
  batches: RecvChan<readonly BytePath[]>,
  outcomes: SendChan<Outcome>,
  recent: Recent,
  cancelled: shared.Bool,
): Go {
  for (;;) {
    const [batch, ok] = yield* batches.recvOk();
    if (!ok) return;
    if (cancelled.load()) continue;
    for (const outcome of yield* go(hashFiles, batch, cancelled).join()) {
      if ("bytes" in outcome) recent.add(outcome.bytes);
      yield* outcomes.send(outcome);
    }
  }
}

function* ticker(tick: () => void): Go {
  for (;;) {
    yield* sleep(100);
    tick();
  }
}
