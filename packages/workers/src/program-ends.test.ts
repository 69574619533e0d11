/**
 * How programs on real threads end, whichever way the threads talk: by a panic, a deadlock, a death, a mistake. What they do:
 * program.test.ts.
 */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { programsOn } from "../test/threads/programs.js";

const children = useWorkersChildren();

describe.each(["shared memory", "messages"] as const)("threads that talk by %s", (memory) => {
  const { output, runs, named } = programsOn(memory, children);

  it("PA-01 comes by a panic on another thread, with that goroutine's report", async () => {
    const { code, stdout, stderr } = await runs(`
      export const boom = define("boom", function* boom() { yield* gosched(); throw new Error("boom"); });
      main(function* () {
        lockOSThread();
        try {
          console.log(go(boom).id);
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

  it("is forgotten when it has ended, with all that its goroutines knew", async () => {
    const printed = await output(`
      import { setFlagsFromString } from "node:v8";
      import { runInNewContext } from "node:vm";
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc");
      const known = await (async () => {
        const large = { of: "the program" };
        await run(function* () {
          lockOSThread();
          yield* go(square, 3).join();
          go(function* () { yield* chan().recv(); return large; });
        }, { procs: 2, onWorkerLost: () => large });
        return new WeakRef(large);
      })();
      for (let i = 0; i < 10; i++) { await new Promise((next) => setImmediate(next)); collect(); }
      console.log(known.deref());
    `);
    expect(printed).toBe("undefined\n");
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

  it("drops what runs elsewhere when main returns, also a loop without end; the next program works", async () => {
    const printed = await output(`
      export const endless = define("endless", function* (ch) {
        yield* ch.send(1);
        for (;;);
      });
      for (let i = 1; i <= 2; i++) {
        await run(function* () {
          lockOSThread();
          const ch = chan();
          go(endless, ch);
          yield* ch.recv();
        }, { procs: 2 });
        console.log(await run(function* () {
          lockOSThread();
          return yield* go(square, i).join();
        }, { procs: 2 }));
      }
      console.log("over");
    `);
    expect(printed).toBe("1\n4\nover\n");
  });

  it("DL-02 comes by a deadlock over all threads, with the goroutines of all", async () => {
    const { code, stderr } = await runs(`
      export const waits = define("waits", function* waits(ch) { yield* ch.recv(); });
      main(function* main() {
        lockOSThread();
        yield* go(waits, sharedChan(0)).join();
      }, { procs: 3 });
    `);
    expect(stderr).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[join\]:\nmain\(/,
    );
    expect(stderr).toMatch(/goroutine \d+ \[chan receive\]:\nwaits\(/);
    expect(code).toBe(2);
  });

  it("tells in that report who waits for whom, on whichever thread", async () => {
    const { stderr } = await runs(`
      import { Mutex } from "@gopark/sync";
      const lock = new Mutex();
      export const locksTwice = define("locksTwice", function* () {
        lockOSThread();
        yield* lock.lock();
        yield* lock.lock();
      });
      main(function* main() {
        lockOSThread();
        go(locksTwice);
        yield* lock.lock();
        yield* lock.lock();
      }, { procs: 2 });
    `);
    const cycle = "  cycle: goroutine N waits for a sync.Mutex held by goroutine N";
    expect(stderr.match(/^ {2}\S.*/gm)?.map((line) => line.replace(/\d+/g, "N"))).toEqual([cycle, cycle]);
  });

  it("DL-11 no deadlock is seen while a goroutine of another thread sleeps, or waits for its host", async () => {
    const printed = await output(`
      import { readFile } from "node:fs/promises";
      export const naps = define("naps", function* (out) {
        yield* sleep(150);
        yield* wait(readFile(new URL(import.meta.url)));
        yield* out.send("late");
      });
      await run(function* () {
        lockOSThread();
        const ch = chan();
        go(naps, ch);
        console.log(yield* ch.recv());
      }, { procs: 3 });
    `);
    expect(printed).toBe("late\n");
  });

  it("worker-dies: fails the program with WorkerLost", async () => {
    const printed = await output(`
      await run(function* () {
        lockOSThread();
        go(exits, 5);
        yield* sleep(60_000);
      }, { procs: 2 }).catch(failed);
    `);
    expect(named(printed)).toBe(named("WorkerLost: worker lost: M1 exited with code 5\n"));
  });

  it("worker-dies: is told to a supervisor, which may go on: what waits for what is lost panics, another thread takes its place", async () => {
    const printed = await output(`
      export const owner = define("owner", function* (answers) {
        const own = chan();
        yield* answers.send(own);
        yield* own.recv();
        process.exit(3);
      });
      await run(function* () {
        lockOSThread();
        for (let i = 0; i < 3; i++) {
          const g = go(exits, i);
          try { yield* g.join(); } catch (error) { console.log(error.message.replace(g.id, "N")); }
        }
        console.log(yield* go(square, 3).join());
        const answers = chan();
        go(owner, answers);
        const theirs = yield* answers.recv();
        // It may be gone before the answer to the send is on its way.
        try { yield* theirs.send(0); yield* theirs.recv(); } catch (error) { failed(error); }
        console.log(yield* go(square, 4).join());
      }, { procs: 2, onWorkerLost: () => {} });
    `);
    expect(named(printed).split("\n")).toEqual([
      named("worker lost: M1 ran goroutine N (exits)"),
      named("worker lost: M2 ran goroutine N (exits)"),
      named("worker lost: M3 ran goroutine N (exits)"),
      "9",
      named("WorkerLost: worker lost: M4 owned the channel"),
      "16",
      "",
    ]);
  });

  it("worker-dies: a goroutine that another worker waits for is told there", async () => {
    const printed = await output(`
      export const parent = define("parent", function* () {
        lockOSThread();
        try { yield* go(exits, 1).join(); } catch (error) { return error.name; }
      });
      await run(function* () {
        lockOSThread();
        console.log(yield* go(parent).join());
      }, { procs: 3, onWorkerLost: () => {} });
    `);
    expect(printed).toBe("WorkerLost\n");
  });

  it("MU-04 unlocking too often on another thread is the fatal error of the program", async () => {
    const { code, stderr } = await runs(`
      export const unlocks = define("unlocks", function* (lock) { lock.unlock(); yield* sleep(60_000); });
      main(function* () {
        lockOSThread();
        yield* go(unlocks, new shared.Mutex()).join();
      }, { procs: 2 });
    `);
    // A lock in shared memory is unlocked by who asks for it, one that a thread owns by its owner's thread.
    expect(stderr).toMatch(
      memory === "messages"
        ? /^fatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[join\]:/
        : /^fatal error: sync: unlock of unlocked mutex\n\ngoroutine \d+ \[running\]:\n(\tat .*\n)+unlocks\(/,
    );
    expect(code).toBe(2);
  });

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

  it("an entry that does not serve, and one that is not there, fail the program", async () => {
    const { stdout } = await runs(`
      const start = (entry) => run(function* () { yield* sleep(60_000); }, { procs: 2, entry }).catch(failed);
      await start("data:text/javascript,0");
      await start("file:///nowhere.mjs");
      await start("./relative.mjs");
    `);
    expect(stdout).toMatch(
      /^Error: run: a thread can't be started: data:text\/javascript,0: exited with code 0 before it called serveM\nError: run: a thread can't be started: file:\/\/\/nowhere\.mjs: threw .*\nError: run: a thread can't be started: \.\/relative\.mjs: TypeError: Invalid URL\n$/,
    );
  });

  it("a worker that can't be made fails the program, and the next one has its threads", async () => {
    const printed = await output(`
      let count = 0;
      const worker = () => { count++; throw new Error("none left"); };
      await run(function* () { yield* sleep(60_000); }, { procs: 3, worker }).catch(failed);
      console.log(count, await run(function* () {
        lockOSThread();
        return yield* go(square, 3).join();
      }, { procs: 2 }));
    `);
    expect(printed).toBe("Error: run: a thread can't be started: option worker: Error: none left\n1 9\n");
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
