import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE } from "../test/threads/elsewhere.js";

const TASKS = `
import { sleep } from "@gopark/core";
import { goroutine } from "@gopark/workers";
export const exits = goroutine(import.meta.url, "exits", function* (code) { process.exit(code); });
export const throws = goroutine(import.meta.url, "throws", function* () {
  setTimeout(() => { throw new TypeError("outside goroutines"); }, 1);
  yield* sleep(1e9);
});
export const eats = goroutine(import.meta.url, "eats", function* () {
  const all = [];
  for (;;) all.push(new Array(10_000).fill(0.5));
});
export const add = goroutine(import.meta.url, "add", function* (a, b) { return a + b; });
`;

const HEAD = `
import { go, sleep } from "@gopark/core";
import { run, main } from "@gopark/workers";
import * as tasks from "./tasks.mjs";
${ELSEWHERE}
const failed = (error) => console.log(error.name + ": " + error.message);
`;

const FILES = { "tasks.mjs": TASKS };

describe("the death of a thread", () => {
  const children = useWorkersChildren();
  const run = (source: string) => children.run(HEAD + source, {}, FILES);

  it("by process.exit fails the program with WorkerLost", async () => {
    const { code, stdout } = await run(`
      await run(function* () { elsewhere(tasks.exits, 5); yield* sleep(60_000); }, { procs: 2 }).catch(failed);`);
    expect(stdout).toMatch(/^WorkerLost: worker lost: M\d exited with code 5\n$/);
    expect(code).toBe(0);
  });

  it("by an exception outside goroutines tells which, and where it was thrown", async () => {
    const { stdout } = await run(`
      await run(function* () { elsewhere(tasks.throws); yield* sleep(60_000); }, { procs: 2 }).catch((error) => {
        failed(error);
        console.log(/at .*tasks\\.mjs:6:/.test(error.stack));
      });`);
    expect(stdout).toMatch(/^WorkerLost: worker lost: M\d threw TypeError: outside goroutines\ntrue\n$/);
  });

  it("for lack of memory is told as that", async () => {
    const { stdout } = await run(`
      await run(function* () { elsewhere(tasks.eats); yield* sleep(60_000); }, {
        procs: 2,
        limits: { maxOldGenerationSizeMb: 24 },
      }).catch(failed);`);
    expect(stdout).toMatch(/^WorkerLost: worker lost: M\d ran out of memory\n$/);
  });

  it("ends a process with code 2 and the report on stderr, without any finally block", async () => {
    const { code, stdout, stderr } = await run(`
      main(function* () {
        try { elsewhere(tasks.exits, 5); yield* sleep(60_000); } finally { console.log("finally"); }
      }, { procs: 2 });`);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/worker lost: M\d exited with code 5/);
  });

  it("is told to a supervisor, which may go on: who waits for what is lost panics, all else works", async () => {
    const { code, stdout } = await run(`
      const value = await run(function* () {
        const g = elsewhere(tasks.exits, 5);
        try { yield* g.join(); } catch (error) { failed(error); }
        return yield* elsewhere(tasks.add, 2, 3).join();
      }, { procs: 2, onWorkerLost: failed });
      console.log(value);`);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBe(3);
    expect(lines).toContainEqual(expect.stringMatching(/^WorkerLost: worker lost: M\d exited with code 5$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^WorkerLost: worker lost: M\d ran goroutine \d+ \(exits\)$/),
    );
    expect([code, lines[2]]).toEqual([0, "5"]);
  });

  it("of one thread after the other leaves a program that still works", async () => {
    const { code, stdout } = await run(`
      let deaths = 0;
      const value = await run(function* () {
        for (let i = 0; i < 5; i++) {
          try { yield* elsewhere(tasks.exits, 1).join(); } catch {}
        }
        return yield* elsewhere(tasks.add, 20, 3).join();
      }, { procs: 3, onWorkerLost: () => deaths++ });
      console.log(value, deaths);`);
    expect([code, stdout]).toEqual([0, "23 5\n"]);
  });
});
