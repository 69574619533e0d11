/**
 * The program: reads the command line, runs the pipeline, reports, and sets the exit code.
 *
 * Always true: the summary goes to standard output, everything else to standard error, and the exit code is one
 * of those that `--help` names.
 */

import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { type BytePath, bytePath, join, toText } from "./byte-path.js";
import { digestTree, type FileDigest, type Outcome } from "./digest-tree.js";
import { help, type Options, parseOptions, UsageError } from "./options.js";
import { ProgressLine } from "./progress.js";
import { byPath, writeSumList } from "./sum-list.js";
import { count, Tally } from "./tally.js";

const progress = new ProgressLine(process.stderr);

process.exitCode = await main(process.argv.slice(2));

/** Does what the arguments say and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  // Stays installed: npm passes Ctrl-C on to a program that the terminal has told already, and the second
  // signal would otherwise end the process in the middle of the clean-up.
  process.on("SIGINT", () => interrupt.abort());
  try {
    const options = parseOptions(args);
    if (options !== "help") return await digest(options, interrupt.signal);
    process.stdout.write(help);
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted) {
      progress.print("digest-tree: interrupted, nothing was written");
      return 130;
    }
    const hint = error instanceof UsageError ? "\nTry --help." : "";
    progress.print(`digest-tree: ${(error as Error).message}${hint}`);
    return 2;
  }
}

async function digest({ dir, out, workers }: Options, signal: AbortSignal): Promise<number> {
  const tally = new Tally();
  const digests: FileDigest[] = [];

  const collect = (outcome: Outcome): void => {
    if ("error" in outcome) {
      tally.unreadable++;
      progress.print(`digest-tree: ${toText(outcome.path)}: ${outcome.error}`);
      return;
    }
    tally.files++;
    tally.bytes += outcome.bytes;
    if (out !== undefined) digests.push(outcome);
  };

  const goroutines = await digestTree({
    dir: bytePath(dir),
    except: out === undefined ? undefined : pathBelow(dir, out),
    workers,
    signal,
    collect,
    tick: process.stderr.isTTY ? () => progress.show(`${tally}`) : undefined,
  });
  progress.clear();
  const summary = `${tally}, ${count(goroutines, "goroutine")}`;
  if (out !== undefined) await writeSumList(out, digests.sort(byPath), signal);

  process.stdout.write(`${summary}\n`);
  if (out !== undefined) process.stdout.write(`list: ${out}\n`);
  if (tally.unreadable === 0) return 0;
  progress.print(`digest-tree: ${tally.unreadable} could not be read`);
  return 1;
}

/** The path by which the walk below `dir` would come to `file`, if it does. */
function pathBelow(dir: string, file: string): BytePath {
  const real = existsSync(file) ? realpathSync(file) : resolve(realpathSync(dirname(file)), basename(file));
  return join(bytePath(dir), bytePath(relative(realpathSync(dir), real)));
}
