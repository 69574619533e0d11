/**
 * The globals of the platform, as far as they are used: only some hosts have them all.
 */

/** A connection to the engine's inspector. */
export interface InspectorSession {
  connect(): void;
  disconnect(): void;
  on(event: string, listener: (message: { params: { scriptId: string; url: string } }) => void): void;
  post(method: string, params: object, callback: (error: unknown, result: any) => void): void;
}

/** What stdout and stderr of a process have, if they are pipes or terminals. */
export interface Printer {
  readonly _handle?: { setBlocking?(isBlocking: boolean): void };
  /** Bytes that are not written yet. */
  readonly writableLength: number;
  write(text: string, done: () => void): void;
}

/** Something open that keeps the event loop going. */
export interface Handle {
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
export interface Channel {
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

/** What is global here. */
export const globals: HostGlobals = globalThis as unknown as HostGlobals;
/** Node's `process`, or what stands for it on other platforms; undefined in pages. */
export const node: NodeLike | undefined = globals.process;
