import { type Go, go } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../../test/on-m0.js";
import { goroutine } from "../goroutine.js";
import type { RemoteGoroutine } from "../remote-goroutine.js";
import { get, put, store } from "../shm/atomics.js";
import { push } from "../shm/inbox.js";
import { M_FREE, mLine } from "../shm/layout.js";
import { G_NEXT, G_OUTCOME, G_RESULT, G_RETURNED, G_RUNNING, LINK } from "../shm/record.js";
import { runqGet } from "../shm/runq.js";
import { put as putValue } from "../wire/value.js";
import type { Machine } from "./machine.js";
import { dropAll } from "./pending.js";

const work = goroutine("file:///pending.test.js", "work", function* work(n: number): Go<number> {
  return n;
});

/** Starts a goroutine and lets M5 take it. */
function taken(machine: Machine): RemoteGoroutine<number> {
  const g = go(work, 1) as RemoteGoroutine<number>;
  expect(runqGet(machine.page)).toBe(g.rec);
  put(g.rec + G_NEXT, 5 + 1);
  store(g.rec + G_OUTCOME, G_RUNNING);
  return g;
}

/** How many records of M0 are free. */
function free(): number {
  let n = 0;
  for (let rec = get(mLine(0) + M_FREE); rec !== 0; rec = get(rec + LINK)) n++;
  return n;
}

describe("goroutines that have not come back", () => {
  it("are done when their records come into the inbox; then those are free", () =>
    runOnM0(function* (machine) {
      const g = taken(machine);
      const before = free();
      const { rec } = g;
      expect([g.status, g.runner]).toEqual(["running", 5]);
      putValue(rec + G_RESULT, { sum: 3 });
      store(rec + G_OUTCOME, G_RETURNED);
      push(0, rec);
      expect(yield* g.join()).toEqual({ sum: 3 });
      expect([g.status, g.rec, free()]).toEqual(["dead", 0, before + 1]);
    }));

  it("end with their program, in whatever state", async () => {
    let all: RemoteGoroutine<number>[] = [];
    const joined: Promise<unknown>[] = [];
    await runOnM0(function* (machine) {
      all = [taken(machine), go(work, 2) as RemoteGoroutine<number>];
      for (const g of all) joined.push(Promise.resolve(g.join()).catch((error: unknown) => error));
    });
    expect(all.map((g) => g.status)).toEqual(["dead", "dead"]);
    expect((await Promise.all(joined)).map((error) => (error as Error).message)).toEqual(
      all.map((g) => `program has ended: join of goroutine ${g.id} (work)`),
    );
    expect(() => dropAll()).not.toThrow();
  });
});
