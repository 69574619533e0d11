import { describe, expect, test } from "vitest";
import { useChildren } from "../../test/child.js";
import { useFakeHost } from "../../test/fake-host.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan, nilChan } from "../chan.js";
import { Deadlock, FatalError } from "../errors.js";
import { go } from "../go.js";
import { goexit, gosched, sleep, wait } from "../op.js";
import { m } from "./m.js";

const ASLEEP = "fatal error: all goroutines are asleep - deadlock!";
const NO_GOROUTINES = "fatal error: no goroutines (main called runtime.Goexit) - deadlock!";

/** Watches a promise without handling its rejection for anybody else. */
function watch(promise: Promise<unknown>): { outcome: unknown } {
  const watched: { outcome: unknown } = { outcome: "pending" };
  promise.then(
    (value) => void (watched.outcome = value),
    (error: unknown) => void (watched.outcome = error),
  );
  return watched;
}

describe("a deadlock", () => {
  const fake = useFakeHost();

  test("it is reported with Go's text and a dump of who waits for what", async () => {
    const over = watch(
      run(function* main() {
        const ch = chan<number>();
        go(function* sender() {
          yield* chan().send(1);
        });
        go(function* joiner() {
          yield* go(function* ranger() {
            yield* nilChan().range(() => {});
          }).join();
        });
        yield* ch.recv();
      }),
    );
    await fake.host.settle();
    expect(over.outcome).toBeInstanceOf(Deadlock);
    expect(over.outcome).toBeInstanceOf(FatalError);
    const { message } = over.outcome as Deadlock;
    expect(message.startsWith(`${ASLEEP}\n\ngoroutine 1 [chan receive]:\nmain(`)).toBe(true);
    expect(message).toMatch(/\n\ngoroutine 2 \[chan send\]:\nsender\(/);
    expect(message).toMatch(/\n\ngoroutine 3 \[join\]:\njoiner\(/);
    expect(message).toMatch(/\n\ngoroutine 4 \[chan receive \(nil chan\)\]:\n/);
  });

  test("its report ends with what is known about who waits for whom", async () => {
    const { explain } = m;
    m.explain = (sched) => `\n  ${sched.allgs.count} goroutines`;
    try {
      const over = watch(run(() => chan().recv()));
      await fake.host.settle();
      expect((over.outcome as Deadlock).message).toMatch(/\n\n {2}1 goroutines$/);
    } finally {
      m.explain = explain;
    }
  });

  test("it is reported in the host's first idle turn: nobody waits for a watch", async () => {
    const over = watch(run(() => chan().recv()));
    await fake.host.turn();
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });

  test("no finally block runs: it can't be recovered from", async () => {
    const log: string[] = [];
    const over = watch(
      run(
        function* () {
          try {
            yield* chan().recv();
          } catch {
            log.push("catch");
          } finally {
            log.push("finally");
          }
        },
        { onExit: "unwind" },
      ),
    );
    await fake.host.settle();
    expect(over.outcome).toBeInstanceOf(Deadlock);
    expect(log).toEqual([]);
  });

  test("some that wait for each other are none, while another sleeps or runs", async () => {
    const over = watch(
      run(function* () {
        go(() => chan().recv());
        for (let i = 0; i < 3; i++) yield* sleep(1000);
        return "over";
      }),
    );
    await fake.host.advance(2999);
    expect(over.outcome).toBe("pending");
    await fake.host.advance(1);
    expect(over.outcome).toBe("over");
  });

  test("a sleeper postpones it until it has woken", async () => {
    const over = watch(
      run(function* () {
        go(() => sleep(500));
        yield* chan().recv();
      }),
    );
    await fake.host.advance(499);
    expect(over.outcome).toBe("pending");
    await fake.host.advance(1);
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });

  test("DL-13 a pending promise that a goroutine waits for postpones it until it has settled", async () => {
    let settle!: () => void;
    const over = watch(
      run(function* () {
        go(() => wait(new Promise<void>((resolve) => void (settle = resolve))));
        yield* chan().recv();
      }),
    );
    await fake.host.advance(100_000);
    expect(over.outcome).toBe("pending");
    settle();
    await fake.host.advance(1000);
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });

  test("an async body that has not ended postpones it", async () => {
    let settle!: () => void;
    const guest = new Promise<void>((resolve) => void (settle = resolve));
    const ch = chan<string>();
    const over = watch(
      run(function* () {
        go(async () => {
          await guest;
          await ch.send("from the guest");
        });
        return yield* ch.recv();
      }),
    );
    await fake.host.advance(100_000);
    expect(over.outcome).toBe("pending");
    settle();
    await fake.host.settle();
    expect(over.outcome).toBe("from the guest");
  });

  test("a caller outside that waits for an operation postpones it: it may act when it goes on", async () => {
    const [a, b] = [chan<number>(), chan<string>()];
    const over = watch(run(() => b.recv()));
    const caller = (async () => {
      await a.recv();
      await b.send("from outside");
    })();
    await fake.host.advance(100_000);
    expect(over.outcome).toBe("pending");
    expect(a.trySend(1)).toBe(true);
    await fake.host.settle();
    await caller;
    expect(over.outcome).toBe("from outside");
  });

  test("work of the host postpones it: it is asked again, less and less often, with weak timers only", async () => {
    fake.host.isPending = true;
    const over = watch(run(() => chan().recv()));
    await fake.host.settle();
    let questions = 0;
    const delays: number[] = [];
    for (; questions < 20; questions++) {
      expect(over.outcome).toBe("pending");
      expect([...fake.host.timers].map(({ weak }) => weak)).toEqual([true]);
      const delay = fake.host.nextTimer!.at - fake.host.time;
      delays.push(delay);
      await fake.host.advance(delay);
    }
    expect(delays[0]).toBeLessThanOrEqual(10);
    expect(delays).toEqual(delays.slice().sort((x, y) => x - y));
    expect(delays.at(-1)).toBeLessThanOrEqual(1000);
    expect(delays.at(-1)).toBeGreaterThanOrEqual(100);
    fake.host.isPending = false;
    await fake.host.advance(1000);
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });

  test("an event of the host that wakes a goroutine ends the watch, and the next deadlock is seen", async () => {
    fake.host.isPending = true;
    const ch = chan<number>();
    let got = 0;
    const over = watch(run(() => ch.range((v) => void (got += v))));
    await fake.host.advance(5000);
    for (const v of [1, 2, 3]) {
      ch.trySend(v);
      await fake.host.advance(5000);
      expect(got).toBe((v * (v + 1)) / 2);
    }
    fake.host.isPending = false;
    await fake.host.advance(1000);
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });

  test("however often a program falls asleep and wakes, one watch is on", async () => {
    fake.host.isPending = true;
    const ch = chan<number>();
    const over = watch(run(() => ch.range(() => {})));
    for (let i = 0; i < 50; i++) {
      await fake.host.settle();
      ch.trySend(i);
    }
    await fake.host.settle();
    expect(fake.host.timers.size).toBe(1);
    ch.close();
    await fake.host.settle();
    expect(over.outcome).toBe(undefined);
    await fake.host.advance(1000);
    expect(fake.host.timers.size).toBe(0);
  });

  test("DL-21 an event loop that has run dry ends the program, whatever was pending", async () => {
    fake.host.isPending = true;
    const over = watch(
      run(function* () {
        go(() => wait(new Promise(() => {})));
        yield* chan().recv();
      }),
    );
    await fake.host.settle();
    expect(over.outcome).toBe("pending");
    fake.host.runDry();
    await fake.host.settle();
    expect(over.outcome).toBeInstanceOf(Deadlock);
    expect((over.outcome as Error).message).toMatch(/goroutine 2 \[promise\]:/);
  });

  test("when main has ended by goexit and no goroutine is left, the text is the other one, with no dump", async () => {
    const over = watch(
      run(function* () {
        go(() => sleep(10));
        yield* goexit();
      }),
    );
    await fake.host.advance(9);
    expect(over.outcome).toBe("pending");
    await fake.host.advance(1);
    expect(over.outcome).toBeInstanceOf(Deadlock);
    expect((over.outcome as Error).message).toBe(NO_GOROUTINES);
  });

  test("when main has ended by goexit and others wait, it is the usual text, with those", async () => {
    const over = watch(
      run(function* () {
        go(function* left() {
          yield* chan().recv();
        });
        yield* goexit();
      }),
    );
    await fake.host.settle();
    const { message } = over.outcome as Deadlock;
    expect(message.startsWith(`${ASLEEP}\n\ngoroutine 2 [chan receive]:\nleft(`)).toBe(true);
    expect(message).not.toMatch(/goroutine 1 /);
  });
});

describe("two programs", () => {
  const fake = useFakeHost();

  test("one that waits for the other is not dead while the other sleeps, and is when it has ended", async () => {
    const ch = chan<string>();
    const waiting = watch(
      run(function* () {
        return [yield* ch.recv(), yield* ch.recv()];
      }),
    );
    const working = watch(
      run(function* () {
        yield* sleep(5000);
        yield* ch.send("at last");
        return "sent";
      }),
    );
    // What Node answers while a timer is armed that keeps the process alive.
    fake.host.isPending = true;
    await fake.host.advance(4999);
    expect([waiting.outcome, working.outcome]).toEqual(["pending", "pending"]);
    fake.host.isPending = false;
    await fake.host.advance(1);
    expect(working.outcome).toBe("sent");
    await fake.host.advance(1000);
    expect(waiting.outcome).toBeInstanceOf(Deadlock);
  });

  test("one is not dead while the other is busy: it may still act", async () => {
    let rounds = 0;
    const ch = chan<string>();
    const waiting = watch(run(() => ch.recv()));
    const busy = run(function* () {
      for (; rounds < 1000; rounds++) {
        fake.host.time += 1;
        yield* gosched();
      }
      yield* ch.send("at last");
    });
    await fake.host.finish(busy);
    await fake.host.settle();
    expect(waiting.outcome).toBe("at last");
  });

  /** A program that is dead as soon as it has begun. */
  const dead = (): Promise<unknown> =>
    run(function* inner() {
      yield* chan().recv();
    });
  const caught = (error: unknown): string => `caught ${(error as Error).name}`;

  test.each<[string, () => Promise<unknown>]>([
    [
      "a goroutine that runs the other",
      () =>
        run(function* () {
          try {
            yield* wait(dead());
          } catch (error) {
            return caught(error);
          }
          return "not caught";
        }),
    ],
    ["an async main that runs the other", () => run(() => dead().catch(caught))],
    [
      "one that was started later",
      () => {
        const other = dead().catch(caught);
        return run(() => wait(other));
      },
    ],
    ["one that unwinds", () => run(() => dead().catch(caught), { onExit: "unwind" })],
  ])(
    "when the event loop runs dry, the end of one wakes who waits for its result: %s",
    async (_name, start) => {
      const waiting = watch(start());
      await fake.host.settle();
      expect(waiting.outcome).toBe("pending");
      fake.host.runDry();
      await fake.host.settle();
      expect(waiting.outcome).toBe("caught Deadlock");
      fake.host.runDry();
      expect(fake.host.macrotasks).toEqual([]);
    },
  );

  test("of programs that wait for each other's results the innermost is dead first, then all that do not catch it", async () => {
    const order: string[] = [];
    const nested = (depth: number): Promise<unknown> =>
      run(() => (depth === 0 ? new Promise(() => {}) : wait(nested(depth - 1)))).catch((error: Error) => {
        order.push(`${depth} ${error.name}`);
        throw error;
      });
    const outermost = watch(nested(2));
    await fake.host.settle();
    fake.host.runDry();
    expect(fake.host.macrotasks).not.toEqual([]);
    await fake.host.settle();
    expect(order).toEqual(["0 Deadlock", "1 GoPanic", "2 GoPanic"]);
    expect((outermost.outcome as Error).name).toBe("GoPanic");
  });

  test("several that wait for nothing of each other's are told one after another", async () => {
    const programs = [1, 2, 3].map(() => watch(run(() => new Promise(() => {}))));
    await fake.host.settle();
    for (let left = 2; left >= 0; left--) {
      fake.host.runDry();
      await fake.host.settle();
      expect(programs.filter(({ outcome }) => outcome === "pending").length).toBe(left);
    }
  });

  test("the watch of one whose goroutine is runnable waits", async () => {
    let isDone = false;
    const over = watch(
      run(function* () {
        go(function* () {
          for (let i = 0; i < 100; i++) {
            fake.host.time += 3;
            yield* gosched();
          }
          isDone = true;
        });
        yield* settle();
        yield* chan().recv();
      }),
    );
    await fake.host.settle();
    expect(isDone).toBe(true);
    expect(over.outcome).toBeInstanceOf(Deadlock);
  });
});

describe("on Node", () => {
  const children = useChildren();
  /** Runs `main` in a process, under `run`, and prints what became of it. */
  const report = (main: string): string => `
    import { createServer, connect } from "node:net";
    import { call, chan, go, gosched, run, sleep, wait } from "@gopark/core";
    console.log("begun");
    run(${main}).then((v) => console.log("result", v), (e) => console.log(e.name));
  `;

  test.each([
    ["a channel nobody sends to", "() => chan().recv()"],
    [
      "goroutines in a circle",
      "function* () { const a = chan(), b = chan(); go(() => a.range((v) => b.send(v))); yield* b.recv(); }",
    ],
    [
      "a goroutine that joins itself",
      "function* () { let g; g = go(function* () { yield* g.join(); }); yield* g.join(); }",
    ],
    [
      "a server that was closed",
      `function* () {
      const s = createServer().listen(0);
      yield* wait(new Promise((f) => s.on("listening", f)));
      s.close();
      yield* chan().recv();
    }`,
    ],
    ["a promise that never settles", "() => new Promise(() => {})"],
    ["an async main that waits for a channel", "async () => { await chan().recv(); }"],
    [
      "a timer that has been cleared",
      "() => { clearTimeout(setTimeout(() => {}, 1e6)); return chan().recv(); }",
    ],
    [
      "a timer that does not keep the process alive",
      "() => { setInterval(() => {}, 1e6).unref(); return chan().recv(); }",
    ],
  ])("%s is a deadlock", async (_name, main) => {
    const { code, stdout, stderr } = await children.run(report(main));
    expect([code, stdout, stderr]).toEqual([0, "begun\nDeadlock\n", ""]);
  });

  test("a program whose inner program is dead can catch that, and so can the next; those that nobody catches all end", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { chan, main, run, wait } from "@gopark/core";
      const dead = () => run(function* inner() { yield* chan().recv(); });
      for (let i = 0; i < 3; i++) dead().catch((e) => console.log("uncaught", e.name));
      main(function* () {
        for (let i = 0; i < 2; i++) {
          try { yield* wait(dead()); } catch (e) { console.log("caught", e.name); }
        }
        console.log("main ends");
      });
    `);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.replaceAll("uncaught Deadlock\n", "")).toBe(
      "caught Deadlock\ncaught Deadlock\nmain ends\n",
    );
  });

  test.each([
    [
      "a timeout that will send",
      "function* () { const ch = chan(); setTimeout(() => ch.trySend(7), 20); return yield* ch.recv(); }",
    ],
    [
      "an interval that will send",
      `function* () {
      const ch = chan();
      let n = 0;
      const t = setInterval(() => { ch.send(++n).then(); if (n === 3) clearInterval(t); }, 5);
      let sum = 0;
      while (sum < 6) sum += yield* ch.recv();
      return sum + 1;
    }`,
    ],
    ["a promise that will resolve", "() => wait(new Promise((f) => setTimeout(f, 20, 7)))"],
    [
      "a caller outside that will send",
      `function* () {
      const ch = chan(), asked = chan();
      (async () => { await asked.recv(); await new Promise((f) => setTimeout(f, 10)); await ch.send(7); })();
      yield* asked.send(1);
      return yield* ch.recv();
    }`,
    ],
    [
      "a server that will be called",
      `function* () {
      const ch = chan();
      const s = createServer((c) => { c.end(); s.close(); ch.send(7).then(); }).listen(0, () => {
        setTimeout(() => connect(s.address().port).resume(), 20).unref();
      });
      return yield* ch.recv();
    }`,
    ],
    [
      "a file that is being read",
      `function* () {
      const ch = chan();
      import("node:fs").then((fs) => fs.readFile(process.execPath, () => ch.trySend(7)));
      return yield* ch.recv();
    }`,
    ],
    [
      "a child process that runs",
      `function* () {
      const ch = chan();
      import("node:child_process").then((c) => c.execFile(process.execPath, ["-e", "0"], () => ch.trySend(7)));
      return yield* ch.recv();
    }`,
    ],
    [
      "a worker that will post",
      `function* () {
      const ch = chan();
      import("node:worker_threads").then(({ Worker }) => {
        new Worker("require('worker_threads').parentPort.postMessage(7)", { eval: true }).on("message", (v) => ch.trySend(v));
      });
      return yield* ch.recv();
    }`,
    ],
    [
      "a goroutine outside the program that sleeps",
      `function* () {
      const ch = chan();
      setImmediate(() => go(function* () { yield* sleep(20); yield* ch.send(7); }));
      return yield* ch.recv();
    }`,
    ],
    [
      "another program that sleeps",
      `function* () {
      const ch = chan();
      run(function* () { yield* sleep(20); yield* ch.send(7); });
      return yield* ch.recv();
    }`,
    ],
  ])("%s is none", async (_name, main) => {
    const { code, stdout, stderr } = await children.run(report(main));
    expect([code, stdout, stderr]).toEqual([0, "begun\nresult 7\n", ""]);
  });

  test("D-03 a server that is older than the program may call in: only when it has gone is the program dead", async () => {
    const child = children.start(`
      import { createServer } from "node:net";
      const server = createServer();
      await new Promise((f) => server.listen(0, f));
      const { chan, run } = await import("@gopark/core");
      run(() => chan().recv()).catch((e) => console.log(e.name));
      setTimeout(() => { console.log("closing"); server.close(); }, 20);
    `);
    expect(await child.ended).toMatchObject({ code: 0, stdout: "closing\nDeadlock\n" });
  });

  test("a listening server that nobody calls keeps the program waiting, with no processor time", async () => {
    const child = children.start(`
      import { createServer } from "node:net";
      import { chan, run } from "@gopark/core";
      import { host } from "@gopark/core/internal";
      const ask = host.pendingWork;
      let looks = 0;
      host.pendingWork = () => {
        // Looks come less and less often, so the fifth is some hundred milliseconds of idling away.
        if (++looks === 5) { console.log(process.cpuUsage().user > 2e6 ? "busy" : "quiet"); process.exit(); }
        return ask();
      };
      run(function* () {
        const ch = chan();
        createServer(() => ch.send(7).then()).listen(0, () => console.log("listening"));
        yield* ch.recv();
      }).catch((e) => console.log(e.name));
    `);
    expect((await child.ended).stdout).toBe("listening\nquiet\n");
  });
});
