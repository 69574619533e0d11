import { describe, expect, test } from "vitest";
import { type Chan, chan, nilChan, type RecvChan, type SendChan } from "./chan.js";
import { go, run } from "./go.js";
import { type Go, wait } from "./op.js";

function* produce(n: number, out: SendChan<number>): Go {
  for (let i = 1; i <= n; i++) yield* out.send(i);
  out.close();
}

function* sum(from: RecvChan<number>): Go<number> {
  let total = 0;
  yield* from.range((n) => {
    total += n;
  });
  return total;
}

describe("a channel", () => {
  test("is unbuffered unless a capacity is given", () => {
    expect(chan().cap).toBe(0);
    expect(chan(undefined).cap).toBe(0);
    expect(chan(7).cap).toBe(7);
  });

  test("passes where one direction is asked for", () =>
    run(function* () {
      const ch = chan<number>(2);
      go(produce, 10, ch);
      expect(yield* go(sum, ch).join()).toBe(55);
    }));

  test("is itself, and can be a key and a value", () => {
    const [a, b] = [chan<number>(), chan<number>()];
    const sending: SendChan<number> = a;
    expect((sending as unknown) === a).toBe(true);
    expect(
      new Map<unknown, string>([
        [a, "a"],
        [b, "b"],
      ]).get(a),
    ).toBe("a");
    const channels = chan<Chan<number>>(1);
    channels.trySend(b);
    expect(channels.tryRecv()).toEqual([b, true]);
  });

  test("of capacity n is a semaphore of n", () =>
    run(function* () {
      const semaphore = chan<void>(3);
      let running = 0;
      let most = 0;
      const workers = Array.from({ length: 20 }, () =>
        go(function* () {
          yield* semaphore.send();
          most = Math.max(most, ++running);
          yield* wait(Promise.resolve());
          running--;
          yield* semaphore.recv();
        }),
      );
      for (const worker of workers) yield* worker.join();
      expect([most, running]).toEqual([3, 0]);
    }));

  test("the sieve: a channel between each two of a growing chain of goroutines", async () => {
    function* generate(out: SendChan<number>): Go {
      for (let i = 2; ; i++) yield* out.send(i);
    }
    function* filter(from: RecvChan<number>, out: SendChan<number>, prime: number): Go {
      for (;;) {
        const i = (yield* from.recv()) as number;
        if (i % prime !== 0) yield* out.send(i);
      }
    }
    const primes = await run(function* () {
      const found: number[] = [];
      let ch = chan<number>();
      go(generate, ch);
      for (let i = 0; i < 100; i++) {
        const prime = (yield* ch.recv()) as number;
        found.push(prime);
        const next = chan<number>();
        go(filter, ch, next, prime);
        ch = next;
      }
      return found;
    });
    expect(primes.slice(0, 10)).toEqual([2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    expect(primes.at(-1)).toBe(541);
  });
});

describe("async iteration", () => {
  test("several loops may share one channel; each value goes to one of them", async () => {
    const ch = chan<number>();
    const got: number[] = [];
    const loop = async (): Promise<void> => {
      for await (const v of ch) {
        got.push(v);
        await null;
      }
    };
    const loops = [loop(), loop(), loop()];
    for (let i = 0; i < 30; i++) await ch.send(i);
    ch.close();
    await Promise.all(loops);
    expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  });

  test("a throw in the loop's body leaves the channel as it is", async () => {
    const ch = chan<number>(3);
    for (const v of [1, 2, 3]) ch.trySend(v);
    const loop = (async () => {
      for await (const v of ch) throw new Error(`at ${v}`);
    })();
    await expect(loop).rejects.toThrow("at 1");
    expect(ch.len).toBe(2);
  });

  test("taken by hand, the iterator ends for good at the close", async () => {
    const ch = chan<string>(1);
    ch.trySend("v");
    ch.close();
    const it = ch[Symbol.asyncIterator]();
    expect(await it.next()).toEqual({ done: false, value: "v" });
    expect(await it.next()).toEqual({ done: true, value: undefined });
    expect(await it.next()).toEqual({ done: true, value: undefined });
  });
});

test("nil channels are equal", () => {
  expect(nilChan<number>()).toBe(nilChan());
});
