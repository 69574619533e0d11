import { afterEach, describe, expect, test, vi } from "vitest";
import { useChildren } from "../../test/child.js";
import { host, hostCalendar, hostDice } from "./host.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The host as it finds itself where some globals are missing or different. */
async function hostWith(globals: Record<string, unknown>): Promise<typeof host> {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  vi.resetModules();
  return (await import("./host.js")).host;
}

describe("the host", () => {
  test("its clock never goes back, and counts fractions of milliseconds", () => {
    const times = Array.from({ length: 1000 }, () => host.now());
    expect(times.every((t, i) => i === 0 || t >= (times[i - 1] as number))).toBe(true);
    expect(times.some((t) => !Number.isInteger(t))).toBe(true);
  });

  test("its origin is the wall clock's time at which its clock was 0, and follows when that clock is set", () => {
    /** How far what the origin says is from what the wall clock says, whatever passes between the looks. */
    const distance = (): number => {
      const before = Date.now();
      const wall = hostCalendar.origin() + host.now();
      return Math.max(before - wall, wall - Date.now(), 0);
    };
    expect(distance()).toBeLessThan(3);
    const { now } = Date;
    const set = vi.spyOn(Date, "now").mockImplementation(() => now() - 3_600_000);
    expect(distance()).toBeLessThan(3);
    set.mockRestore();
    expect(distance()).toBeLessThan(3);
  });

  test("its random numbers are from 0 up to, but not including, 1", () => {
    for (let i = 0; i < 1000; i++) {
      const r = hostDice.random();
      expect(r >= 0 && r < 1).toBe(true);
    }
  });

  test("a microtask runs before any macrotask, and that after timers that are due", async () => {
    const log: string[] = [];
    await new Promise<void>((resolve) => {
      host.macrotask(() => {
        log.push("macrotask");
        resolve();
      });
      host.microtask(() => log.push("microtask"));
      log.push("now");
    });
    expect(log).toEqual(["now", "microtask", "macrotask"]);
  });

  test("a timer that was taken back does not fire; one that was not, does, in time", async () => {
    const log: string[] = [];
    const start = host.now();
    await new Promise<void>((resolve) => {
      const taken = host.setTimer(() => log.push("taken back"), 1, false);
      host.setTimer(
        () => {
          log.push("fired");
          resolve();
        },
        5,
        false,
      );
      host.clearTimer(taken);
    });
    expect(log).toEqual(["fired"]);
    expect(host.now() - start).toBeGreaterThanOrEqual(4);
    host.clearTimer(undefined);
  });

  test("a delay longer than the host can take is no short one", async () => {
    let hasFired = false;
    const timer = host.setTimer(() => void (hasFired = true), 2 ** 40, false);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(hasFired).toBe(false);
    host.clearTimer(timer);
  });

  test("a slice is ten milliseconds, and four where frames are drawn", async () => {
    expect((await hostWith({})).slice).toBe(10);
    expect((await hostWith({ document: {} })).slice).toBe(4);
  });

  test("without setImmediate a macrotask is a message: it runs once, in order, after microtasks", async () => {
    const real = globalThis.setImmediate;
    const browser = await hostWith({ setImmediate: undefined });
    const log: string[] = [];
    await new Promise<void>((resolve) => {
      for (const name of ["a", "b", "c"])
        browser.macrotask(() => {
          log.push(name);
          browser.microtask(() => log.push(`after ${name}`));
          if (name === "c") real(resolve);
        });
      log.push("now");
    });
    expect(log).toEqual(["now", "a", "after a", "b", "after b", "c", "after c"]);
  });

  test("a macrotask of the message kind that throws does not hold up the next", async () => {
    const real = globalThis.setImmediate;
    const browser = await hostWith({ setImmediate: undefined });
    const uncaught: unknown[] = [];
    const listen = (error: unknown): void => void uncaught.push(error);
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", listen);
    try {
      await new Promise<void>((resolve) => {
        browser.macrotask(() => {
          throw new Error("first");
        });
        browser.macrotask(() => real(resolve));
      });
    } finally {
      process.off("uncaughtException", listen);
      for (const f of before) process.on("uncaughtException", f);
    }
    expect(uncaught).toEqual([new Error("first")]);
  });

  test("with neither setImmediate nor messages a macrotask is a timer", async () => {
    const simulated = await hostWith({ setImmediate: undefined, MessageChannel: undefined });
    const log: string[] = [];
    await new Promise<void>((resolve) => {
      simulated.macrotask(() => {
        log.push("a");
        simulated.microtask(() => log.push("after a"));
      });
      simulated.macrotask(resolve);
      log.push("now");
    });
    expect(log).toEqual(["now", "a", "after a"]);
  });

  test("a host that can't say what is pending is one where something may be", async () => {
    const { process: real } = globalThis;
    const blind = await hostWith({ process: { ...real, getActiveResourcesInfo: undefined } });
    expect(blind.pendingWork()).toBe(true);
    const none = await hostWith({ process: undefined });
    expect(none.pendingWork()).toBe(true);
    none.onDrained(() => expect.unreachable());
  });

  test("what is open is not asked for but under a test runner: a server has thousands, and programs", async () => {
    const { process: real } = globalThis;
    let questions = 0;
    const asked = (): unknown[] => {
      questions++;
      return [];
    };
    const server = await hostWith({ process: { ...real, env: {}, _getActiveHandles: asked } });
    expect([server.pendingWork(), questions]).toEqual([true, 0]);
  });
});

