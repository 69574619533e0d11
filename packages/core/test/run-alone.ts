/**
 * Running a program that nothing outside will wake: a deadlock in it is seen at once.
 *
 * The test runner keeps timers and ports of its own, so that the real host always has work pending.
 */
import { run } from "../src/go.js";
import { host } from "../src/runtime/host.js";

/** Runs a program, with a host that has nothing of its own to do. */
export async function runAlone<T>(main: () => unknown): Promise<T> {
  const { pendingWork } = host;
  host.pendingWork = () => false;
  try {
    return (await run(main)) as T;
  } finally {
    host.pendingWork = pendingWork;
  }
}
