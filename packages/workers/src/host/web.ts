/**
 * Web Workers.
 *
 *   W1  A browser does not tell when a worker is gone. So each worker holds a Web Lock for its whole life, for which the
 *       one that started it waits: the browser hands it over when the worker is gone, whatever ended it. A worker
 *       that is merely busy keeps it. Where there are no Web Locks, only scripts that fail to load are noticed, and
 *       exceptions outside everything.
 *   W2  A worker that is told to end may run on for a while, and those that it has started for longer. So all of one
 *       family, a worker that a page has started and all its descendants, share a Web Lock; who ends the first one
 *       waits until it is free, and then keeps it: one that was still about to begin never does.
 *   W3  What a worker starts is of its own type. Bundlers write modules or classic scripts, and a classic one may load
 *       its other parts in a way that is forbidden to modules.
 *   W4  Nothing in here is looked up before a program asks for threads, so that importing it in a server is harmless.
 */
import type { Init, OnEnd, ThreadHandle, ThreadHost } from "./threads.js";

/** What the global scope of a worker has. */
interface WorkerScope {
  readonly location?: { readonly href: string };
  readonly document?: unknown;
  readonly Worker?: typeof Worker;
  readonly navigator?: { readonly locks?: LockManager };
  addEventListener?(event: "message", f: (event: MessageEvent) => void): void;
  removeEventListener?(event: "message", f: (event: MessageEvent) => void): void;
  postMessage?(message: unknown): void;
  importScripts?(): void;
}

const scope = globalThis as unknown as WorkerScope;

/** What is said of a worker whose script is not there, which is what becomes of one that no bundler was told of. */
const NOT_LOADED = "could not load its script (a page wants the option `worker` of run: see serveM)";

/** What a worker says when it holds the lock of its life (W1). */
interface Alive {
  readonly gopark: "alive";
  /** Name of the lock. */
  readonly lock: string;
}

/** What a worker gets as its first message. */
interface WebInit extends Init {
  /** Name of the lock of its family (W2). */
  readonly family: string;
}

/** Names of locks so far. */
let names = 0;
/** Name of the lock of the family that this thread was born into; empty where it was not started from here. */
let ownFamily = "";

/** A name for a lock that no other thread of this origin makes. */
function newName(): string {
  return `gopark ${Date.now()} ${Math.random()} ${++names}`;
}

/** Takes a lock, calls `f`, and holds the lock until this thread is gone. Calls `f` at once where there are no locks. */
function holdForLife(lock: string, mode: LockMode, f: () => void): void {
  const { locks } = scope.navigator ?? {};
  if (locks === undefined) f();
  else
    locks
      .request(lock, { mode }, () => {
        f();
        return new Promise(() => {});
      })
      .catch(f);
}

/** Begins the life of this worker (W1, W2). */
function live({ family }: WebInit, begin: () => void): void {
  const lock = newName();
  ownFamily = family;
  holdForLife(lock, "exclusive", () => scope.postMessage?.({ gopark: "alive", lock } satisfies Alive));
  holdForLife(family, "shared", begin);
}

/** The type of this worker (W3). To load no scripts is allowed to classic ones alone; a page has no such function. */
function ownType(): WorkerType {
  try {
    scope.importScripts!();
    return "classic";
  } catch {
    return "module";
  }
}

/** Threads of the Web's kind; null where there are none. */
export function webHost(): ThreadHost | null {
  if (typeof scope.Worker !== "function") return null;
  return {
    start: (entry, init, transfer, name) =>
      handleOf(new Worker(entry, { type: ownType(), name }), init, transfer),
    receive(f): void {
      if (scope.document !== undefined) return;
      const onMessage = ({ data }: MessageEvent): void => {
        if (data?.gopark !== 1) return;
        scope.removeEventListener?.("message", onMessage);
        live(data as WebInit, () => f(data as Init));
      };
      scope.addEventListener?.("message", onMessage);
    },
    ownEntry: () => scope.location?.href ?? "",
    printDirectly(): void {},
  };
}

/** Takes a worker that was made elsewhere, by the expression that the user's bundler knows, and gives it its init. */
export function handleOf(worker: Worker, init: Init, transfer: MessagePort[]): ThreadHandle {
  const listeners: OnEnd[] = [];
  const family = ownFamily || newName();
  const ended = (reason: string): void => {
    worker.terminate();
    for (const f of listeners.splice(0)) f(reason, "");
  };
  worker.addEventListener("message", ({ data }: MessageEvent) => {
    if (data?.gopark !== "alive") return;
    const { lock } = data as Alive;
    scope.navigator?.locks?.request(lock, () => ended("is gone")).catch(() => {});
  });
  worker.addEventListener("error", ({ message }) => ended(message ? `threw ${message}` : NOT_LOADED));
  worker.addEventListener("messageerror", () => ended("was given what can't be cloned"));
  worker.postMessage({ ...init, family } satisfies WebInit, transfer);
  return {
    onEnd: (f) => void listeners.push(f),
    end: async (asAccident = false) => {
      if (!asAccident) listeners.length = 0;
      worker.terminate();
      if (ownFamily === "") await new Promise<void>((resolve) => holdForLife(family, "exclusive", resolve));
    },
  };
}
