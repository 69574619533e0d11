import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { microtasks, useFakeHost } from "../../test/fake-host.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan, nilChan } from "../chan.js";
import { current } from "../debug.js";
import { go } from "../go.js";
import { call, type Go, goexit, gosched, sleep, wait } from "../op.js";
import { host } from "./host.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a promise rejects with. */
function rejection(promise: PromiseLike<unknown>): Promise<Error> {
  return Promise.resolve(promise).then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
}

describe("awaiting outside goroutines", () => {
  test("what can complete at once has completed before await returns to the host", () => {
    const ch = chan<number>(1);
    ch.send(1).then();
    expect(ch.len).toBe(1);
    ch.recv().then();
    expect(ch.len).toBe(0);
  });

  test("nothing happens before the operation is awaited", async () => {
    const ch = chan<number>(1);
    const op = ch.send(1);
    await microtasks();
    expect(ch.len).toBe(0);
    await op;
    expect(ch.len).toBe(1);
  });

  test("then, catch by its second argument, and a rejected chain work as with any promise", async () => {
    const ch = chan<number>(1);
    expect(await ch.send(1).then(() => "sent")).toBe("sent");
    ch.close();
    const text = await ch.send(2).then(
      () => "sent",
      (error: Error) => error.message,
    );
    expect(text).toBe("send on closed channel");
    await expect(Promise.all([ch.recv(), ch.recv()])).resolves.toEqual([1, undefined]);
    expect(await Promise.race([ch.recvOk(), nilChan().recv()])).toEqual([undefined, false]);
  });

  test("every operation can be awaited", async () => {
    const ch = chan<string>(1);
    await ch.send("v");
    const results = [
      await ch.recv(),
      await wait(Promise.resolve(1)),
      await wait(2),
      await sleep(0),
      await sleep(1),
      await gosched(),
      await call((n: number) => n * 2, 4),
      await go(() => 5).join(),
      await wait(6).map((n) => n + 1),
      await call(function* () {
        yield* sleep(1);
        return 9;
      }).map((n) => n + 1),
    ];
    expect(results).toEqual(["v", 1, 2, undefined, undefined, undefined, 8, 5, 7, 10]);
  });

  test("an event handler and a goroutine talk to each other", async () => {
    const target = new EventTarget();
    const clicks = chan<number>();
    const seen: number[] = [];
    let n = 0;
    target.addEventListener("click", async () => {
      await clicks.send(++n);
    });
    const over = run(function* () {
      for (let i = 0; i < 3; i++) seen.push((yield* clicks.recv()) as number);
    });
    for (let i = 0; i < 3; i++) target.dispatchEvent(new Event("click"));
    await over;
    expect(seen).toEqual([1, 2, 3]);
  });

  test("the handlers of an HTTP server hand their requests to a pool of goroutines", async () => {
    const jobs = chan<{ n: number; reply: Chan<number> }>(2);
    /** Closed when all three are busy at once: until then each keeps its first request. */
    const full = chan<never>();
    let busy = 0;
    let most = 0;
    const pool = run(function* () {
      function* worker(): Go {
        yield* jobs.range(function* ({ n, reply }) {
          if (++busy > most) {
            most = busy;
            if (most === 3) full.close();
          }
          yield* full.recv();
          busy--;
          yield* reply.send(n * n);
        });
      }
      const workers = [1, 2, 3].map(() => go(worker));
      for (const w of workers) yield* w.join();
    });
    const server = createServer(async (request, response) => {
      const reply = chan<number>();
      await jobs.send({ n: Number(request.url?.slice(1)), reply });
      response.end(String(await reply.recv()));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => (await fetch(`http://127.0.0.1:${port}/${n}`)).text()),
    );
    jobs.close();
    await pool;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(answers).toEqual(Array.from({ length: 30 }, (_, n) => String(n * n)));
    expect(most).toBe(3);
  });

  test("an awaiting caller is no goroutine", async () => {
    const ch = chan<number>();
    const caller = ch.recv().then(() => current());
    ch.trySend(1);
    expect(await caller).toBe(undefined);
  });

  test("the function of a map runs in no goroutine, too", async () => {
    const ch = chan<number>();
    const inNone = (): string => (current() === undefined ? "in none" : `in goroutine ${current()?.id}`);
    const waiting = ch
      .recv()
      .map(inNone)
      .then((v) => v);
    ch.trySend(1);
    expect(await waiting).toBe("in none");
    ch.close();
    expect(await ch.recv().map(inNone)).toBe("in none");
  });

  test("goexit can't be awaited: there is no goroutine to end", async () => {
    const error = await rejection((async () => await goexit())());
    expect(error.message).toMatch(/outside a goroutine/);
  });

  test("gosched awaited gives the host a turn", async () => {
    let turned = false;
    setImmediate(() => void (turned = true));
    await gosched();
    expect(turned).toBe(true);
  });

  test("a call awaited runs in a goroutine of its own, which may block", async () => {
    const ch = chan<number>();
    const sum = call(function* (a: number): Go<number> {
      expect(current()?.status).toBe("running");
      return a + ((yield* ch.recv()) ?? 0);
    }, 1);
    const result = sum.then((v) => v);
    await microtasks();
    ch.trySend(2);
    expect(await result).toBe(3);
  });

  test("a throw in it rejects the promise, and is no panic of a program", async () => {
    const boom = new Error("boom");
    const error = await rejection(
      call(function* () {
        yield* gosched();
        throw boom;
      }),
    );
    expect(error).toBe(boom);
  });

  test("an operation in an async body of a program counts for that program's end", async () => {
    const ch = chan<string>();
    const got = await run(async () => {
      go(() => ch.send("from a goroutine"));
      return await ch.recv();
    });
    expect(got).toBe("from a goroutine");
  });
});

