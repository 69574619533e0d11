/** timeout, race and all: what they give, and that they lose nothing. */

import { chan, current, go, gosched, now, RuntimeError, sleep, wait } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { runLong as run } from "../../core/test/run-long.js";
import { all, race, TimeoutError, timeout } from "./combinators.js";
import { select, trySelect } from "./select.js";

describe("timeout", () => {
  it("SE-13 panics when the operation is late, and the operation has had no effect", async () => {
    await run(function* () {
      const ch = chan<string>();
      let error: unknown;
      try {
        yield* timeout(ch.recv(), 2);
      } catch (e) {
        error = e;
      }
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({ name: "TimeoutError", code: "timeout", ms: 2 });
      expect((error as Error).message).toBe("chan receive: not complete after 2 ms");
      expect(ch.trySend("nobody receives")).toBe(false);
    });
  });

  it("gives the result in time", async () => {
    await run(function* () {
      const ch = chan<string>();
      go(() => ch.send("x"));
      expect(yield* timeout(ch.recv(), 60_000)).toBe("x");
    });
  });

  it.each([0, -1, Number.NaN])("an operation that is ready is not late, even after %d ms", async (ms) => {
    const ch = chan<number>(50);
    for (let i = 0; i < 50; i++) ch.trySend(i);
    await run(function* () {
      for (let i = 0; i < 50; i++) expect(yield* timeout(ch.recv(), ms)).toBe(i);
      expect(() => trySelect({ t: timeout(ch.recv(), ms) })).toThrow(TimeoutError);
    });
  });

  it("passes a panic of the operation on", async () => {
    const ch = chan<number>();
    ch.close();
    await expect(run(() => timeout(ch.send(1), 5))).rejects.toMatchObject({
      value: expect.any(RuntimeError),
    });
  });

  it("can be the case of a select", async () => {
    const ch = chan<number>(1);
    ch.trySend(1);
    expect(await run(() => select({ t: timeout(ch.recv(), 50) }))).toEqual({ case: "t", value: 1 });
  });

  it("can be awaited", async () => {
    await expect(timeout(chan().recv(), 1)).rejects.toBeInstanceOf(TimeoutError);
  });
});

describe("race", () => {
  it("gives the first result", async () => {
    await run(function* () {
      expect(yield* race([sleep(60_000), wait(Promise.resolve("p"))])).toBe("p");
      expect(yield* race({ slow: sleep(60_000), fast: wait(1) })).toBe(1);
    });
  });

  it("loses no message: 1,000 rounds over two channels receive all 2,000", async () => {
    await run(function* () {
      const [a, b] = [chan<number>(), chan<number>()];
      for (const ch of [a, b]) {
        go(function* () {
          for (let i = 0; i < 1000; i++) yield* ch.send(i);
        });
      }
      let received = 0;
      for (let i = 0; i < 2000; i++) {
        yield* race([a.recv(), b.recv()]);
        received++;
      }
      expect(received).toBe(2000);
      expect(trySelect([a.recv(), b.recv()])).toBeUndefined();
    });
  });

  it("Promise.race over the same channels loses one message in each round", async () => {
    const [a, b] = [chan<number>(10), chan<number>(10)];
    for (let i = 0; i < 10; i++) {
      a.trySend(i);
      b.trySend(i);
    }
    let received = 0;
    while (a.len + b.len > 0) {
      await Promise.race([a.recv(), b.recv()]);
      received++;
    }
    expect(received).toBe(10);
    const [c, d] = [chan<number>(10), chan<number>(10)];
    for (let i = 0; i < 10; i++) {
      c.trySend(i);
      d.trySend(i);
    }
    received = 0;
    while (c.len + d.len > 0) {
      await race([c.recv(), d.recv()]);
      received++;
    }
    expect(received).toBe(20);
  });
});

