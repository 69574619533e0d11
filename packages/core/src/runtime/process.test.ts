import { describe, expect, test } from "vitest";
import { useChildren } from "../../test/child.js";
import { go, main } from "../go.js";
import { type HostProcess, hostProcess } from "./host-process.js";
import { type HostSignals, hostSignals } from "./host-process-signals.js";
import { enterProcess } from "./process.js";

describe("main", () => {
  const children = useChildren();

  test("the process exits with 0 when main returns, whatever else is alive", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { go, main, sleep, chan } from "@gopark/core";
      setInterval(() => {}, 1000);
      main(function* () {
        go(function* () { try { yield* chan().recv(); } finally { console.log("never"); } });
        go(function* () { yield* sleep(1e9); });
        yield* sleep(1);
        console.log("main ends");
      });
    `);
    expect([code, stdout, stderr]).toEqual([0, "main ends\n", ""]);
  });

  test("the exit code is the one that was set", async () => {
    const { code } = await children.run(`
      import { main } from "@gopark/core";
      main(() => { process.exitCode = 3; });
    `);
    expect(code).toBe(3);
  });

  test("a panic of main prints Go's report on stderr and exits with 2", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { main } from "@gopark/core";
      console.log("begun");
      main(function* () { throw new Error("boom"); });
    `);
    expect([code, stdout]).toEqual([2, "begun\n"]);
    expect(stderr).toMatch(/^panic: boom\n\ngoroutine 1 \[running\]:\n/);
    expect(stderr).toContain(children.path);
  });

  test("a panic of any goroutine ends the process at once: no finally block of another one runs", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { chan, go, main } from "@gopark/core";
      main(function* () {
        try {
          go(function* worker() { throw "why"; });
          yield* chan().recv();
        } finally {
          console.log("never");
        }
      });
      process.on("exit", () => console.log("exit"));
    `);
    expect([code, stdout]).toEqual([2, "exit\n"]);
    expect(stderr).toMatch(/^panic: why\n\ngoroutine 2 \[running\]:\n/);
  });

  test("the finally blocks of the goroutine that panics run before the report", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { gosched, main } from "@gopark/core";
      main(function* () {
        try { throw new Error("boom"); } finally { yield* gosched(); process.stderr.write("finally\\n"); }
      });
    `);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^finally\npanic: boom\n/);
  });

  test("a deadlock prints Go's text and the dump, and exits with 2", async () => {
    const { code, stderr } = await children.run(`
      import { chan, go, main } from "@gopark/core";
      console.log("stdout is open");
      main(function* main() {
        const ch = chan();
        go(function* sender() { yield* chan().send(1); });
        yield* ch.recv();
      });
    `);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\nmain\(/,
    );
    expect(stderr).toMatch(/\n\ngoroutine 2 \[chan send\]:\nsender\(/);
  });

  test("goexit of main, with no goroutine left, is the other deadlock, with no dump", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { go, goexit, main, sleep } from "@gopark/core";
      main(function* () {
        go(function* () { yield* sleep(5); console.log("the other one goes on"); });
        yield* goexit();
      });
    `);
    expect([code, stdout]).toEqual([2, "the other one goes on\n"]);
    expect(stderr).toBe("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
  });

  test("go of a nil function is fatal: exit code 2, the caller can't catch it, its place is told", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { go, main } from "@gopark/core";
      main(function* main() {
        try { go(undefined); } catch { console.log("never"); } finally { console.log("never"); }
      });
    `);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^fatal error: go of nil func value\n\ngoroutine 1 \[running\]:\n(\tat .*\n)+main\(/,
    );
  });

  test("SIGQUIT prints what every goroutine does, and exits with 2", async () => {
    const child = children.start(`
      import { chan, go, main, sleep } from "@gopark/core";
      main(function* main() {
        go(function* receiver() { yield* chan().recv(); });
        go(async function guest() { await new Promise(() => {}); });
        go(function* () { console.log("ready"); });
        yield* sleep(1e9);
      });
    `);
    await child.printed("ready");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[sleep\]:\nmain\(/);
    expect(stderr).toMatch(/\ngoroutine 2 \[chan receive\]:\nreceiver\(/);
    expect(stderr).toMatch(/\ngoroutine 3 \[promise\]:\nguest\(/);
  });

  test("SIGQUIT also reaches a program whose goroutines never park", async () => {
    const child = children.start(`
      import { gosched, main } from "@gopark/core";
      main(function* main() {
        console.log("spinning");
        for (;;) yield* gosched();
      });
    `);
    await child.printed("spinning");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SIGQUIT: quit\n\ngoroutine 1 \[runnable\]:\nmain\(/);
  });

  test("DL-14 it waits for a signal that somebody listens for", async () => {
    const child = children.start(`
      import { chan, main } from "@gopark/core";
      main(function* () {
        const signals = chan(1);
        process.on("SIGTERM", (name) => signals.trySend(name));
        console.log("waiting");
        console.log(yield* signals.recv());
      });
    `);
    await child.printed("waiting");
    child.process.kill("SIGTERM");
    expect(await child.ended).toEqual({ code: 0, stdout: "waiting\nSIGTERM\n", stderr: "" });
  });

  test("DL-14 when nobody listens for one any more a deadlock is told", async () => {
    const { code, stderr } = await children.run(`
      import { chan, main } from "@gopark/core";
      const listen = () => {};
      process.on("SIGTERM", listen);
      process.once("beforeExit", () => process.off("SIGTERM", listen));
      main(() => chan().recv());
    `);
    expect([code, stderr.split("\n")[0]]).toEqual([2, "fatal error: all goroutines are asleep - deadlock!"]);
  });

  test("a report longer than a pipe holds arrives whole", async () => {
    const { code, stderr } = await children.run(`
      import { chan, go, main } from "@gopark/core";
      main(function* main() {
        const ch = chan();
        for (let i = 0; i < 5000; i++) go(function* waiting() { yield* ch.recv(); });
        yield* ch.recv();
      });
    `);
    expect(code).toBe(2);
    expect(stderr.match(/^goroutine \d+ \[chan receive\]:$/gm)?.length).toBe(5001);
    expect(stderr.slice(-200)).toMatch(/\ngoroutine 5001 \[chan receive\]:\nwaiting\(.*\n(\t.*\n)?\n*$/);
  });

  /** How many lines the programs below print: more than a pipe takes at once, many times over. */
  const LINES = 30_000;

  test.each([
    ["main returns", "", 0],
    ["main returns, with an exit code", "process.exitCode = 1;", 1],
    ["it panics", "throw new Error('boom');", 2],
    ["another goroutine panics", "go(() => { throw new Error('boom'); }); yield* chan().recv();", 2],
    ["it is dead", "yield* chan().recv();", 2],
    ["main exits, and nobody is left", "yield* goexit();", 2],
    ["the process is told to exit", "process.exit(3);", 3],
  ])("D-70 all that was printed to a pipe arrives when %s", async (_name, end, wanted) => {
    const child = children.start(`
      import { chan, go, goexit, main } from "@gopark/core";
      main(function* () {
        console.log("begun");
        for (let i = 0; i < ${LINES}; i++) {
          console.log("line", i, "of the output of this program");
          console.error("line", i, "of the log of this program");
        }
        ${end}
      });
    `);
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(wanted);
    expect(stdout.length).toBe(6 + lengthOf(LINES, "of the output of this program"));
    const log = lengthOf(LINES, "of the log of this program");
    expect(stderr.slice(log)).toMatch(wanted === 2 ? /^(panic|fatal error): / : /^$/);
    expect(stderr.slice(0, log).split("\n").length).toBe(LINES + 1);
  });

  test("what was printed before main arrives as well when main returns", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { main } from "@gopark/core";
      for (let i = 0; i < ${LINES}; i++) { console.log("line", i, "early"); console.error("line", i, "early"); }
      main(function* () {});
    `);
    expect(code).toBe(0);
    expect(stdout.length).toBe(lengthOf(LINES, "early"));
    expect(stderr.length).toBe(lengthOf(LINES, "early"));
  });

  test("a reader that goes away ends nothing but itself", async () => {
    const child = children.start(`
      import { main } from "@gopark/core";
      process.stdout.on("error", () => {});
      for (let i = 0; i < ${LINES}; i++) console.log("line", i, "early");
      main(function* () { console.error("main"); });
    `);
    child.process.stdout?.destroy();
    const { code, stderr } = await child.ended;
    expect([code, stderr]).toEqual([0, "main\n"]);
  });

  test.each([
    ["EAGAIN", /^panic: the reason\n\ngoroutine 1 \[running\]:\n(\tat .*\n)+$/],
    ["EPIPE", /^$/],
  ])("a pipe that takes a crash report in pieces, and in between says %s", async (error, report) => {
    const { code, stderr } = await children.run(`
      import { main } from "@gopark/core";
      const fs = process.getBuiltinModule("node:fs");
      const { writeSync } = fs;
      let calls = 0;
      fs.writeSync = (fd, bytes) => {
        if (++calls % 2) throw Object.assign(new Error(), { code: "${error}" });
        return writeSync(fd, bytes, 0, Math.min(7, bytes.length));
      };
      main(function* main() { throw new Error("the reason"); });
    `);
    expect(code).toBe(2);
    expect(stderr).toMatch(report);
  });

  test("an abort of the signal ends the process with a report of its reason", async () => {
    const { code, stderr } = await children.run(`
      import { chan, main, sleep } from "@gopark/core";
      const ac = new AbortController();
      main(function* () { yield* sleep(1e9); }, { signal: ac.signal });
      ac.abort(new Error("enough"));
    `);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^panic: enough\n/);
  });

  test("a goroutine that sleeps for ever keeps the process alive", async () => {
    const child = children.start(`
      import { main, sleep } from "@gopark/core";
      process.on("exit", () => console.log("exit"));
      process.on("beforeExit", () => console.log("dry"));
      main(function* () { console.log("sleeping"); yield* sleep(Infinity); });
    `);
    await child.printed("sleeping");
    const first = await Promise.race([child.ended, child.printed("dry").catch(() => {}), quiet()]);
    expect(first).toBe("quiet");
    child.process.kill("SIGTERM");
    await child.ended;
  });
});

/** Characters of that many lines "line N text". */
function lengthOf(lines: number, text: string): number {
  return Array.from({ length: lines }, (_, i) => `line ${i} ${text}\n`.length).reduce((a, b) => a + b, 0);
}

/** Long enough for a process that has nothing to do to end, many times over. */
function quiet(): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve("quiet"), 500));
}

describe("a host that has no process", () => {
  /** Runs `body` with a process that records and goes on, as a page does. */
  async function inPage(body: () => void): Promise<string[]> {
    const real: HostProcess = { ...hostProcess };
    const realSignals: HostSignals = { ...hostSignals };
    const events: string[] = [];
    Object.assign(hostProcess, {
      crash: (report: string, code: number) => void events.push(`crash ${code}: ${report}`),
      enter: () => {},
      exit: () => void events.push("exit"),
    } satisfies HostProcess);
    Object.assign(hostSignals, { onQuit: () => {}, awaitsSignal: () => false } satisfies HostSignals);
    try {
      body();
      for (let i = 0; i < 5; i++) await new Promise(setImmediate);
    } finally {
      Object.assign(hostProcess, real);
      Object.assign(hostSignals, realSignals);
    }
    return events;
  }

  test("a crash is reported once", async () => {
    const events = await inPage(() =>
      main(function* () {
        throw new Error("boom");
      }),
    );
    expect(events).toEqual([expect.stringMatching(/^crash 2: panic: boom\n/)]);
  });

  test("a panic of another goroutine is reported once", async () => {
    const events = await inPage(() =>
      main(() => {
        go(() => {
          throw new Error("boom");
        });
        return new Promise(() => {});
      }),
    );
    expect(events).toEqual([expect.stringMatching(/^crash 2: panic: boom\n/)]);
  });

  test("the end of main is an exit", async () => {
    expect(await inPage(() => main(() => {}))).toEqual(["exit"]);
  });

  test("SIGQUIT prints what it was told that the goroutines do, when that is known", async () => {
    let quit = (): void => {};
    let end = (): void => {};
    const events = await inPage(() => {
      hostSignals.onQuit = (f) => {
        quit = f;
      };
      const body = (): Promise<void> => new Promise((resolve) => (end = resolve));
      enterProcess(body, {}, undefined, async () => "goroutine 1 [elsewhere]:\n");
      setImmediate(() => {
        quit();
        setImmediate(() => end());
      });
    });
    expect(events).toEqual(["crash 2: SIGQUIT: quit\n\ngoroutine 1 [elsewhere]:\n", "exit"]);
  });

  test("an option that is wrong is thrown by main itself", () => {
    expect(() => main(() => {}, { slice: -1 })).toThrow(/slice/);
    expect(() => main(5 as never)).toThrow(TypeError);
  });
});