describe("D-74 beside a goroutine that keeps yielding", () => {
  const awaiting: [string, (numbers: Chan<number>) => Promise<void>][] = [
    [
      "operations",
      async (numbers) => {
        for (let i = 0; i < 50; i++) expect(await numbers.recv()).toBe(i);
      },
    ],
    [
      "operations, three functions deep",
      async (numbers) => {
        const inner = async () => numbers.recv();
        const middle = async () => await inner();
        for (let i = 0; i < 50; i++) expect(await middle()).toBe(i);
      },
    ],
    [
      "the values of a loop",
      async (numbers) => {
        let i = 0;
        for await (const n of numbers) {
          expect(n).toBe(i);
          if (++i === 50) break;
        }
      },
    ],
    [
      "promises",
      async () => {
        for (let i = 0; i < 50; i++) await go(async () => i).join();
      },
    ],
  ];

  // Each step in a slice of its own would take 50 slices. What is awaited by then may be due for a turn of the host (A2).
  test.each(awaiting)("an async body that awaits %s goes on within the slice", async (_, body) => {
    const turns = vi.spyOn(host, "macrotask");
    let time = host.now();
    vi.spyOn(host, "now").mockImplementation(() => (time += 0.05));
    await run(
      function* () {
        const numbers = chan<number>();
        let isOver = false;
        go(function* () {
          while (!isOver) yield* gosched();
        });
        go(function* () {
          for (let i = 0; ; i++) yield* numbers.send(i);
        });
        yield* go(() => body(numbers)).join();
        isOver = true;
      },
      { slice: 10 },
    );
    expect(turns.mock.calls.length).toBeLessThan(10);
  });
});

describe("an operation performed twice", () => {
  test("awaited twice, it rejects the second time and takes no second value", async () => {
    const ch = chan<number>(2);
    await ch.send(1);
    await ch.send(2);
    const op = ch.recv();
    expect(await op).toBe(1);
    const error = await rejection(op);
    expect(error.message).toMatch(/^operation performed twice: /);
    expect(ch.len).toBe(1);
  });

  test("awaited in two places at a time, the first of them gets the value", async () => {
    const ch = chan<number>();
    const op = ch.recv();
    const first = op.then((v) => v);
    expect((await rejection(op)).message).toMatch(/^operation performed twice: /);
    ch.trySend(1);
    expect(await first).toBe(1);
  });

  test("a call and a loop are refused as well, and don't run a second time", async () => {
    let calls = 0;
    const op = call(() => ++calls);
    await op;
    expect((await rejection(op)).message).toMatch(/^operation performed twice: /);
    await run(function* () {
      const again = call(() => ++calls);
      yield* again;
      try {
        yield* again;
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toMatch(/^operation performed twice: /);
      }
      const ch = chan<number>();
      ch.close();
      const loop = ch.range(() => {});
      yield* loop;
      expect(() => loop[Symbol.iterator]().next()).toThrow(/^operation performed twice: /);
    });
    expect(calls).toBe(2);
  });

  test("gosched is no state: one object may be performed any number of times", () =>
    run(function* () {
      const op = gosched();
      yield* op;
      yield* op;
      yield* settle();
    }));
});

