/**
 * go: a goroutine that has a name is put into a queue from which any thread may take it.
 *
 *   SP1  Nothing is queued, and no memory is kept, if an argument can't be sent.
 *   SP2  It stands where this M takes from next, as in Go; if nobody is looking for work already and a P is idle,
 *        another M is woken and may be faster.
 *
 * @go runtime/proc.go newproc
 */
import { currentSched, m } from "@gopark/core/internal";
import { type Registered, registeredAs } from "./goroutine.js";
import { G_QUEUED, RemoteGoroutine } from "./remote-goroutine.js";
import { loadArguments, loadSite } from "./sched/cargo.js";
import { current } from "./sched/current.js";
import type { Machine } from "./sched/machine.js";
import { expectBack } from "./sched/pending.js";
import { put } from "./shm/atomics.js";
import { globqPut } from "./shm/globq.js";
import { wakep } from "./shm/idle.js";
import { FINISHED, G_ID, G_OUTCOME, newRecord } from "./shm/record.js";
import { runqPutNext } from "./shm/runq.js";
import { shm } from "./shm-engine.js";
import { thread } from "./thread.js";
import { nameId } from "./wire/names.js";

/**
 * Starts `fn(...args)` on whichever thread takes it; null if it is to stay on this one. With `isTold` its panic is part
 * of its result (RG3).
 */
export function spawn(
  fn: (...args: any[]) => unknown,
  args: unknown[],
  isTold?: boolean,
): RemoteGoroutine | null {
  const { machine } = current;
  if (machine === null || currentSched() !== machine.sched || machine.sched.hasEnded) return null;
  machine.ids.reserve();
  const entry = registeredAs(fn, isTold);
  // Asked here, as newproc does: the frame that counts is the one that called go.
  return entry === undefined ? null : queue(machine, entry, args, m.siteOf === null ? "" : m.siteOf());
}

function queue(machine: Machine, entry: Registered, args: unknown[], site: string): RemoteGoroutine {
  if (entry.memory !== thread.memory) {
    entry.memory = thread.memory;
    entry.id = nameId(`${entry.url}#${entry.name}`);
  }
  const rec = newRecord(machine.index, FINISHED);
  if (rec === 0)
    throw new RangeError("go: the shared memory is full: want a larger `memory` in the options of run");
  try {
    loadArguments(rec, entry.id, args);
  } catch (error) {
    shm.freeRecord(rec);
    throw error;
  }
  loadSite(rec, site);
  const id = machine.ids.next();
  put(rec + G_ID, id);
  put(rec + G_OUTCOME, G_QUEUED);
  const g = new RemoteGoroutine(id, entry.fn.name || entry.name, rec, site);
  expectBack(g);
  machine.put(rec, runqPutNext, globqPut);
  wakep(machine.index);
  return g;
}
