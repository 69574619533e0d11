/**
 * The host: everything that is not deterministic comes through here, and nowhere else.
 *
 * Microtasks, macrotasks, timers, the clock, random numbers and the question "can the outside world still
 * call in?" differ between Node, Deno, Bun and browsers, and tests want to replace them. All code of the
 * runtime reads the one mutable `host`, at the moment of use, so that a replacement takes effect at once.
 *
 *   H1  A macrotask lets the host handle its own events (timers, I/O, rendering) before it runs.
 *   H2  The clock never goes back, and counts milliseconds, with fractions.
 *   H3  `pendingWork` may answer true in doubt, but false only if nothing outside can call in any more.
 */

/** What the runtime asks of the platform it runs on. */
export interface Host {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Runs `f` as soon as the current JavaScript stack is empty, before any event. */
  microtask(f: () => void): void;
  /** Runs `f` after the host's event loop had a turn (H1). */
  macrotask(f: () => void): void;
  /** Runs `f` after at least `ms` milliseconds. A `weak` timer does not keep the process alive. */
  setTimer(f: () => void, ms: number, weak: boolean): unknown;
  /** Takes back what `setTimer` returned. */
  clearTimer(timer: unknown): void;
  /** Whether something outside the runtime (a socket, a timer, an event) may still call in (H3). Asked by timers. */
  pendingWork(): boolean;
  /** Calls `f` whenever the process is about to end because nothing is left to do. Once for each `f`. */
  onDrained(f: () => void): void;
  /** Hands an error that nobody can catch to the host, which treats it as an uncaught exception. */
  uncaught(error: unknown): void;
  /** Default length of a time slice in milliseconds. */
  readonly slice: number;
}

/** What differs from run to run. */
export interface HostDice {
  /** A number from 0 up to, but not including, 1. */
  random(): number;
}

/** The wall clock. */
export interface HostCalendar {
  /** Its time, in milliseconds since 1970, at which `host.now()` was 0. Moves when that clock is set. */
  origin(): number;
}

/** A connection to the engine's inspector. */
export interface InspectorSession {
  connect(): void;
  disconnect(): void;
  on(event: string, listener: (message: { params: { scriptId: string; url: string } }) => void): void;
  post(method: string, params: object, callback: (error: unknown, result: any) => void): void;
}

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
  /** Calls `f` when the user asks for a dump (SIGQUIT). */
  onQuit(f: () => void): void;
  /** Whether somebody else listens for a signal. */
  awaitsSignal(): boolean;
}

/** What stdout and stderr of a process have, if they are pipes or terminals. */
interface Printer {
  readonly _handle?: { setBlocking?(isBlocking: boolean): void };
  /** Bytes that are not written yet. */
  readonly writableLength: number;
  write(text: string, done: () => void): void;
}

/** Something open that keeps the event loop going. */
interface Handle {
  ref(): void;
  unref(): void;
}

/** The parts of Node's `process` that are used where they exist. */
interface NodeLike {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly report?: { getReport(): { readonly libuv: { readonly is_active: boolean }[] } };
  _getActiveHandles?(): Handle[];
  readonly stdout?: Printer;
  readonly stderr?: Printer;
  getActiveResourcesInfo?(): string[];
  eventNames?(): (string | symbol)[];
  listenerCount?(name: string | symbol): number;
  on?(event: "beforeExit" | "SIGQUIT", f: () => void): void;
  off?(event: "beforeExit", f: () => void): void;
  exit?(code?: number): never;
  getBuiltinModule?(id: "node:async_hooks"): { AsyncResource: new (type: string) => AsyncContext };
  getBuiltinModule?(id: "node:events"): { setMaxListeners(most: number, on: AbortSignal): void };
  getBuiltinModule?(id: "node:fs"): { writeSync(fd: number, bytes: Uint8Array): number };
  getBuiltinModule?(id: "node:inspector"): { Session: new () => InspectorSession };
}

/** What the code that runs for one request, say, finds in an `AsyncLocalStorage` of Node's. */
export interface AsyncContext {
  /** Runs `f` in this context. */
  runInAsyncScope(f: () => void): void;
}

/** A way for messages to oneself. */
interface Channel {
  readonly port1: { onmessage: ((event: unknown) => void) | null };
  readonly port2: { postMessage(value: unknown): void };
}