describe("all", () => {
  it("gives all results, in their places", async () => {
    await run(function* () {
      const ch = chan<number>();
      const g = go(function* () {
        yield* ch.send(1);
        return "sent";
      });
      expect(yield* all([g.join(), sleep(1), ch.recv()])).toEqual(["sent", undefined, 1]);
      expect(yield* all({ one: wait(1), two: wait(2) })).toEqual({ one: 1, two: 2 });
      expect(yield* all([])).toEqual([]);
    });
  });

  it("gives the results of 400,000 operations in their places, within the time of a test", async () => {
    await run(function* () {
      const channels = Array.from({ length: 400_000 }, () => chan<number>(1));
      for (const [i, ch] of channels.entries()) ch.trySend(i);
      const results = yield* all(channels.map((ch) => ch.recv()));
      expect(results.every((result, i) => result === i)).toBe(true);
      expect(results.length).toBe(400_000);
    });
  });

  it("refuses an operation that stands in two places: it would be performed twice", () => {
    const receive = chan<number>().recv();
    expect(() => all([receive, receive])).toThrow("operation performed twice: want a new operation");
    expect(() => all({ a: receive, b: receive })).toThrow("operation performed twice");
    const [one, other] = [receive.map(() => 1), receive.map(() => 2)];
    expect(() => all([one, other])).toThrow("operation performed twice");
    expect(() => all([receive, one])).toThrow("operation performed twice");
  });

  it("an operation that holds no state may stand in two places", async () => {
    expect(await run(() => all([gosched(), gosched()]))).toEqual([undefined, undefined]);
  });

  it("completes what can complete first", async () => {
    await run(function* () {
      const [a, b] = [chan<string>(), chan<string>()];
      const g = go(() => all([a.recv(), b.recv()]));
      yield* gosched();
      yield* b.send("b");
      yield* gosched();
      yield* a.send("a");
      expect(yield* g.join()).toEqual(["a", "b"]);
    });
  });

  it("a panic leaves the others without effect", async () => {
    await run(function* () {
      const [closed, open] = [chan<number>(), chan<number>()];
      const g = go(function* () {
        try {
          yield* all([open.recv(), closed.send(1)]);
        } catch (error) {
          return (error as Error).message;
        }
        return "no panic";
      });
      yield* gosched();
      closed.close();
      expect(yield* g.join()).toBe("send on closed channel");
      expect(open.trySend(1)).toBe(false);
    });
  });

  it("takes a thousand operations", async () => {
    const results = await run(function* () {
      const gs = Array.from({ length: 1000 }, (_, i) =>
        go(function* () {
          yield* gosched();
          return i;
        }),
      );
      return yield* all(gs.map((g) => g.join()));
    });
    expect(results).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

describe("all, where it waits", () => {
  it("keeps its places in line, however many of its operations happen meanwhile", async () => {
    await run(function* () {
      const [a, b] = [chan<string>(), chan<string>()];
      const first = go(() => all([a.recv(), b.recv()]));
      yield* gosched();
      const second = go(() => b.recv());
      yield* gosched();
      yield* a.send("a");
      yield* gosched();
      yield* b.send("b1");
      yield* b.send("b2");
      expect([yield* first.join(), yield* second.join()]).toEqual([["a", "b1"], "b2"]);
    });
  });

  it("receives from one channel give its values in their order", async () => {
    await run(function* () {
      const [filled, empty] = [chan<number>(3), chan<number>()];
      for (let i = 0; i < 3; i++) filled.trySend(i);
      expect(yield* all([filled.recv(), filled.recv(), filled.recv()])).toEqual([0, 1, 2]);
      const g = go(() => all([empty.recv(), empty.recv(), empty.recv()]));
      for (let i = 0; i < 3; i++) yield* empty.send(i);
      expect(yield* g.join()).toEqual([0, 1, 2]);
    });
  });

  it("waits for 100,000 that happen one after the other, within the time of a test", async () => {
    await run(function* () {
      const channels = Array.from({ length: 100_000 }, () => chan<number>());
      go(function* () {
        for (const [i, ch] of channels.entries()) {
          yield* ch.send(i);
          yield* gosched();
        }
      });
      const results = yield* all(channels.map((ch) => ch.recv()));
      expect(results.every((result, i) => result === i)).toBe(true);
    });
  });

  it("what happens while another gives its result is not lost", async () => {
    await run(function* () {
      const [a, b] = [chan<number>(), chan<number>()];
      const g = go(() => all([a.recv().map((n) => [n, b.trySend(2)]), b.recv()]));
      yield* gosched();
      yield* a.send(1);
      expect(yield* g.join()).toEqual([[1, true], 2]);
    });
  });

  it("functions of map run in the goroutine that performs it", async () => {
    await run(function* () {
      const ch = chan<number>();
      const g = go(() => all([ch.recv().map(() => current()), wait(1).map(() => current())]));
      yield* ch.send(1);
      expect(yield* g.join()).toEqual([g, g]);
    });
  });

  it("unwound while it waits, it leaves all lines", async () => {
    const ch = chan<number>();
    const left: boolean[] = [];
    await run(
      function* () {
        go(function* () {
          try {
            yield* all([ch.recv(), sleep(60_000), ch.recv()]);
          } finally {
            left.push(ch.trySend(1));
          }
        });
        yield* gosched();
      },
      { onExit: "unwind" },
    );
    expect(left).toEqual([false]);
  });

  it("dropped with its program while it waits, it leaves all lines", async () => {
    const ch = chan<number>();
    await run(function* () {
      go(() => all([ch.recv(), ch.recv()]));
      yield* gosched();
    });
    expect(ch.trySend(1)).toBe(false);
  });

  it("a goroutine that only its own waiters could wake is told of in a deadlock", async () => {
    const dead = run(() => all([chan<number>().recv(), chan<number>().recv()]));
    await expect(dead).rejects.toThrow(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[select\]:\nall\(\.\.\.\)\n/,
    );
  });
});

describe("all, on the virtual clock", () => {
  const fake = useFakeHost();

  /** How long `body` takes, in milliseconds. */
  const took = (body: () => unknown): Promise<number> =>
    fake.host.finish(
      run(function* () {
        const start = now();
        yield* wait(body() as PromiseLike<unknown>);
        return now() - start;
      }),
    );

  it("sleeps count from the beginning, not from the end of the one before", async () => {
    expect(await took(() => all([sleep(10), sleep(30), sleep(20)]))).toBe(30);
    expect(await took(() => all({ a: sleep(10), b: sleep(20).map(() => 1) }))).toBe(20);
    expect(await took(() => all([sleep(10), race([sleep(20), sleep(30)])]))).toBe(20);
    const inGoroutine = () => go(() => all([sleep(10), timeout(sleep(25), 30), sleep(20)])).join();
    expect(await took(inGoroutine)).toBe(25);
  });

  it("so do timeouts, however many of the others complete meanwhile", async () => {
    const late = timeout(chan().recv(), 25);
    const sleeps = [1, 2, 3, 4].map((n) => sleep(n * 10));
    expect(await took(() => all([...sleeps, late]).then(undefined, ({ message }) => message))).toBe(25);
  });

  it("who else sleeps meanwhile sleeps as long as ever, and so does who has got all", async () => {
    const woken: number[] = [];
    const late = function* () {
      yield* sleep(15);
      yield* sleep(10);
      woken.push(now());
    };
    const body = function* () {
      const [start, g] = [now(), go(late)];
      yield* all([sleep(10), sleep(20), sleep(30)]);
      woken.push(now());
      yield* sleep(10);
      yield* g.join();
      return [...woken, now()].map((at) => at - start);
    };
    expect(await fake.host.finish(run(body))).toEqual([25, 30, 40]);
  });

  it("those that it leaves take as long as ever afterwards", async () => {
    const [first, nap] = [select({ nap: sleep(30), tick: sleep(20) }), sleep(40)];
    expect(await took(() => all([first, sleep(10)]))).toBe(20);
    expect(await took(() => all([first, sleep(10)]))).toBe(20);
    const failing = all([sleep(10), nap, timeout(chan().recv(), 15)]);
    expect(await took(() => failing.then(undefined, () => "late"))).toBe(15);
    expect(await took(() => nap)).toBe(40);
  });
});
