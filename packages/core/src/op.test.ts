import { describe, expect, test } from "vitest";
import { runLong as run } from "../test/run-long.js";
import { settle } from "../test/settle.js";
import { chan } from "./chan.js";
import { type Goroutine, go } from "./go.js";
import { call, type Go, gosched, type Op, sleep, wait } from "./op.js";

/** Every kind of operation, ready to complete, and what it gives. */
const kinds: [name: string, make: () => Op<unknown>, value: unknown][] = [
  ["send", () => chan<number>(1).send(1), undefined],
  ["recv", () => filled().recv(), "v"],
  ["recvOk", () => filled().recvOk(), ["v", true]],
  [
    "range",
    () => {
      const ch = filled();
      ch.close();
      return ch.range(() => {});
    },
    undefined,
  ],
  ["wait for a promise", () => wait(Promise.resolve("v")), "v"],
  ["wait for a value", () => wait("v"), "v"],
  ["call of a plain function", () => call(() => "v"), "v"],
  ["call of a generator function", () => call(parks), "v"],
  ["call of an async function", () => call(async () => "v"), "v"],
  ["gosched", () => gosched(), undefined],
  ["sleep", () => sleep(1), undefined],
  ["join", () => go(parks).join(), "v"],
];

function filled() {
  const ch = chan<string>(1);
  ch.trySend("v");
  return ch;
}

function* parks(): Go<string> {
  yield* gosched();
  return "v";
}

describe.each(kinds)("%s", (_name, make, value) => {
  test("gives the same by yield* and by await, in generator and in async bodies", async () => {
    expect(await make()).toEqual(value);
    expect(await run(make)).toEqual(value);
    expect(
      await run(function* () {
        return yield* make();
      }),
    ).toEqual(value);
    expect(await run(async () => await make())).toEqual(value);
    expect(
      await run(function* () {
        return yield* go(async () => await make()).join();
      }),
    ).toEqual(value);
  });

  test("gives the same wrapped in a call, in a wait and in Promise.all", async () => {
    expect(await run(() => call(() => make()))).toEqual(value);
    expect(await run(() => wait(make()))).toEqual(value);
    expect(await Promise.all([make(), make()])).toEqual([value, value]);
  });

  test("maps", async () => {
    expect(await make().map((v) => [v])).toEqual([value]);
    expect(
      await run(() =>
        make()
          .map((v) => [v])
          .map((v) => [v]),
      ),
    ).toEqual([[value]]);
  });
});

test("bodies of all kinds work together in one program", async () => {
  const log = await run(async () => {
    const ch = chan<string>();
    const words: string[] = [];
    const bodies: Goroutine<unknown>[] = [
      go(function* generator() {
        yield* ch.send("generator");
      }),
      go(async function guest() {
        await ch.send("async");
      }),
      go(function plain() {
        return ch.send("plain");
      }),
    ];
    for (let i = 0; i < 3; i++) words.push((await ch.recv()) as string);
    for (const g of bodies) await g.join();
    return words.sort();
  });
  expect(log).toEqual(["async", "generator", "plain"]);
});

test("a body may be a method, bound or not, and gets its arguments", () =>
  run(function* () {
    class Counter {
      n = 0;
      *add(by: number, times: number): Go<number> {
        for (let i = 0; i < times; i++) {
          this.n += by;
          yield* gosched();
        }
        return this.n;
      }
    }
    const counter = new Counter();
    expect(yield* go(counter.add.bind(counter), 2, 3).join()).toBe(6);
    expect(yield* call(counter.add.bind(counter), 1, 1)).toBe(7);
    yield* settle();
  }));
