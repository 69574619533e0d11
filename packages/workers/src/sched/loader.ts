/**
 * Loads the modules that register goroutines.
 *
 *   LD1  A function is there as soon as it is registered, whether or not its module goes on: the top level of a
 *        program's main module may wait for `run`, which never ends on this thread.
 *   LD2  A module that has called `run` or `main` at its top level since it was asked for, and is not done after GRACE,
 *        is waiting for it: what it has not registered by then it never will.
 */
import { host } from "@gopark/core/internal";
import { onRegistration, registeredUnder } from "../goroutine.js";

/** Milliseconds for what a module still registers after it has called `run`. */
const GRACE = 1000;

/** How often `run` or `main` was called on this thread at the top level of a module. */
let runs = 0;
/** Who wants to know of the next time. */
const listeners = new Set<() => void>();

/** `run` or `main` was called at the top level of a module, where it starts nothing. */
export function calledRun(): void {
  runs++;
  for (const f of listeners) f();
}

/** Loads a module by its URL. */
export type Load = (url: string) => Promise<unknown>;

/** The modules of one thread. */
export class Loader {
  private readonly load: Load;
  /** Of each module that was asked for: how often `run` had been called before. */
  private readonly runsBefore = new Map<string, number>();

  constructor(load: Load) {
    this.load = load;
  }

  /** Loads the module of `url#name`. Resolves when the function is registered; rejects with why it is not. */
  async find(key: string): Promise<void> {
    const url = key.slice(0, key.lastIndexOf("#"));
    if (!this.runsBefore.has(url)) this.runsBefore.set(url, runs);
    let end = (): void => {};
    const stuck = new Promise<void>((resolve) => {
      end = this.whenStuck(url, resolve);
    });
    const registered = new Promise<void>((resolve) => onRegistration(key, resolve));
    try {
      await Promise.race([this.load(url), registered, stuck]);
    } catch (error) {
      throw `${url} can't be loaded: ${String(error)}`;
    } finally {
      end();
    }
    if (registeredUnder(key) === undefined) throw `${url} does not register it when it is loaded`;
  }

  /** Calls `f` when the module is found to wait for `run` (LD2). Returns a function that ends that. */
  private whenStuck(url: string, f: () => void): () => void {
    let timer: unknown = null;
    const look = (): void => {
      if (timer === null && runs > (this.runsBefore.get(url) as number))
        timer = host.setTimer(f, GRACE, true);
    };
    listeners.add(look);
    look();
    return () => {
      listeners.delete(look);
      if (timer !== null) host.clearTimer(timer);
    };
  }
}
