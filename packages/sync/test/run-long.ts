/**
 * Running a program in one slice: goroutines change places where their operations say so, and nowhere else, however
 * busy the machine is.
 */
import { type BodyResult, type RunOptions, run } from "@gopark/core";
import { host } from "@gopark/core/internal";

/** Longer than any test. */
const SLICE = 1e9;

/** Runs a program as `run` does, in one slice. */
export function runLong<T>(main: () => BodyResult<T>, options: RunOptions = {}): Promise<T> {
  return run(main, { slice: SLICE, ...options });
}

/** The same, with a host that has nothing of its own to do: a deadlock is seen at once. */
export async function runAlone<T>(main: () => BodyResult<T>): Promise<T> {
  const { pendingWork } = host;
  host.pendingWork = () => false;
  try {
    return await runLong(main);
  } finally {
    host.pendingWork = pendingWork;
  }
}