/** Source of a function that goes on when nothing is pending any more: Node takes some turns to close things. */
const ALL_GONE = `
  // Asked by timers, as the host wants it.
  const turn = () => new Promise((f) => void setTimeout(f, 1).unref());
  const allGone = async () => {
    while (host.pendingWork()) await turn();
    return host.pendingWork();
  };`;

describe("what is pending, on Node", () => {
  const children = useChildren();
  /** Prints what `host.pendingWork` answers before, while and after something is pending. */
  const ask = (begin: string, end: string): Promise<{ stdout: string; code: number | null }> =>
    children.run(`
      import { createServer } from "node:net";
      // As a test runner's would, this port keeps the process alive and knows nothing of channels.
      const { port1 } = new MessageChannel();
      port1.onmessage = () => {};
      const { host } = await import("@gopark/core/internal");
      ${ALL_GONE}
      const answers = [await allGone()];
      ${begin}
      answers.push(host.pendingWork());
      ${end}
      answers.push(await allGone());
      console.log(answers.join(" "));
      port1.close();
    `);

  test.each([
    ["a timer", "const t = setTimeout(() => {}, 1e6);", "clearTimeout(t);"],
    ["an interval", "const t = setInterval(() => {}, 1e6);", "clearInterval(t);"],
    ["an immediate", "setImmediate(() => {});", "await turn();"],
    [
      "a server",
      "const s = createServer(); await new Promise((f) => s.listen(0, f));",
      "await new Promise((f) => s.close(f));",
    ],
  ])("%s is, until it is gone", async (_name, begin, end) => {
    expect((await ask(begin, end)).stdout).toBe("false true false\n");
  });

  test.each([
    ["a timer that does not keep the process alive", "setInterval(() => {}, 1e6).unref();"],
    ["a listener for a signal", "process.on('SIGQUIT', () => {});"],
  ])("%s is not", async (_name, begin) => {
    expect((await ask(begin, "")).stdout).toBe("false false false\n");
  });

  test("a port held before is not, another one is; a server is, though it is older", async () => {
    const { stdout } = await children.run(`
      import { createServer } from "node:net";
      const hold = () => { const { port1 } = new MessageChannel(); port1.onmessage = () => {}; return port1; };
      const old = hold();
      const server = createServer();
      await new Promise((f) => server.listen(0, f));
      const { host } = await import("@gopark/core/internal");
      ${ALL_GONE}
      const answers = [host.pendingWork()];
      await new Promise((f) => server.close(f));
      answers.push(await allGone());
      const later = hold();
      answers.push(host.pendingWork());
      later.close();
      answers.push(await allGone());
      console.log(answers.join(" "));
      old.close();
    `);
    expect(stdout).toBe("true false true false\n");
  });

  test("what the thread pool does is, though it is listed nowhere, whatever else was held before", async () => {
    const { stdout, stderr } = await children.run(`
      // Listed, once something is printed.
      console.log("banner");
      const { port1 } = new MessageChannel();
      port1.onmessage = () => {};
      const { pbkdf2 } = await import("node:crypto");
      const { chan, run } = await import("@gopark/core");
      console.log(await run(function* () {
        const ch = chan(1);
        pbkdf2("x", "y", 300_000, 64, "sha512", (_error, key) => ch.trySend(key.length));
        return yield* ch.recv();
      }));
      port1.close();
    `);
    expect([stdout, stderr]).toEqual(["banner\n64\n", ""]);
  });

  test("a listener that was there before is, but under a test runner", async () => {
    const program = `
      const { port1, port2 } = new MessageChannel();
      let sink = () => {};
      port1.onmessage = ({ data }) => sink(data);
      const { chan, run } = await import("@gopark/core");
      setTimeout(() => port2.postMessage("late"), 200).unref();
      console.log(await run(function* () {
        const ch = chan(1);
        sink = (data) => ch.trySend(data);
        return yield* ch.recv();
      }).catch((error) => error.name));
      port1.close();
    `;
    expect((await children.run(`process.env.NODE_ENV = "production";${program}`)).stdout).toBe("late\n");
    expect((await children.run(`process.env.NODE_ENV = "test";${program}`)).stdout).toBe("Deadlock\n");
  });

  test("nothing listed is no proof: the thread pool may be at work", async () => {
    const { stdout } = await children.run(`
      import { gzip } from "node:zlib";
      import { chan, run } from "@gopark/core";
      const size = await run(function* () {
        const ch = chan(1);
        gzip(Buffer.alloc(2e6), (_error, packed) => ch.trySend(packed.length > 0));
        return yield* ch.recv();
      });
      console.log(size);
    `);
    expect(stdout).toBe("true\n");
  });

  test("an error that nobody can catch is an uncaught exception of the process", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { go } from "@gopark/core";
      process.on("exit", (code) => console.log("exit", code));
      go(function* () { throw new Error("boom"); });
    `);
    expect([code, stdout]).toEqual([1, "exit 1\n"]);
    expect(stderr).toContain("GoPanic: panic: boom");
  });
});
