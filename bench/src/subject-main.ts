/**
 * The child process: one subject, one case. Warms up, measures once, prints one line of JSON: a `Report`, or
 * `null` where the subject lacks the case.
 *
 * Arguments: subject, case, size, warm-up size. Memory figures need `--expose-gc`.
 */

import type { CaseSpec } from "./case-spec.js";
import { findCase } from "./cases.js";
import { median } from "./results.js";
import type { CaseFn, Probe, Subject } from "./subject.js";

/** What a child reports, here and in the Go program. */
export interface Report {
  readonly ns: number;
  readonly result: number;
  readonly bytes?: number;
  readonly gapMs?: number;
  readonly peakMb?: number;
  /** The median. */
  readonly waitMs?: number;
}

function resident(): number {
  // The second collection finds what the first one's finalisers and weak references let go.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** Follows the event loop turn by turn; `stop` answers the longest time between two turns, in ms. */
function watchEventLoop(): { stop(): number } {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      watching = false;
      return Math.max(longest, performance.now() - last);
    },
  };
}

async function measure(run: CaseFn, spec: CaseSpec, size: number, warmUp: number): Promise<Report> {
  const readsMemory = spec.metrics.includes("bytes");
  if (readsMemory && globalThis.gc === undefined)
    throw new Error("memory is read after a collection: --expose-gc");
  const idle: Probe = { begin() {}, parked() {}, waited() {} };
  const atRest = process.memoryUsage.rss();
  await run(warmUp, idle);

  let end: bigint | undefined;
  let after = 0;
  const before = readsMemory ? resident() : 0;
  let start = 0n;
  const waits: number[] = [];
  const probe: Probe = {
    begin() {
      start = process.hrtime.bigint();
    },
    parked() {
      end = process.hrtime.bigint();
      after = resident();
    },
    waited(ms) {
      waits.push(ms);
    },
  };
  const watch = spec.metrics.includes("gap") ? watchEventLoop() : undefined;
  start = process.hrtime.bigint();
  const result = await run(size, probe);
  const ns = Number((end ?? process.hrtime.bigint()) - start);
  if (spec.metrics.includes("wait")) return { ns, result, waitMs: median(waits) };
  if (watch !== undefined) return { ns, result, gapMs: watch.stop() };
  // The kernel keeps the highest mark. It includes the warm-up, which does the same work.
  if (spec.metrics.includes("peak")) {
    return { ns, result, peakMb: (process.resourceUsage().maxRSS * 1024 - atRest) / 2 ** 20 };
  }
  return readsMemory ? { ns, result, bytes: after - before } : { ns, result };
}

const [subjectName = "", caseName = "", size = "", warmUp = ""] = process.argv.slice(2);
const spec = findCase(caseName);
// The cases of several threads have modules of their own: each thread loads the one it is about.
const ofThreads = spec.metrics.includes("wait") ? "gopark-waits" : "gopark-workers";
const file = subjectName === "gopark" && spec.procs !== undefined ? ofThreads : subjectName;
const { subject } = (await import(`./subjects/${file}.js`)) as { subject: Subject };
const run = subject[spec.name];
const report = run === undefined ? null : await measure(run, spec, Number(size), Number(warmUp));
// Goroutines that a case left parked or timers that a library holds are no reason to stay.
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
