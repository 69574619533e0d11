/**
 * Programs on real threads. A main that locks its thread takes no goroutines: what it starts runs elsewhere, or not at
 * all. So nothing here depends on who is faster.
 */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";

const children = useWorkersChildren();

/** What programs begin with. */
const HEAD = `
  import { threadId } from "node:worker_threads";
  import { chan, go, gosched, report, sleep } from "@gopark/core";
  import {
    blocking, gomaxprocs, goroutine, lockOSThread, main, numCPU, run, shared, sharedChan, stats, unlockOSThread,
  } from "@gopark/workers";
  const define = (name, fn) => goroutine(import.meta.url, name, fn);
  export const where = define("where", function* () { return threadId; });
  export const square = define("square", function* (n) { return n * n; });
`;

/** Runs a program that is to end well, and gives what it printed. */
async function output(source: string, env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await children.run(HEAD + source, { env });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

describe("main-to-worker", () => {
  it("runs a goroutine on another thread, brings its result back, and the process ends by itself", async () => {
    const printed = await output(`
      const result = await run(function* () {
        lockOSThread();
        const g = go(where);
        const before = g.status;
        const there = yield* g.join();
        return [before, there !== threadId, g.status, typeof g.id];
      }, { procs: 2 });
      console.log(JSON.stringify(result));
    `);
    expect(printed).toBe('["runnable",true,"dead","number"]\n');
  });

  it("does so while main's thread runs a loop that never gives up the CPU", async () => {
    const printed = await output(`
      export const raise = define("raise", function* (flag) { flag.store(7); });
      await run(function* () {
        const flag = new shared.Int32();
        go(raise, flag);
        while (flag.load() === 0);
        console.log(flag.load());
      }, { procs: 2 });
    `);
    expect(printed).toBe("7\n");
  });

  it("SC-16 does so at once while main's thread is in an announced blocking call, and main goes on after it", async () => {
    const printed = await output(`
      export const raise = define("raise", function* (flag) { flag.store(threadId); });
      await run(function* () {
        const flag = new shared.Int32();
        const g = go(raise, flag);
        const seen = yield* blocking(() => {
          while (flag.load() === 0);
          return flag.load();
        });
        yield* g.join();
        console.log(seen !== threadId, stats().ps.reduce((sum, p) => sum + p.handoffs, 0) > 0);
      }, { procs: 1 + 1 });
    `);
    expect(printed).toBe("true true\n");
  });

  it("runs each of many goroutines once, whoever takes it", async () => {
    const printed = await output(`
      export const count = define("count", function* (n, hits) { hits.add(1); return n * 2; });
      await run(function* () {
        const hits = new shared.Int32();
        let sum = 0;
        for (let round = 0; round < 10; round++) {
          const all = Array.from({ length: 500 }, (_, n) => go(count, n, hits));
          for (const g of all) sum += yield* g.join();
        }
        console.log(hits.load(), sum);
      }, { procs: 3 });
    `);
    expect(printed).toBe(`5000 ${(10 * 500 * 499) / 1}\n`);
  });

  it("a goroutine on another thread starts more, on any thread, and gets their results", async () => {
    const printed = await output(`
      export const tree = define("tree", function* (depth) {
        if (depth === 0) return 1;
        const [a, b] = [go(tree, depth - 1), go(tree, depth - 1)];
        return (yield* a.join()) + (yield* b.join());
      });
      await run(function* () {
        lockOSThread();
        console.log(yield* go(tree, 7).join());
      }, { procs: 3 });
    `);
    expect(printed).toBe("128\n");
  });

  it.each(["sharedChan(0)", "sharedChan(4)", "chan(0)", "chan(4)"])(
    "passes values through %s",
    async (ch) => {
      const printed = await output(`
      export const produce = define("produce", function* (out, n) {
        for (let i = 1; i <= n; i++) yield* out.send(i);
        out.close();
      });
      await run(function* () {
        lockOSThread();
        const ch = ${ch};
        go(produce, ch, 100);
        let sum = 0;
        yield* ch.range((v) => { sum += v; });
        console.log(sum);
      }, { procs: 2 });
    `);
      expect(printed).toBe("5050\n");
    },
  );
});

describe("the end of a program", () => {
  it("PA-01 comes by a panic on another thread, with that goroutine's report; main's finally does not run", async () => {
    const { code, stdout, stderr } = await children.run(`${HEAD}
      export const boom = define("boom", function* boom() { yield* gosched(); throw new Error("boom"); });
      main(function* () {
        lockOSThread();
        try {
          const g = go(boom);
          console.log(g.id);
          yield* chan().recv();
        } finally {
          console.log("finally");
        }
      }, { procs: 2 });
    `);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^\d+\n$/);
    expect(stderr).toMatch(
      new RegExp(`^panic: boom\n\ngoroutine ${stdout.trim()} \\[running\\]:\n\tat boom \\(`),
    );
  });

  it("rejects what run gives, with a GoPanic of the same goroutine", async () => {
    const printed = await output(`
      export const boom = define("boom", function* boom() { throw new RangeError("too far"); });
      let id;
      const error = await run(function* () {
        lockOSThread();
        const g = go(boom);
        id = g.id;
        yield* g.join();
      }, { procs: 2 }).catch((e) => e);
      console.log(error.name, error.message, error.goroutine === id, error.value.name);
    `);
    expect(printed).toBe("GoPanic panic: RangeError: too far true RangeError\n");
  });

  it("drops what runs elsewhere when main returns", async () => {
    const printed = await output(`
      export const endless = define("endless", function* (ch) {
        yield* ch.send(1);
        for (;;) yield* gosched();
      });
      await run(function* () {
        lockOSThread();
        const ch = sharedChan(1);
        go(endless, ch);
        yield* ch.recv();
      }, { procs: 2 });
      console.log("over");
    `);
    expect(printed).toBe("over\n");
  });

  it("DL-02 comes by a deadlock over all threads, with the goroutines of all", async () => {
    const { code, stderr } = await children.run(`${HEAD}
      export const wait = define("wait", function* wait(ch) { yield* ch.recv(); });
      main(function* main() {
        lockOSThread();
        yield* go(wait, sharedChan(0)).join();
      }, { procs: 2 });
    `);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[join\]:\nmain\(/,
    );
    expect(stderr).toMatch(/goroutine \d+ \[chan receive\]:\nwait\(/);
  });

  it("leaves everything ready for the next program", async () => {
    const printed = await output(`
      for (let i = 1; i <= 3; i++) {
        const result = await run(function* () {
          lockOSThread();
          return (yield* go(square, i).join());
        }, { procs: 2 });
        console.log(result);
      }
    `);
    expect(printed).toBe("1\n4\n9\n");
  });
});

describe("bad input", () => {
  it("a goroutine that its module does not register on other threads ends the program", async () => {
    const printed = await output(`
      const hidden = threadId === 0 ? define("hidden", function* () {}) : null;
      const error = await run(function* () {
        lockOSThread();
        yield* go(hidden).join();
      }, { procs: 2 }).catch((e) => e);
      console.log(error.message);
      console.log(error.cause.detail.includes("does not register it when it is loaded"));
    `);
    expect(printed).toBe('panic: goroutine "hidden" not found\ntrue\n');
  });

  it("a module that throws when it is loaded ends the program", async () => {
    const printed = await output(`
      if (threadId !== 0) throw new Error("not here");
      export const late = define("late", function* () {});
      const error = await run(function* () {
        lockOSThread();
        yield* go(late).join();
      }, { procs: 2 }).catch((e) => e);
      console.log(error.message, error.cause.detail.includes("can't be loaded: Error: not here"));
    `);
    expect(printed).toBe('panic: goroutine "late" not found true\n');
  });

  it("two programs on several threads at a time are refused, not mixed", async () => {
    const printed = await output(`
      await run(function* () {
        const second = run(function* () {}, { procs: 2 }).catch((e) => e.message);
        const local = run(function* () { return "local"; });
        lockOSThread();
        console.log(yield* go(square, 3).join());
        second.then(console.log);
        local.then(console.log);
        yield* sleep(1);
      }, { procs: 2 });
    `);
    expect(printed).toBe(
      "9\nrun: another program runs on several threads: want procs: 1, or to wait for its end\nlocal\n",
    );
  });
});

describe("the number of Ps", () => {
  it("RT-01 grows and shrinks while the program runs", async () => {
    const printed = await output(`
      export const wherever = define("wherever", function* (flag) { flag.store(1); return threadId; });
      await run(function* () {
        const here = yield* go(where).join();
        console.log(here === threadId, gomaxprocs(2), gomaxprocs(), gomaxprocs(-5));
        lockOSThread();
        console.log((yield* go(where).join()) !== threadId);
        unlockOSThread();
        console.log(gomaxprocs(1), gomaxprocs(0));
        const before = stats().ps.length;
        console.log(yield* go(square, 4).join(), before);
        console.log(gomaxprocs(3));
        lockOSThread();
        console.log((yield* go(where).join()) !== threadId, stats().gomaxprocs);
      }, { procs: 1 });
    `);
    expect(printed).toBe("true 1 2 2\ntrue\n2 1\n16 1\n1\ntrue 3\n");
  });

  it("is one: everything stays on main's thread, and no thread is started", async () => {
    const printed = await output(`
      await run(function* () {
        lockOSThread();
        console.log((yield* go(where).join()) === threadId, stats().threads, gomaxprocs());
      }, { procs: 1 });
    `);
    expect(printed).toBe("true 1 1\n");
  });

  it("RT-02 is GOMAXPROCS of the environment, if nothing else is said", async () => {
    const source = "await run(function* () { console.log(gomaxprocs()); });";
    expect(await output(source, { GOMAXPROCS: "3" })).toBe("3\n");
    expect(await output(source, { GOMAXPROCS: "1" })).toBe("1\n");
  });
});

it("prints schedtrace lines while the program runs", async () => {
  const { stderr } = await children.run(
    `${HEAD}
      let printed = 0;
      const { error } = console;
      console.error = (line) => { printed++; error(line); };
      await run(function* () {
        while (printed < 3) yield* sleep(1);
      }, { procs: 2 });`,
    { env: { GOPARK_DEBUG: "schedtrace=20" } },
  );
  const lines = stderr.trim().split("\n");
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    expect(line).toMatch(
      /^SCHED \d+ms: gomaxprocs=\d+ idleprocs=\d+ threads=\d+ spinningthreads=\d+ idlethreads=\d+ runqueue=\d+ \[\d+( \d+)*\]$/,
    );
  }
});
