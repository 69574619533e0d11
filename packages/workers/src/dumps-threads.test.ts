import { describe, expect, it } from "vitest";
import { type Child, useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE, READY_WHEN } from "../test/threads/elsewhere.js";

/** Goroutines that the tests run on other threads. Who locks its thread keeps it to itself and those it starts. */
const TASKS = `
import { chan, debug, go, sleep } from "@gopark/core";
import { goroutine, lockOSThread, stackAll } from "@gopark/workers";
import { execSync } from "node:child_process";
debug(process.env.SITES === "1");
/** Held by this module: who waits for a channel that nobody holds is collected, and in no dump. */
export const never = chan();
/** Waits until the dump of all threads matches each of these. */
export function* until(...patterns) {
  for (;;) {
    const text = yield* stackAll();
    if (patterns.every((pattern) => pattern.test(text))) return;
    yield* sleep(1);
  }
}
export const parks = goroutine(import.meta.url, "parks", function* parks(shared) {
  lockOSThread();
  go(function* beside() { yield* never.send(1); });
  yield* shared.recv();
});
const busy = {
  loop: function spins() { console.log("busy"); for (;;); },
  call: () => execSync("sh -c 'echo busy; sleep 4'", { stdio: "inherit" }),
};
export const blocks = goroutine(import.meta.url, "blocks", function* blocks(how) {
  lockOSThread();
  go(function* beside() { yield* never.recv(); });
  yield* until(/receive\\]:\\nbeside/);
  busy[how]();
});
export const panics = goroutine(import.meta.url, "panics", function* panics() { throw new Error("boom"); });
export const starts = goroutine(import.meta.url, "starts", function* starts() { yield* go(panics).join(); });
export const asks = goroutine(import.meta.url, "asks", function* asks() { return yield* stackAll(); });
`;

const HEAD = `
import { chan, debug, go, gosched, sleep } from "@gopark/core";
import { main, run, sharedChan, stackAll } from "@gopark/workers";
import * as tasks from "./tasks.mjs";
const { never, until } = tasks;
debug(process.env.SITES === "1");
${ELSEWHERE}
${READY_WHEN}
`;

const FILES = { "tasks.mjs": TASKS };
const SITES = { env: { SITES: "1" } };

/** The goroutine of a dump that has this line for its first frame. */
function part(text: string, frame: string): string {
  return text.split(/\n\n(?=goroutine |M\d)/).find((one) => one.includes(`\n${frame}`)) ?? "";
}

/** The line of a module that contains this, counted from 1. */
function lineOf(source: string, what: string): number {
  return source.split("\n").findIndex((line) => line.includes(what)) + 1;
}

