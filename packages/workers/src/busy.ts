/**
 * The dump of an M that is in synchronous code, taken in the middle of it.
 *
 *   BU1  It is called by the inspector, on the thread that it tells of, and changes nothing.
 *   BU2  The goroutine that runs is told of with all its frames, those of plain functions too.
 */
import { m, type Sched } from "@gopark/core/internal";
import type { MDump } from "./dumps.js";
import { interrupt } from "./host/interrupt.js";
import { threadName } from "./host/threads.js";
import { ownDump } from "./own-dump.js";

/** Where the M of a thread keeps its `busyDump`, for expressions to name. */
const KEY = "gopark.dump";

/** How many frames are told, as in Go. */
const FRAMES = 100;

/** How long the inspector may take to pause threads, in milliseconds. */
const PAUSING = 1000;

/** Where this thread stands: the frames from what the inspector has interrupted up to the scheduler. */
function framesHere(): string {
  const traces = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = traces;
  traces.stackTraceLimit = FRAMES;
  const lines = (new Error().stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  if (stackTraceLimit !== undefined) traces.stackTraceLimit = stackTraceLimit;
  const from = lines.lastIndexOf(lines.filter((line) => line.includes("(eval at ")).at(-1) ?? "") + 1;
  const end = lines.findIndex((line) => /\bnext \(<anonymous>\)|\brunLoop\b/.test(line));
  return lines
    .slice(from, end < 0 ? lines.length : end)
    .map((line) => `\t${line.trim()}\n`)
    .join("");
}

/** The dump of this M, now (BU2). */
function busyDump(sched: Sched): MDump {
  const { g } = m;
  const { index, started, text } = ownDump(sched, g);
  const frames = framesHere();
  const here =
    g === null
      ? `M${index}: outside goroutines:\n${frames}`
      : `goroutine ${g.id} [running]:\n${frames}${g.site}`;
  return { index, started, text: text ? `${text}\n${here}` : here };
}

/** Lets the inspector find the dump of this thread's M. */
export function offerBusyDump(sched: Sched): void {
  Object.defineProperty(globalThis, Symbol.for(KEY), {
    configurable: true,
    value: () => JSON.stringify(busyDump(sched)),
  });
}

/** The dumps of Ms that do not answer otherwise; where one can't be had, the one given. */
export async function interruptAll(dumps: readonly MDump[]): Promise<readonly MDump[]> {
  const silent = dumps.filter(({ text }) => text === null).map(({ index }) => threadName(index));
  if (silent.length === 0) return dumps;
  const answers = await interrupt(silent, `globalThis[Symbol.for("${KEY}")]()`, PAUSING);
  return dumps.map((dump) => {
    const answer = answers.get(threadName(dump.index));
    return dump.text === null && typeof answer === "string" ? (JSON.parse(answer) as MDump) : dump;
  });
}
