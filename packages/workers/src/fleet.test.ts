import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE } from "../test/threads/elsewhere.js";
import { cannotStart, within } from "./fleet.js";

/** Goroutines that tests run on other threads. */
const TASKS = `
import { sleep } from "@gopark/core";
import { goroutine } from "@gopark/workers";
import { threadId } from "node:worker_threads";
export const where = goroutine(import.meta.url, "where", function* () { return threadId; });
export const say = goroutine(import.meta.url, "say", function* (text) { console.log(text); console.error(text); return threadId; });
export const flood = goroutine(import.meta.url, "flood", function* (n) {
  const line = "x".repeat(999);
  for (let i = 0; i < n; i++) console.log(line);
  return threadId;
});
export const sleeper = goroutine(import.meta.url, "sleeper", function* () { yield* sleep(1e9); });
`;

/** Starts `fn` on another thread: this one is busy until it has been taken. */
const MODULE = `
import { go } from "@gopark/core";
export ${ELSEWHERE}
`;

const FILES = { "tasks.mjs": TASKS, "elsewhere.mjs": MODULE };
const HEAD = `
import { go, sleep, chan } from "@gopark/core";
import { run, main } from "@gopark/workers";
import { elsewhere } from "./elsewhere.mjs";
import * as tasks from "./tasks.mjs";
`;

describe("the threads of a program", () => {
  const children = useWorkersChildren();

  it("run goroutines, end with main, and leave nothing that keeps the process alive", async () => {
    const { code, stdout, stderr } = await children.run(
      `${HEAD}
      const ids = await run(function* () {
        elsewhere(tasks.sleeper);
        return [yield* elsewhere(tasks.where).join(), yield* elsewhere(tasks.where).join()];
      }, { procs: 2 });
      console.log(ids.every((id) => id > 0));
      setImmediate(() => setImmediate(() => console.log(process.getActiveResourcesInfo().filter((kind) => !/^(Pipe|TTY)Wrap$/.test(kind)).join())));
      process.on("exit", () => console.log("exit"));`,
      {},
      FILES,
    );
    expect([code, stdout, stderr]).toEqual([0, "true\n\nexit\n", ""]);
  });

  it("serve one program after the other in a process", async () => {
    const { code, stdout } = await children.run(
      `${HEAD}
      for (let i = 0; i < 3; i++)
        console.log(await run(function* () { return (yield* elsewhere(tasks.where).join()) > 0; }, { procs: 3 }));`,
      {},
      FILES,
    );
    expect([code, stdout]).toEqual([0, "true\ntrue\ntrue\n"]);
  });

  it("print in the order in which the program prints, whatever thread prints", async () => {
    const { code, stdout, stderr } = await children.run(
      `${HEAD}
      await run(function* () {
        for (let i = 0; i < 5; i++) {
          const g = elsewhere(tasks.say, "there " + i);
          if ((yield* g.join()) === 0) console.log("not there");
          console.log("here " + i);
        }
      }, { procs: 2 });`,
      {},
      FILES,
    );
    const lines = [0, 1, 2, 3, 4].map((i) => `there ${i}\nhere ${i}\n`).join("");
    expect([code, stdout]).toEqual([0, lines]);
    expect(stderr).toBe([0, 1, 2, 3, 4].map((i) => `there ${i}\n`).join(""));
  });

  it("lose nothing of what they have printed when the program ends, also where the reader is slow", async () => {
    const { code, stdout } = await children.run(
      `${HEAD}
      main(function* () { yield* elsewhere(tasks.flood, 1000).join(); }, { procs: 2 });`,
      {},
      FILES,
    );
    expect([code, stdout.length]).toEqual([0, 1_000_000]);
  });

  it("start while M0 is in a loop that never gives way", async () => {
    const { code, stdout } = await children.run(
      `${HEAD}
      await run(function* () { console.log(elsewhere(tasks.where).status !== "runnable"); }, { procs: 2 });`,
      {},
      FILES,
    );
    expect([code, stdout]).toEqual([0, "true\n"]);
  });

  it.each([
    [
      "is not there",
      "missing.mjs",
      /missing\.mjs: threw Error: Cannot find module .* before it called serveM$/,
    ],
    ["throws", "throws.mjs", /throws\.mjs: threw TypeError: at load before it called serveM$/],
    ["does not call serveM", "mute.mjs", /mute\.mjs: exited with code 0 before it called serveM$/],
  ])("a module for threads that %s fails the program, and nothing is left", async (_what, entry, message) => {
    const { code, stdout } = await children.run(
      `${HEAD}
      const entry = new URL("./${entry}", import.meta.url);
      await run(function* () { yield* sleep(60_000); }, { procs: 2, entry }).catch((error) => console.log(error.message));
      process.on("exit", () => console.log(process.getActiveResourcesInfo().includes("Timeout")));`,
      {},
      { ...FILES, "throws.mjs": 'throw new TypeError("at load");', "mute.mjs": "" },
    );
    const [first = "", last] = stdout.trimEnd().split("\n");
    expect(first).toMatch(/^run: a thread can't be started: file:/);
    expect(first).toMatch(message);
    expect([code, last]).toEqual([0, "false"]);
  });

  it("this package's own module for threads, where a bundler has left it out, is one to be named", () => {
    const head = "run: a thread can't be started: file:///x.js: gone";
    expect(cannotStart("file:///x.js: gone", {}).message).toBe(
      `${head}\n  In a bundle, give run or main the option entry: docs/guide/threads.md, Bundles for Node.`,
    );
    for (const chosen of [{ entry: "file:///x.js" }, { worker: () => null as never }])
      expect(cannotStart("file:///x.js: gone", chosen).message).toBe(head);
  });
});

describe("within", () => {
  /** Resolves when a message arrives that has been sent by now. */
  function message(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise<void>((resolve) => {
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
    });
    port2.postMessage(null);
    return arrived;
  }

  it("hears what has come while the event loop was held up", async () => {
    const answer = within(message(), 1);
    const end = performance.now() + 20;
    while (performance.now() < end);
    expect(await answer).toBe(true);
  });

  it("gives up when nothing comes", async () => {
    expect(await within(new Promise(() => {}), 1)).toBe(false);
  });
});
