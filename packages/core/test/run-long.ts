/**
 * Running a program in one slice: goroutines change places where their operations say so, and nowhere else, however
 * busy the machine is.
 */
import { type RunOptions, run } from "../src/go.js";
import type { BodyResult } from "../src/op.js";
import { host } from "../src/runtime/host.js";

/** Longer than any test. */
const SLICE = 1e9;

/** Runs a program as `run` does, in one slice. */
export function runLong<T>(main: () => BodyResult<T>, options: RunOptions = {}): Promise<T> {
  return run(main, { slice: SLICE, ...options });
}

/**
 * The same, with a host that has nothing of its own to do: a deadlock is seen at once. (The test runner keeps timers and
 * ports, so that the real host always has work pending.)
 */
export async function runAlone<T>(main: () => BodyResult<T>): Promise<T> {
  const { pendingWork } = host;
  host.pendingWork = () => false;
  try {
    return await runLong(main);
  } finally {
    host.pendingWork = pendingWork;
  }
}
