/**
 * What host-process.ts offers, in bundles made for pages.
 *
 *   HB1  Where such a bundle runs on Node all the same, a program ends as it would, with its exit code. It is told of a
 *        deadlock when nothing keeps the process going, also under a test runner; dumps tell no places, and SIGQUIT does
 *        what it does by default.
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
  onQuit: () => {},
  awaitsSignal: () => false,
};

/** The inspector in force: there is none. */
export const hostInspector: HostInspector = {
  open: () => undefined,
  expose: () => () => {},
  warn: (text) => globals.console.warn(text),
};
