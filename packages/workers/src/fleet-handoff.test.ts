import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE } from "../test/threads/elsewhere.js";

/** Each waits for the flag without ever giving way, at most half a minute, and says whether it came. */
const TASKS = `
import { goroutine } from "@gopark/workers";
const cell = new Int32Array(new SharedArrayBuffer(4));
export function sleepUntil(flag) {
  const end = performance.now() + 30_000;
  while (flag.load() === 0 && performance.now() < end) Atomics.wait(cell, 0, 0, 1);
  return flag.load() === 1;
}
export function computeUntil(flag) {
  const end = performance.now() + 30_000;
  while (flag.load() === 0 && performance.now() < end);
  return flag.load() === 1;
}
export const sleeps = goroutine(import.meta.url, "sleeps", function* (flag) { return sleepUntil(flag); });
export const computes = goroutine(import.meta.url, "computes", function* (flag) { return computeUntil(flag); });
export const sets = goroutine(import.meta.url, "sets", function* (flag) { flag.store(1); });
`;

const HEAD = `
import { go } from "@gopark/core";
import { blocking, run, shared, stats } from "@gopark/workers";
import * as tasks from "./tasks.mjs";
${ELSEWHERE}
`;

describe("a handoff", () => {
  const children = useWorkersChildren();
  const run = (source: string) => children.run(HEAD + source, {}, { "tasks.mjs": TASKS });

  it.each([
    ["sleep in a call", "sleeps", "tasks.sleepUntil(flag)"],
    ["compute", "computes", "tasks.computeUntil(flag)"],
    ["announce a call that blocks", "sleeps", "yield* blocking(() => tasks.sleepUntil(flag))"],
  ])(
    "SC-12 SC-16 runs what is queued when all Ms %s: without one, nothing would go on",
    async (_what, task, body) => {
      const { code, stdout, stderr } = await run(`
      console.log(await run(function* () {
        const flag = new shared.Int32();
        const other = elsewhere(tasks.${task}, flag);
        const setter = go(tasks.sets, flag);
        const isSet = ${body};
        yield* setter.join();
        const { ps } = stats();
        return [isSet, yield* other.join(), ps.some((p) => p.handoffs > 0)].join();
      }, { procs: 2 }));`);
      expect([code, stdout, stderr]).toEqual([0, "true,true,true\n", ""]);
    },
  );

  it("gives an M whose P was taken another one: what it had started goes on", async () => {
    const { code, stdout } = await run(`
      console.log(await run(function* () {
        const flag = new shared.Int32();
        const other = elsewhere(tasks.sleeps, flag);
        const own = go(function* () { return "own"; });
        go(tasks.sets, flag);
        tasks.sleepUntil(flag);
        return [yield* own.join(), yield* other.join()].join();
      }, { procs: 2 }));`);
    expect([code, stdout]).toEqual([0, "own,true\n"]);
  });
});
