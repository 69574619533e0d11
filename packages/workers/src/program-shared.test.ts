/**
 * Programs on real threads that share memory: what only they can do. What all do: program.test.ts.
 */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { programsOn } from "../test/threads/programs.js";

const { output, runs } = programsOn("shared memory", useWorkersChildren());

describe("goroutines run on another thread", () => {
  it("while main's thread runs a loop that never gives up the CPU", async () => {
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

  it("SC-16 at once while main's thread is in an announced blocking call, and main goes on after it", async () => {
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
});

describe("the number of Ps", () => {
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
    expect(await output(source, { env: { GOMAXPROCS: "3" } })).toBe("3\n");
    expect(await output(source, { env: { GOMAXPROCS: "1" } })).toBe("1\n");
  });
});

it("prints schedtrace lines while the program runs", async () => {
  const { stderr } = await runs(
    `
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
