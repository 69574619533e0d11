/**
 * What host-process.ts offers, in bundles made for pages.
 *
 *   HB1  Where such a bundle runs on Node all the same, a panic and the end of `main` end the process with their exit code, and
 *        a deadlock is told when nothing keeps it going, also under a test runner. What it does not have: places in dumps,
 *        a dump at SIGQUIT, the wait for a signal that somebody listens for, and that for a slow pipe at the end.
 */
import { globals, node } from "./globals.js";
import type { HostInspector, HostProcess } from "./host-process.js";

/** A page can't say. */
export const pendingWork = (): boolean => true;

/** The process in force. */
export const hostProcess: HostProcess = {
  enter: () => {},
  crash: (report, code) => {
    globals.console.error(report);
    node?.exit?.(code);
  },
  exit: () => node?.exit?.(),
};

/** The inspector in force: there is none. */
export const hostInspector: HostInspector = {
  open: () => undefined,
  expose: () => () => {},
  warn: (text) => globals.console.warn(text),
};