describe("SIGQUIT of a program on several threads", () => {
  const children = useWorkersChildren();
  const start = (source: string, options = {}): Child => children.start(HEAD + source, options, FILES);

  it("prints what the goroutines of all threads do, where, and who has started them, and exits with 2", async () => {
    const child = start(
      `main(function* main() {
        const shared = sharedChan(0);
        elsewhere(tasks.parks, shared);
        elsewhere(tasks.parks, shared);
        go(function* here() { yield* never.recv(); });
        const both = (name) => new RegExp(name + "[^]*" + name);
        yield* until(both("receive\\\\]:\\nparks"), both("send\\\\]:\\nbeside"), /receive\\]:\\nhere/);
        void readyWhen(/^goroutine 1 \\[sleep\\]/);
        yield* sleep(1e9);
      }, { procs: 3 });`,
      SITES,
    );
    await child.printed("ready");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[sleep\]:\nmain\(/);
    const states = [...stderr.matchAll(/^goroutine \d+ \[(.*)\]:\n(\w+)/gm)].map(([, ...words]) =>
      words.join(),
    );
    expect(states.sort()).toEqual([
      "chan receive,here",
      "chan receive,parks",
      "chan receive,parks",
      "chan send,beside",
      "chan send,beside",
      "sleep,main",
    ]);
    expect(part(stderr, "parks(")).toContain(`tasks.mjs:${lineOf(TASKS, "shared.recv")}:`);
    expect(part(stderr, "parks(")).toMatch(/\ncreated by goroutine 1\n\telsewhere \(.*program-\d+\.mjs:/);
    expect(part(stderr, "beside(")).toContain(`tasks.mjs:${lineOf(TASKS, "never.send")}:`);
    expect(part(stderr, "here(")).toMatch(/program-\d+\.mjs:\d+:\d+\ncreated by goroutine 1\n/);
  });

  it("D-68 interrupts a thread that is in a loop, and tells where", async () => {
    const child = start(
      `main(function* main() { elsewhere(tasks.blocks, "loop"); yield* sleep(1e9); }, { procs: 2 });`,
      SITES,
    );
    await child.printed("busy");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[sleep\]:\nmain\(/);
    const running = part(stderr, "\tat ");
    expect(running).toMatch(
      /^goroutine \d+ \[running\]:\n\tat .*spins .*tasks\.mjs:\d+:\d+\)\n\tat blocks \(/,
    );
    expect(running).toMatch(/\ncreated by goroutine 1\n/);
    expect(part(stderr, "beside(")).toMatch(/ \[chan receive\]:\nbeside\(\.\.\.\)\n\t.*tasks\.mjs:/);
    expect(stderr).not.toContain("does not answer");
  });

  it("D-68 names a thread that is in a system call, with the goroutines that others have started there", async () => {
    const child = start(
      `main(function* main() { elsewhere(tasks.blocks, "call"); yield* sleep(1e9); }, { procs: 2 });`,
    );
    await child.printed("busy");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[sleep\]:\nmain\(/);
    expect(part(stderr, "blocks(")).toMatch(
      /^goroutine \d+ \[running\]:\nblocks\(\.\.\.\)\n\tgoroutine running on other thread; stack unavailable$/,
    );
    expect(stderr).toMatch(/\n\nM\d: in synchronous code, does not answer\n$/);
  });

  it("ends a program whose goroutines never park, on any thread, from where they stand", async () => {
    const child = start(
      `main(function* main() {
        elsewhere(tasks.parks, sharedChan(0));
        go(function* returns() { for (let i = 0; ; i++) { if (i === 1000) console.log("ready"); yield* gosched(); } });
        for (;;) yield* gosched();
      }, { procs: 2 });`,
    );
    await child.printed("ready");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[runnable\]:\nmain\(/);
    expect(part(stderr, "returns(")).toMatch(/^goroutine \d+ \[runnable\]/);
  });

  it("D-68 is answered by main's thread when that is out of synchronous code", async () => {
    const child = start(
      `main(function* main() {
        console.log("busy");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
        console.log("done");
        yield* sleep(1e9);
      }, { procs: 2 });`,
    );
    await child.printed("busy");
    child.process.kill("SIGQUIT");
    const { code, stderr, stdout } = await child.ended;
    expect([code, stdout]).toEqual([2, "busy\ndone\n"]);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[sleep\]:\nmain\(/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("unlike %s, which ends all threads at once", async (signal) => {
    const child = start(
      `main(function* main() { elsewhere(tasks.blocks, "loop"); yield* sleep(1e9); }, { procs: 2 });`,
    );
    await child.printed("busy");
    child.process.kill(signal);
    const { code, stderr } = await child.ended;
    expect([code, child.process.signalCode, stderr]).toEqual([null, signal, ""]);
  });
});

describe("the report of a panic on another thread", () => {
  const children = useWorkersChildren();

  it.each(["panics", "starts"])(
    "tells where the goroutine stood and who had started it (%s)",
    async (name) => {
      const { code, stderr } = await children.run(
        `${HEAD}main(function* main() { yield* elsewhere(tasks.${name}).join(); }, { procs: 2 });`,
        SITES,
        FILES,
      );
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /^panic: boom\n\ngoroutine \d+ \[running\]:\n\tat panics \(.*tasks\.mjs:\d+:\d+\)\n/,
      );
      expect(stderr).toMatch(
        /\ncreated by goroutine \d+\n\t(elsewhere \(.*program-\d+|starts \(.*tasks)\.mjs:/,
      );
    },
  );
});

describe("stackAll on several threads", () => {
  const children = useWorkersChildren();
  const run = (source: string) => children.run(HEAD + source, {}, FILES);

  it("D-64 tells of all threads, whichever asks, the goroutine that asks first", async () => {
    const { stdout } = await run(`
      await run(function* main() {
        elsewhere(tasks.parks, sharedChan(0));
        yield* until(/receive\\]:\\nparks/, /send\\]:\\nbeside/);
        const heads = (text) => text.match(/^goroutine \\d+ .*\\n\\w+/gm).map((head) => head.replace(/\\d+ /, "").replace("\\n", " ")).join(" | ");
        console.log(heads(yield* stackAll()));
        console.log(heads(yield* elsewhere(tasks.asks).join()));
        console.log(heads(yield* go(function* () { return yield* stackAll(); }).join()));
      }, { procs: 3 });`);
    const [first, second, third] = stdout.trimEnd().split("\n");
    const others = "goroutine [chan receive]: parks | goroutine [chan send]: beside";
    expect(first).toBe(`goroutine [running]: main | ${others}`);
    expect(second).toBe(`goroutine [running]: asks | goroutine [join]: main | ${others}`);
    expect(third).toBe(`goroutine [running]: func | goroutine [join]: main | ${others}`);
  });

  it("D-68 waits no longer than a second for a thread in a loop", async () => {
    const { stdout } = await run(`
      await run(function* main() {
        elsewhere(tasks.blocks, "loop");
        yield* until(/does not answer/);
        const text = yield* stackAll();
        console.log(/^goroutine 1 \\[running\\]/.test(text), /\\[running\\]:\\nblocks\\(/.test(text), text.endsWith("M1: in synchronous code, does not answer\\n"));
      }, { procs: 2 });`);
    expect(stdout).toBe("busy\ntrue true true\n");
  });

  it("DL-02 hides no deadlock, and makes none", async () => {
    const { stdout } = await run(`
      await run(function* main() {
        for (let i = 0; i < 20; i++) yield* elsewhere(tasks.asks).join();
        console.log("asked");
        yield* chan().recv();
      }, { procs: 2 }).catch((error) => console.log(error.name));`);
    expect(stdout).toBe("asked\nDeadlock\n");
  });

  it("tells also outside goroutines, of the program on several threads", async () => {
    const { stdout } = await run(`
      const gate = chan();
      const done = run(function* main() { yield* gate.recv(); }, { procs: 2 });
      console.log(/^goroutine 1 \\[.*\\]:\\nmain\\(/.test(await stackAll()));
      gate.close();
      await done;
      console.log(JSON.stringify(await stackAll()));`);
    expect(stdout).toBe('true\n""\n');
  });
});
