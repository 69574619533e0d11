import { go, numGoroutine, run, sleep } from "@gopark/core";
import { afterEach, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { drive } from "./drive.js";
import { HChan } from "./engine.js";
import { Hub, type Route } from "./hub.js";
import { collect, forEach, map, pipe, take } from "./index.js";
import { Origin } from "./origin.js";
import { Outlet } from "./outlet.js";
import { Probe } from "./stage.contract.js";
import { Plan, type Stream } from "./stream.js";

const fake = useFakeHost();

afterEach(() => fake.host.settle());

/** A value every ten milliseconds. */
const ticks = pipe(
  [0, 1, 2, 3, 4],
  map((n) => sleep(10).map(() => n)),
);

/** A hub with readers, as streams. */
function hubOf(source: unknown, readers: number, route: Route = null) {
  const over: boolean[] = [];
  const outlets = Array.from({ length: readers }, () => new Outlet());
  const hub = new Hub(
    (last) => last.flow.scope.spawn(() => drive(last, source)),
    route,
    outlets,
    (hasLeft) => over.push(hasLeft),
  );
  const streams = outlets.map((outlet): Stream<any> => {
    class Reader extends Origin {
      feed = (...[head]: Parameters<Origin["feed"]>) => hub.read(outlet, head);
    }
    return new Plan(new Reader(), []);
  });
  return { hub, over, streams };
}

test("H1 the source runs once for all readers, from when the first comes", async () => {
  const probe = new Probe(3);
  const { streams } = hubOf(probe.async(), 2);
  expect(probe.opened).toBe(0);
  const all = Promise.all(streams.map((stream) => pipe(stream, collect())));
  expect(await fake.host.finish(all)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect([probe.opened, probe.closed]).toEqual([1, 0]);
});

test("who joins takes the place of those that have left", () => {
  const { hub } = hubOf([0], 3);
  const [first, second, third] = hub.outlets as [Outlet, Outlet, Outlet];
  second.leave();
  const last = new Outlet();
  hub.join(last);
  expect(hub.outlets).toEqual([first, third, last]);
});

test("H2 who takes a value late holds up the source and the other readers", async () => {
  const { streams } = hubOf([0, 1, 2], 2);
  const got: number[] = [];
  const slow = forEach(() => sleep(10));
  const both = Promise.all([
    pipe(streams[0] as Stream<number>, slow),
    pipe(
      streams[1] as Stream<number>,
      forEach((n) => got.push(n)),
    ),
  ]);
  const after: number[] = [];
  for (let i = 0; i < 3; i++) {
    await fake.host.advance(5);
    after.push(got.length);
    await fake.host.advance(5);
  }
  expect(after).toEqual([1, 2, 3]);
  await fake.host.finish(both);
});

test("H3 when the last reader has left the source is cancelled, and that reader waits for it", async () => {
  let isClosed = false;
  let n = 0;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        await sleep(1);
        return { value: n++, done: false };
      },
      return: async () => {
        await sleep(7);
        isClosed = true;
      },
    }),
  };
  const { streams, over } = hubOf(source, 2);
  const [a, b] = streams.map((stream, i) => Promise.resolve(pipe(stream, take(i + 1), collect())));
  await fake.host.finish(a as Promise<unknown>);
  expect([isClosed, over]).toEqual([false, []]);
  await fake.host.finish(b as Promise<unknown>);
  expect([isClosed, over[0], numGoroutine()]).toEqual([true, true, 0]);
});

test("H4 what goes wrong in the source goes wrong for each reader", async () => {
  const { streams } = hubOf(new Probe(5, 2).async(), 3);
  const errors = Promise.all(
    streams.map((stream) => pipe(stream, collect()).then(undefined, (e) => e.stage)),
  );
  expect(await fake.host.finish(errors)).toEqual(["source", "source", "source"]);
});

test.each(["drop", "unwind"] as const)(
  "H5 a source that ends with its program (onExit: %s) fails for those who read in others",
  async (onExit) => {
    const { streams, over } = hubOf(ticks, 2);
    const [a, b] = streams as [Stream<number>, Stream<number>];
    const first = run(
      function* () {
        go(() => pipe(a, collect()));
        yield* sleep(25);
      },
      { onExit },
    );
    const got: number[] = [];
    const push = forEach((n: number) => got.push(n));
    const told = pipe(b, push).then(undefined, (e) => e.cause.message);
    const all = await fake.host.finish(Promise.all([told, first]));
    expect([all[0], got]).toEqual(["program has ended: shared source", [0, 1]]);
    expect([over.includes(true), numGoroutine()]).toEqual([true, 0]);
  },
);

test("H5 also if its clean-up never ends", async () => {
  const stuck = { next: () => sleep(10), return: () => new HChan(0).recv() };
  const { streams } = hubOf({ [Symbol.asyncIterator]: () => stuck }, 2);
  const first = run(
    function* () {
      go(() => pipe(streams[0] as Stream<number>, collect()));
      yield* sleep(25);
    },
    { onExit: "unwind" },
  );
  const told = pipe(streams[1] as Stream<number>, collect()).then(undefined, (e) => e.cause.message);
  expect(await fake.host.finish(Promise.all([first, told]))).toEqual([
    undefined,
    "program has ended: shared source",
  ]);
});

test("H5 a reader whose program ends has left", async () => {
  const { streams, over } = hubOf(ticks, 2);
  const [a, b] = streams as [Stream<number>, Stream<number>];
  const all = pipe(a, collect()).then((values) => values);
  const other = run(function* () {
    go(() =>
      pipe(
        b,
        forEach(() => sleep(100)),
      ),
    );
    yield* sleep(25);
  });
  expect(await fake.host.finish(Promise.all([all, other]))).toEqual([[0, 1, 2, 3, 4], undefined]);
  expect(over.includes(true)).toBe(true);
});

test("a route gives each value to one reader", async () => {
  const { streams } = hubOf(["a", "b", "c"], 2, (_value, index) => index % 2);
  const all = Promise.all(streams.map((stream) => pipe(stream, collect())));
  expect(await fake.host.finish(all)).toEqual([["a", "c"], ["b"]]);
});
