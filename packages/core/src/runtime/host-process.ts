/**
 * What a host does for a program that may be a whole process, and for who looks into it: Node's, and that of those that do
 * as Node does.
 *
 *   HP1  Bundles made for pages have what host-process-browser.ts offers in place of this: the `browser` of the manifest
 *        says so. What a page can't do anyway takes no room there.
 */
import { globals, type Handle, type InspectorSession, node, type Printer } from "./globals.js";

/** The engine's inspector, for programs that want to know where goroutines stand. */
export interface HostInspector {
  /** A session that is not connected yet; undefined where there is no inspector. */
  open(): InspectorSession | undefined;
  /** Makes `value` a global that the inspector's expressions can name. Returns a function that takes it back. */
  expose(name: string, value: unknown): () => void;
  /** Tells whoever debugs the program. */
  warn(text: string): void;
}

/** How a program that is the whole process reports and ends. */
export interface HostProcess {
  /** From now on, what is printed is out before the call that prints it returns. */
  enter(): void;
  /** Writes a report to stderr and ends the process at once with `code`. */
  crash(report: string, code: number): void;
  /** Ends the process, with the exit code that was set before. */
  exit(): void;
}

/** What is open; undefined where the host can't say. */
const handles = (): Handle[] | undefined => node?._getActiveHandles?.();

// Under a test runner, what the process held when this module was loaded: the runner's own port or pipe keeps the loop
// going and knows nothing of our channels. Anywhere else, whatever listens may know of them: the loop has to run dry.
const runners: Handle[] | false | undefined = node?.env?.NODE_ENV === "test" && handles();

/** Whether something outside may still call in: `host.pendingWork` (H3). */
export function pendingWork(): boolean {
  // Not asked but there: each program asks, which takes a millisecond where a server has a thousand sockets.
  const held = runners && handles();
  if (
    !held ||
    held.some((handle) => !(runners as Handle[]).includes(handle)) ||
    node?.getActiveResourcesInfo?.().some((kind) => !/P[oi]|TTY/.test(kind))
  )
    return true;
  // Ports, pipes and terminals are left. What the thread pool does, for one, is listed nowhere: would the loop go on without what is held? It is told last.
  for (const handle of held) handle.unref();
  const isAlive = node?.report?.getReport().libuv.pop()?.is_active ?? true;
  for (const handle of held) handle.ref();
  return isAlive;
}

const printers = (): (Printer | undefined)[] => [node?.stdout, node?.stderr];

/** The process in force, for programs that are one. Apart from `host`, as most bundles need no process. */
export const hostProcess: HostProcess = {
  enter: () => {
    // Node writes to pipes behind the program's back, but on Windows, where it does the same as here. What a full pipe
    // has not taken would be lost at the exit: that of a crash can't wait, as others would run meanwhile.
    for (const printer of printers()) printer?._handle?.setBlocking?.(true);
  },
  crash: (report, code) => {
    // Synchronous: the process ends after it, and a stream might not have written by then.
    const fs = node?.getBuiltinModule?.("node:fs");
    let bytes = new TextEncoder().encode(report);
    while (fs && bytes.length) {
      try {
        bytes = bytes.subarray(fs.writeSync(2, bytes));
      } catch (error) {
        if ((error as { code?: string }).code !== "EAGAIN") break;
        // Who else holds the pipe has made it one that does not wait.
        hostProcess.enter();
      }
    }
    if (!fs) globals.console.error(report);
    node?.exit?.(code);
  },
  exit: () => {
    // From before `enter`: nobody of the program is left who could run meanwhile.
    const late = printers().find((printer) => printer?.writableLength);
    if (late) late.write("", hostProcess.exit);
    else node?.exit?.();
  },
};

/** The inspector in force. Apart from `host`, as most bundles take no dumps. */
export const hostInspector: HostInspector = {
  open: () => {
    const inspector = node?.getBuiltinModule?.("node:inspector");
    return inspector && new inspector.Session();
  },
  expose: (name, value) => {
    const holder = globals as unknown as Record<string, unknown>;
    holder[name] = value;
    return () => delete holder[name];
  },
  warn: (text) => globals.console.warn(text),
};
