/**
 * The signals of the process: Node's, and of those that do as Node does.
 */
import { node } from "./globals.js";

/** What a process hears from outside. */
export interface HostSignals {
  /** Calls `f` when the user asks for a dump (SIGQUIT). */
  onQuit(f: () => void): void;
  /** Whether somebody else listens for a signal. */
  awaitsSignal(): boolean;
}

/** The signals in force. Apart from `hostProcess`, as pages have none. */
export const hostSignals: HostSignals = {
  onQuit: (f) => node?.on?.("SIGQUIT", f),
  awaitsSignal: () => {
    const names = node?.eventNames?.().filter((name) => /^SIG/.test(String(name))) ?? [];
    return names.some((name) => (node?.listenerCount?.(name) ?? 0) > (name === "SIGQUIT" ? 1 : 0));
  },
};