describe("a burst of operations that complete at once", () => {
  const fake = useFakeHost();

  test("every so often the host has a turn before the next one", async () => {
    const ch = chan<number>(1);
    let rounds = 0;
    const loop = (async () => {
      while (rounds < 10_000) {
        rounds++;
        await ch.send(1);
        await ch.recv();
      }
    })();
    await microtasks();
    expect(rounds).toBeGreaterThan(10);
    expect(rounds).toBeLessThan(200);
    const first = rounds;
    await fake.host.turn();
    expect(rounds).toBeGreaterThan(first);
    await fake.host.finish(loop);
  });

  test("the operation before that turn has completed: its value is neither lost nor taken twice", async () => {
    const ch = chan<number>(1000);
    for (let i = 0; i < 1000; i++) ch.trySend(i);
    const got: unknown[] = [];
    const loop = (async () => {
      for (let i = 0; i < 1000; i++) got.push(await ch.recv());
    })();
    await fake.host.finish(loop);
    expect(got).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe("D-74 the slices of goroutines beside code that awaits", () => {
  const fake = useFakeHost();
  const SHORT = { slice: 10 };

  /** A goroutine that yields every tenth of a millisecond, beside async code that takes `ms` for each step. */
  async function share(ms: number): Promise<{ busy: number; awaiting: number; gap: number; third: number }> {
    const spent = { busy: 0, awaiting: 0, gap: 0, third: 0 };
    let isOver = false;
    const numbers = chan<number>();
    const program = run(function* () {
      const body = async (): Promise<void> => {
        while (!isOver) {
          await numbers.recv();
          spent.awaiting += ms;
          fake.host.time += ms;
        }
      };
      go(body);
      go(function* () {
        while (!isOver) yield* numbers.send(1);
      });
      // Two that keep waking each other, and one that waits for its turn among the others.
      const ball = chan<number>();
      go(function* () {
        while (!isOver) {
          spent.busy += 0.1;
          fake.host.time += 0.1;
          yield* ball.send(1);
        }
        ball.close();
      });
      go(function* () {
        while (!isOver) {
          spent.third++;
          yield* gosched();
        }
      });
      yield* ball.range(() => {});
    }, SHORT);
    for (let n = 0; n < 5; n++) await fake.host.turn();
    Object.assign(spent, { busy: 0, awaiting: 0, third: 0 });
    fake.host.longestGap = 0;
    for (let n = 0; n < 50; n++) await fake.host.turn();
    spent.gap = fake.host.longestGap;
    const result = { ...spent };
    isOver = true;
    await fake.host.finish(program);
    return result;
  }

  test.each([0.01, 1, 3, 12])("steps of %d ms take half of the time, or leave a slice whole", async (ms) => {
    const { busy, awaiting, gap, third } = await share(ms);
    expect(busy).toBeGreaterThan(Math.min(awaiting * 0.8, 50 * 9));
    expect(awaiting).toBeGreaterThan(ms * 20);
    // The host has its turn after each slice, and after the two steps that were under way at its end.
    expect(gap).toBeLessThan(11 + 2 * ms);
    expect(third).toBeGreaterThan(20);
  });

  test("another program that ends changes nothing", async () => {
    let steps = 0;
    let isOver = false;
    const program = run(async () => {
      go(function* () {
        while (!isOver) {
          fake.host.time += 0.1;
          yield* gosched();
        }
      });
      const numbers = chan<number>();
      go(function* () {
        for (;;) yield* numbers.send(1);
      });
      while (!isOver) {
        await numbers.recv();
        await run(() => ++steps);
      }
    }, SHORT);
    for (let n = 0; n < 20; n++) await fake.host.turn();
    const before = steps;
    for (let n = 0; n < 20; n++) await fake.host.turn();
    expect(steps - before).toBeGreaterThan(20 * 3);
    isOver = true;
    await fake.host.finish(program);
  });
});
