/** What a bench runs next. What it makes of goroutines: thread.test.ts. */
import { G, Sched } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import type { QuietWatch } from "../deadlock.js";
import { goroutine } from "../goroutine.js";
import { Bench, type Office } from "./bench.js";
import { enclose } from "./envelope.js";
import { Started } from "./handed.js";
import { StrideIds } from "./ids.js";
import type { Job } from "./protocol.js";

const url = "file:///bench.test.js";
goroutine(url, "f", () => {});

/** A bench whose office has `count` goroutines, and what it does. */
function bench(turn: number, count: number): { own: Bench; sched: Sched; told: string[]; ids: () => number } {
  const told: string[] = [];
  const jobs = Array.from({ length: count }, (_, i): Job => {
    const envelope = enclose(undefined, "x");
    return { id: 1000 + i, key: `${url}#f`, name: "f", site: "", starter: 0, envelope, isList: false };
  });
  const office: Office = {
    started: new Started(),
    procs: 2,
    turn,
    start() {},
    take: () => jobs.shift(),
    ended() {},
    idle: () => told.push("idle"),
    close: () => told.push("close"),
    locked: (isLocked) => told.push(isLocked ? "locked" : "unlocked"),
    resize() {},
    stats: () => ({}) as never,
    known: () => [],
  };
  const sched = new Sched(10, () => {});
  const quiet = { idle: () => told.push("quiet"), stir: () => told.push("stir") } as unknown as QuietWatch;
  const own = new Bench(1, sched, new StrideIds(1, sched), office, quiet, () => Promise.resolve());
  return { own, sched, told, ids: () => own.next(sched.p)?.id ?? 0 };
}

/** Makes a goroutine of this thread runnable. */
function ready(sched: Sched, id: number): G {
  const g = new G(id, sched.p, () => {}, undefined);
  sched.p.globrunq.append(g);
  return g;
}

describe("a bench", () => {
  it("BN2 takes what was handed to it and what is runnable here in turn", () => {
    const { sched, ids } = bench(2, 3);
    for (const id of [1, 2, 3]) ready(sched, id);
    expect([1, 2, 3, 4, 5, 6, 7].map(ids)).toEqual([1, 1000, 2, 1001, 3, 1002, 0]);
  });

  it("BN2 leaves what all may take while it has something of its own, but for every 61st round", () => {
    const { sched, ids } = bench(61, 2);
    for (let id = 1; id <= 61; id++) ready(sched, id);
    const order = Array.from({ length: 63 }, ids);
    expect([order.indexOf(1000), order.indexOf(1001)]).toEqual([60, 62]);
  });

  it("asks for work when it has none, and is quiet; not while it is locked", () => {
    const { own, sched, told } = bench(2, 0);
    own.idle(sched);
    own.next(sched.p);
    own.lock(ready(sched, 1));
    own.idle(sched);
    expect(told).toEqual(["idle", "quiet", "stir", "close", "locked", "quiet"]);
  });

  it("BN3 takes nothing while it is locked, and forgets a lock with its goroutine", () => {
    const { own, sched, told, ids } = bench(2, 2);
    const g = ready(sched, 1);
    own.lock(g);
    own.lock(g);
    expect([ids(), ids(), own.isOpen]).toEqual([1, 0, false]);
    own.unlock(g);
    expect(ids()).toBe(0);
    expect(told.filter((word) => word.endsWith("locked"))).toEqual(["locked"]);
    sched.drop(g);
    expect([ids(), own.isOpen]).toEqual([1000, true]);
    expect(told.filter((word) => word.endsWith("locked"))).toEqual(["locked", "unlocked"]);
  });

  it("runs nothing once it was halted, or has stopped", () => {
    const { own, sched, ids } = bench(2, 1);
    own.isHalted = true;
    expect(ids()).toBe(0);
    own.isHalted = false;
    own.stop();
    expect([ids(), own.isOpen, sched.p.source]).toEqual([0, false, null]);
  });
});