/** The globals that only some hosts have. */
interface HostGlobals {
  process?: NodeLike;
  document?: unknown;
  performance: { now(): number; timeOrigin: number };
  setImmediate?: (f: () => void) => void;
  queueMicrotask: (f: () => void) => void;
  setTimeout: (f: () => void, ms?: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  MessageChannel?: new () => Channel;
  console: { error(text: string): void; warn(text: string): void };
}

const globals = globalThis as unknown as HostGlobals;
const node = globals.process;

const AsyncResource = node?.getBuiltinModule?.("node:async_hooks")?.AsyncResource;

/** The context in which this is called; undefined where the host has none. */
export const asyncContext = (): AsyncContext | undefined => AsyncResource && new AsyncResource("gopark");

/** That of nobody in particular: in which this module was loaded. */
export const outerContext: AsyncContext | undefined = asyncContext();

/** Lets any number of listeners stand on a signal: Node would take the eleventh for a leak, and say so. */
export function crowded(signal: AbortSignal): void {
  try {
    node?.getBuiltinModule?.("node:events").setMaxListeners(0, signal);
  } catch {
    // One of a page that a test runner simulates is not Node's.
  }
}

/** What is open; undefined where the host can't say. */
const handles = (): Handle[] | undefined => node?._getActiveHandles?.();

// Under a test runner, what the process held when this module was loaded: the runner's own port or pipe keeps the loop
// going and knows nothing of our channels. Anywhere else, whatever listens may know of them: the loop has to run dry.
const runners: Handle[] | false | undefined = node?.env?.NODE_ENV === "test" && handles();

/** Functions that wait for their macrotask, where the host has no setImmediate. */
const posted: (() => void)[] = [];
let channel: Channel | undefined;

/** A macrotask in browsers: a message to oneself, since timers are held back to 4 ms there. */
function post(f: () => void): void {
  if (!channel) {
    channel = new globals.MessageChannel!();
    channel.port1.onmessage = () => posted.shift()?.();
  }
  posted.push(f);
  channel.port2.postMessage(0);
}

/** The host in force. Tests and explorers replace single members and put them back. */
export const host: Host = {
  slice: globals.document ? 4 : 10,
  now: () => globals.performance.now(),
  microtask: (f) => globals.queueMicrotask(f),
  // In a page that Jest simulates there are timers alone.
  macrotask: (f) => (globals.setImmediate ?? (globals.MessageChannel ? post : globals.setTimeout))(f),
  setTimer: (f, ms, weak) => {
    // Node takes 2^31-1 as the longest delay; a timer that comes early is armed again by its owner.
    const timer = globals.setTimeout(f, Math.min(ms, 0x7fff_ffff));
    if (weak) (timer as { unref?(): void }).unref?.();
    return timer;
  },
  clearTimer: (timer) => globals.clearTimeout(timer),
  pendingWork: () => {
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
  },
  onDrained: (f) => {
    node?.off?.("beforeExit", f);
    node?.on?.("beforeExit", f);
  },
  uncaught: (error) => {
    host.microtask(() => {
      throw error;
    });
  },
};

/** The random numbers in force. Apart from `host`, as most bundles leave nothing to chance. */
export const hostDice: HostDice = { random: () => Math.random() };

/** The wall clock in force. Apart from `host`, as most bundles tell no dates. */
export const hostCalendar: HostCalendar = {
  origin: () => {
    const { performance } = globals;
    const drift = Date.now() - performance.timeOrigin - performance.now();
    // The wall clock counts whole milliseconds: while both agree, the finer one is the better.
    return performance.timeOrigin + (Math.abs(drift) < 2 ? 0 : drift);
  },
};

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
  onQuit: (f) => node?.on?.("SIGQUIT", f),
  awaitsSignal: () => {
    const names = node?.eventNames?.().filter((name) => /^SIG/.test(String(name))) ?? [];
    return names.some((name) => (node?.listenerCount?.(name) ?? 0) > (name === "SIGQUIT" ? 1 : 0));
  },
};

/** The inspector in force. Apart from `host`, as most bundles take no dumps. */
export const hostInspector: HostInspector = {
  open: () => {
    const inspector = node?.getBuiltinModule?.("node:inspector");
    return inspector && new inspector.Session();
  },
  expose: (name, value) => {
    const holder = globalThis as unknown as Record<string, unknown>;
    holder[name] = value;
    return () => delete holder[name];
  },
  warn: (text) => globals.console.warn(text),
};
