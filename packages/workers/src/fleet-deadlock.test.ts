import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE } from "../test/threads/elsewhere.js";

const TASKS = `
import { chan, sleep } from "@gopark/core";
import { goroutine } from "@gopark/workers";
import { pbkdf2 } from "node:crypto";
export const waits = goroutine(import.meta.url, "waits", function* waits() { yield* chan().recv(); });
export const naps = goroutine(import.meta.url, "naps", function* naps(ms) { yield* sleep(ms); });
export const hashes = goroutine(import.meta.url, "hashes", function* hashes(rounds) {
  const done = chan();
  pbkdf2("a", "b", rounds, 32, "sha512", () => done.trySend(1) || done.close());
  yield* done.recv();
  return "hashed";
});
export const dies = goroutine(import.meta.url, "dies", function* dies(out, flag) {
  yield* out.send(chan());
  // What comes from now on is never taken in, what is sent then is told of by nobody.
  Atomics.store(flag, 0, 1);
  while (Atomics.load(flag, 0) === 1);
  for (let i = 0; i < 5; i++) out.send(chan()).then(() => {}, () => {});
  process.exit(1);
});
`;

const HEAD = `
import { chan, go, gosched, sleep } from "@gopark/core";
import { run, main } from "@gopark/workers";
import * as tasks from "./tasks.mjs";
${ELSEWHERE}
`;

const FILES = { "tasks.mjs": TASKS };

describe("a deadlock over several threads", () => {
  const children = useWorkersChildren();
  const run = (source: string) => children.run(HEAD + source, {}, FILES);

  it("DL-02 is found when all goroutines of all threads are asleep, and told once, in the order of goroutines", async () => {
    const { code, stdout } = await run(`
      await run(function* main() {
        elsewhere(tasks.waits);
        go(function* here() { yield* chan().send(1); });
        yield* chan().recv();
      }, { procs: 3 }).catch((error) => console.log(error.name + ": " + error.message));`);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Deadlock: fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\nmain\(/,
    );
    const ids = [...stdout.matchAll(/^goroutine (\d+) \[/gm)].map(([, id]) => Number(id));
    expect(ids.length).toBe(3);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(stdout).toMatch(/\[chan receive\]:\nwaits\(/);
    expect(stdout).toMatch(/\[chan send\]:\nhere\(/);
  });

  it("DL-01 ends a process with code 2 and the report on stderr", async () => {
    const { code, stdout, stderr } = await run(`
      main(function* () { elsewhere(tasks.waits); yield* chan().recv(); }, { procs: 2 });`);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 /);
  });

  it("DL-11 is not found while a goroutine of another thread sleeps", async () => {
    const { stdout } = await run(`
      const start = performance.now();
      await run(function* () {
        const g = elsewhere(tasks.naps, 300);
        go(function* () { yield* chan().recv(); });
        yield* g.join();
        console.log("joined", performance.now() - start >= 300);
        yield* chan().recv();
      }, { procs: 2 }).catch((error) => console.log(error.name));`);
    expect(stdout).toBe("joined true\nDeadlock\n");
  });

  it("is looked for without letting the event loop of the first thread run dry, while others are busy", async () => {
    const { stdout } = await run(`
      process.on("beforeExit", () => console.log("dry"));
      console.log(await run(function* () { return yield* elsewhere(tasks.hashes, 300_000).join(); }, { procs: 2 }));`);
    expect(stdout).toBe("hashed\ndry\n");
  });

  it("DL-13 is not found while the host of another thread works for a goroutine, though no list names that work", async () => {
    const { stdout } = await run(`
      console.log(await run(function* () { return yield* elsewhere(tasks.hashes, 300_000).join(); }, { procs: 2 }));`);
    expect(stdout).toBe("hashed\n");
  });

  it("DL-06 has another text after main has left by goexit", async () => {
    const { stdout } = await run(`
      const { goexit } = await import("@gopark/core");
      await run(function* () { yield* goexit(); }, { procs: 2 }).catch((error) => console.log(error.message.split("\\n")[0]));`);
    expect(stdout).toBe("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
  });

  it("is found after the death of a thread that had messages on their way to it, and had posted some itself", async () => {
    const { stdout } = await run(`
      await run(function* () {
        const out = chan();
        const flag = new Int32Array(new SharedArrayBuffer(4));
        elsewhere(tasks.dies, out, flag);
        const theirs = yield* out.recv();
        while (Atomics.load(flag, 0) === 0) yield* gosched();
        const sends = [1, 2, 3].map((i) => go(function* () {
          try { yield* theirs.send(i); } catch (error) { console.log(error.name); }
        }));
        while (sends.some((g) => g.status !== "waiting")) yield* gosched();
        Atomics.store(flag, 0, 2);
        for (const g of sends) yield* g.join();
        yield* chan().recv();
      }, { procs: 2, onWorkerLost: () => {} }).catch((error) => console.log(error.message.split("\\n")[0]));`);
    expect(stdout).toBe(`${"WorkerLost\n".repeat(3)}fatal error: all goroutines are asleep - deadlock!\n`);
  });
});
