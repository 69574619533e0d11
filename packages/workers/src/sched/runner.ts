/**
 * From a goroutine's record to a goroutine, and back: what a queue held begins on this thread, and its end is told to
 * the thread that started it.
 *
 *   RU1  Who takes a record out of a queue begins it, once. From then on the record says which M runs it.
 *   RU2  The record goes back to its owner when the goroutine has ended, and then only.
 *   RU3  A goroutine that begins has its own copies of the arguments, whichever thread it runs on.
 *   RU4  Where its module is not loaded yet, it goes back to the global queue, and this M takes none until the module is
 *        here. Meanwhile others may take it, and the program is not dead.
 */
import { panic, RuntimeError } from "@gopark/core";
import { G, goready, m, type Sched } from "@gopark/core/internal";
import { type Registered, registeredUnder } from "../goroutine.js";
import { G_QUEUED } from "../remote-goroutine.js";
import { cas, get, load, put, store } from "../shm/atomics.js";
import { globqPut } from "../shm/globq.js";
import { push } from "../shm/inbox.js";
import { mLine } from "../shm/layout.js";
import { G_ARGS, G_ID, G_NEXT, G_OUTCOME, G_RETURNED, G_RUNNING, OWNER } from "../shm/record.js";
import { M_STARTED } from "../shm/sched-words.js";
import { nameOf } from "../wire/names.js";
import { pending } from "../wire/value.js";
import { functionOf, loadResult, unloadArguments, unloadSite } from "./cargo.js";
import { type Load, Loader } from "./loader.js";
import { comeBack } from "./pending.js";

/** Begins and ends the goroutines of the shared queues, on this thread. */
export class Runner {
  /** Where they run. */
  private readonly sched: Sched;
  /** Index of this M. */
  private readonly index: number;
  /** Loads modules. */
  private readonly loader: Loader;
  /** Told when a module is being loaded (1) and when it is here (-1). */
  onLoad: (n: number) => void = () => {};
  /** Functions by their number in shared memory. */
  private readonly functions = new Map<number, Registered>();
  /** Those that have begun and not ended. They are held here, for their records can't be given back otherwise. */
  private readonly alive = new Set<G>();

  constructor(sched: Sched, index: number, load: Load) {
    this.sched = sched;
    this.index = index;
    this.loader = new Loader(load);
  }

  /** Begins the goroutine of a record; null if its function, or a part of its arguments, has to come first. */
  begin(rec: number): G | null {
    // One that was given up is left alone (LO1).
    if (load(rec + G_OUTCOME) !== G_QUEUED) return null;
    const entry = this.functions.get(functionOf(rec)) ?? this.find(rec);
    if (entry === undefined || cas(rec + G_OUTCOME, G_QUEUED, G_RUNNING) !== G_QUEUED) return null;
    // If this thread dies from here on, its owner knows.
    put(rec + G_NEXT, this.index + 1);
    const arrival = pending(rec + G_ARGS);
    if (arrival === null) return this.start(rec, entry.fn);
    this.after(arrival, () => goready(this.start(rec, entry.fn)));
    return null;
  }

  /** All goroutines that have begun here and not ended. */
  [Symbol.iterator](): Iterator<G> {
    return this.alive.values();
  }

  /** Forgets all: their program is over. */
  drop(): void {
    for (const g of this.alive) this.sched.drop(g);
    this.alive.clear();
  }

  /** Makes the goroutine of a record, ready to be run. */
  private start(rec: number, fn: (...args: any[]) => unknown): G {
    const { sched } = this;
    const line = mLine(this.index);
    put(line + M_STARTED, get(line + M_STARTED) + 1);
    const id = get(rec + G_ID);
    let run = fn;
    let args: unknown[] | undefined;
    try {
      args = unloadArguments(rec);
    } catch (error) {
      // A part of them went down with the thread that held it: the goroutine panics as soon as it runs.
      run = () => panic(error);
    }
    // Not in the scheduler's list: that one is in order of the ids, and holds goroutines weakly.
    const g = new G(id, sched.p, run, args);
    g.site = unloadSite(rec);
    this.alive.add(g);
    sched.allgs.count++;
    g.onDone = (hasFailed, value) => {
      this.alive.delete(g);
      sched.allgs.count--;
      if (hasFailed) sched.crashOf(g, value);
      else this.finish(rec, g, value);
    };
    return g;
  }

  /** The goroutine has returned: its result goes to who started it. */
  private finish(rec: number, g: G, value: unknown): void {
    try {
      loadResult(rec, g, value);
    } catch (error) {
      this.sched.crashOf(g, error);
      return;
    }
    store(rec + G_OUTCOME, G_RETURNED);
    const owner = get(rec + OWNER);
    if (owner === this.index) comeBack(rec);
    else push(owner, rec);
  }

  /** The function of a record; undefined if its module has to be loaded. */
  private find(rec: number): Registered | undefined {
    const key = nameOf(functionOf(rec));
    const entry = registeredUnder(key);
    if (entry === undefined) this.loadFor(rec, key);
    else this.functions.set(functionOf(rec), entry);
    return entry;
  }

  /** Loads the module of a record's function. Until it is here this M begins nothing, and others may run it (RU4). */
  private loadFor(rec: number, key: string): void {
    const id = get(rec + G_ID);
    globqPut(rec, this.index);
    this.onLoad(1);
    this.after(this.loader.find(key), (why) => {
      if (why === undefined) this.onLoad(-1);
      else this.missing(id, key, why);
    });
  }

  /** The function is nowhere to be found: in Go this program would not have been built. */
  private missing(id: number, key: string, why: unknown): void {
    const name = JSON.stringify(key.slice(key.lastIndexOf("#") + 1));
    const g = new G(id, this.sched.p, null, undefined);
    this.sched.crashOf(g, new RuntimeError(`goroutine ${name} not found`, `  ${why}`));
  }

  /** Calls `then` after something from outside has come; with why, if it can't. Until then the program is not dead. */
  private after(arrival: Promise<unknown>, then: (why: unknown) => void): void {
    const { sched } = this;
    const expect = (n: number): void => {
      sched.external += n;
      m.external += n;
    };
    const go = (why: unknown): void => {
      expect(-1);
      if (!sched.hasEnded) then(why);
    };
    expect(1);
    arrival.then(() => go(undefined), go);
  }
}
