/**
 * What signals.ts offers, in bundles made for pages: they hear of no signals.
 */

/** There are none to wait for. */
export function awaitSignals(_program: unknown): void {}

/** Nobody asks. */
export function answerQuit(_sched: unknown, _dumpOf?: unknown): void {}
