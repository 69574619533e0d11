/**
 * The goroutines that this thread has started for any thread, and that have not come back.
 *
 *   PE1  The record of each belongs to this thread: it is freed here, when it has come back, once.
 */
import { m, type Sched } from "@gopark/core/internal";
import { onArrival } from "../inbox-loop.js";
import type { RemoteGoroutine } from "../remote-goroutine.js";
import { get } from "../shm/atomics.js";
import { FINISHED, G_ARGS, G_RESULT, SLOT } from "../shm/record.js";
import { shm } from "../shm-engine.js";
import { drop, pending, take } from "../wire/value.js";
import { current } from "./current.js";

/** By the slots of their records. */
const bySlot: (RemoteGoroutine | undefined)[] = [];

onArrival(FINISHED, comeBack);

/** Expects the record of `g` to come back. */
export function expectBack(g: RemoteGoroutine): void {
  bySlot[get(g.rec + SLOT)] = g;
}

/** The record of a goroutine has come back: it has returned. */
export function comeBack(rec: number): void {
  const g = bySlot[get(rec + SLOT)];
  if (g === undefined || g.rec !== rec) return;
  const arrival = pending(rec + G_RESULT);
  if (arrival === null) {
    settle(g);
    return;
  }
  const sched = current.machine?.sched as Sched;
  const expect = (n: number): void => {
    sched.external += n;
    m.external += n;
  };
  const then = (): void => {
    expect(-1);
    if (g.ending === null) settle(g);
  };
  expect(1);
  arrival.then(then, then);
}

/** Its result is here. */
function settle(g: RemoteGoroutine): void {
  const { rec } = g;
  let value: unknown;
  let isLost = false;
  try {
    value = take(rec + G_RESULT);
  } catch (error) {
    // A part of it went down with the thread that held it.
    isLost = true;
    value = (error as { thread?: number }).thread ?? -1;
  }
  release(g);
  g.end(isLost ? "lost" : "returned", value);
}

/** Frees the record. */
function release(g: RemoteGoroutine): void {
  const { rec } = g;
  bySlot[get(rec + SLOT)] = undefined;
  g.rec = 0;
  shm.freeRecord(rec);
}

/** The goroutines that M `index` was running. */
export function startedOn(index: number): RemoteGoroutine[] {
  return bySlot.filter((g) => g !== undefined && g.runner === index) as RemoteGoroutine[];
}

/** The M that ran it has died: it never comes back. */
export function lose(g: RemoteGoroutine, index: number): void {
  release(g);
  g.end("lost", index);
}

/** It was with an M that has died, and nobody knows where: its record is left to whoever should find it. */
export function abandon(g: RemoteGoroutine, index: number): void {
  bySlot[get(g.rec + SLOT)] = undefined;
  g.rec = 0;
  g.end("lost", index);
}

/** All that have not come back. */
export function allPending(): RemoteGoroutine[] {
  return bySlot.filter((g) => g !== undefined);
}

/** The program has ended, and no other thread runs any more: none comes back. */
export function dropAll(): void {
  for (const g of bySlot) {
    if (g === undefined) continue;
    if (g.status === "runnable") {
      drop(g.rec + G_ARGS);
      drop(g.rec + G_RESULT);
    }
    release(g);
    g.end("dropped", undefined);
  }
}
