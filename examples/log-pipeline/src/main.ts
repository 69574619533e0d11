/**
 * The program: reads the command line, runs the pipeline, prints tables, and sets the exit code.
 *
 * Always true: tables go to standard output, everything else to standard error, and the exit code is one of those
 * that `--help` names.
 */
import { statSync } from "node:fs";
import { logPipeline } from "./log-pipeline.js";
import { makeLog } from "./make-log.js";
import { help, type MakeOptions, parseOptions, type ReadOptions, UsageError } from "./options.js";
import { count, heading, megabytes, topTable, windowLine } from "./table.js";

/** Counters of a window, and of the whole. */
const room = 4_096;

process.exitCode = await main(process.argv.slice(2));

/** Does what the arguments say and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  process.on("SIGINT", () => interrupt.abort());
  try {
    const options = parseOptions(args);
    if (options === "help") process.stdout.write(help);
    else if (options.command === "make") await make(options);
    else return await read(options, interrupt.signal);
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted) {
      process.stderr.write("log-pipeline: interrupted\n");
      return 130;
    }
    const hint = error instanceof UsageError ? "\nTry --help." : "";
    process.stderr.write(`log-pipeline: ${(error as Error).message}${hint}\n`);
    return 2;
  }
}

async function make({ file, size, seed }: MakeOptions): Promise<void> {
  await makeLog(file, size, seed);
  process.stdout.write(`${file}: ${megabytes(statSync(file).size)}\n`);
}

async function read({ file, window, top }: ReadOptions, signal: AbortSignal): Promise<number> {
  const idle = process.memoryUsage.rss();
  const start = performance.now();
  process.stdout.write(`${heading}\n`);
  const show = (summary: Parameters<typeof windowLine>[0]): void => {
    process.stdout.write(`${windowLine(summary)}\n`);
  };
  const { total, unreadable } = await logPipeline({ file, window, top, room, signal, show });
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${windowLine(total)}\n\n${topTable(total)}\n\n`);

  const { size } = statSync(file);
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    `${megabytes(size)} in ${seconds.toFixed(2)} s, ${megabytes(size / seconds)}/s; ` +
      `peak memory ${megabytes(peak)}, ${megabytes(peak - idle)} more than at the start\n`,
  );
  if (unreadable === 0) return 0;
  const what = unreadable === 1 ? "line" : "lines";
  process.stderr.write(`log-pipeline: ${count(unreadable)} ${what} could not be read\n`);
  return 1;
}
