import { describe, expect, test } from "vitest";
import { alive } from "../../test/garbage.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan, nilChan } from "../chan.js";
import { numGoroutine } from "../debug.js";
import { type Goroutine, go, run } from "../go.js";
import { call, type Go, gosched, sleep, wait } from "../op.js";
import { AllGs } from "./allgs.js";
import { G } from "./g.js";
import { Sched } from "./sched.js";

const { p } = new Sched(10, () => {});

function newG(id: number): G {
  return new G(id, p, () => {}, []);
}

describe("the list of all goroutines", () => {
  test("it counts and lists those that have not ended, in the order of their ids", () => {
    const all = new AllGs();
    const gs = Array.from({ length: 500 }, (_, i) => newG(i + 1));
    for (const g of gs) {
      all.add(g);
      if (g.id % 100 === 0) all.release();
    }
    expect(all.count).toBe(500);
    expect([...all]).toEqual(gs);
    for (const g of gs) if (g.id % 3 !== 0) all.remove(g);
    const left = gs.filter((g) => g.id % 3 === 0);
    expect(all.count).toBe(left.length);
    expect([...all].map((g) => g.id)).toEqual(left.map((g) => g.id));
  });

  test("one that is taken out twice, or was never in, changes nothing", () => {
    const all = new AllGs();
    const g = newG(1);
    all.add(g);
    all.remove(g);
    all.remove(g);
    all.remove(newG(2));
    expect(all.count).toBe(0);
    expect([...all]).toEqual([]);
  });

  test("ids may have gaps between the chunks", () => {
    const all = new AllGs();
    const gs = [1, 2, 70, 71, 1000].map(newG);
    for (const g of gs) {
      if (g.id === 70 || g.id === 1000) all.release();
      all.add(g);
    }
    all.remove(gs[3] as G);
    expect([...all].map((g) => g.id)).toEqual([1, 2, 70, 1000]);
  });

  test("a million that start and end leave next to nothing in it", () => {
    const all = new AllGs();
    for (let id = 1; id <= 1_000_000; id++) {
      const g = newG(id);
      all.add(g);
      all.remove(g);
    }
    expect((all as unknown as { chunks: unknown[] }).chunks.length).toBeLessThan(1000);
    expect(all.count).toBe(0);
  });
});

/** Something that is only reachable from a goroutine's body. */
class Treasure {}

/** More than a chunk of goroutines, so that the ones under test do not share theirs with long-lived ones. */
const MANY = 64 * 4;

/** Starts goroutines that each hold a treasure while they do what `body` does. */
function hoard(body: () => Go<unknown>): WeakRef<object>[] {
  const refs: WeakRef<object>[] = [];
  for (let i = 0; i < MANY; i++) {
    const treasure = new Treasure();
    refs.push(new WeakRef(treasure));
    go(function* () {
      yield* body();
      expect(treasure).toBeInstanceOf(Treasure);
    });
  }
  return refs;
}

describe("a goroutine that nothing can wake", () => {
  test.each<[string, () => () => Go<unknown>]>([
    [
      "receives from a channel that nobody else holds",
      () =>
        function* () {
          yield* chan().recv();
        },
    ],
    [
      "sends to one",
      () =>
        function* () {
          yield* chan<number>().send(1);
        },
    ],
    [
      "ranges over one",
      () =>
        function* () {
          yield* chan().range(() => {});
        },
    ],
    [
      "waits for a nil channel",
      () =>
        function* () {
          yield* nilChan().recv();
        },
    ],
    [
      "waits for a promise that nobody can settle",
      () =>
        function* () {
          yield* wait(new Promise(() => {}));
        },
    ],
    [
      "joins one that nothing can wake",
      () =>
        function* () {
          yield* go(() => chan().recv()).join();
        },
    ],
    [
      "waits some calls down",
      () => {
        function* deep(n: number): Go {
          if (n === 0) yield* chan().recv();
          else yield* call(deep, n - 1);
        }
        return () => deep(5);
      },
    ],
    [
      "and another wait for each other",
      () =>
        function* () {
          const [a, b] = [chan<number>(), chan<number>()];
          go(function* () {
            yield* a.recv();
            yield* b.send(1);
          });
          yield* b.recv();
        },
    ],
  ])("is collected: one that %s", (_name, makeBody) =>
    run(function* () {
      const refs = hoard(makeBody());
      yield* settle();
      expect(yield* wait(alive(refs))).toBeLessThan(MANY / 4);
      // They are counted all the same: in Go they would be there for ever.
      expect(numGoroutine()).toBeGreaterThan(MANY);
    }),
  );

  test("is collected although the channel it sent on before is alive", () =>
    run(function* () {
      const results = chan<number>(MANY);
      const refs = hoard(function* () {
        yield* results.send(1);
        yield* chan().recv();
      });
      yield* settle();
      expect(results.len).toBe(MANY);
      expect(yield* wait(alive(refs))).toBeLessThan(MANY / 4);
      expect(results.len).toBe(MANY);
    }));
});

describe("a goroutine that something can wake", () => {
  test.each<[string, (ch: Chan<number>, settled: Promise<unknown>) => () => Go<unknown>]>([
    [
      "receives from a channel that somebody holds",
      (ch) =>
        function* () {
          yield* ch.recv();
        },
    ],
    [
      "sleeps",
      () =>
        function* () {
          yield* sleep(1e8);
        },
    ],
    [
      "waits for a promise that somebody holds",
      (_ch, settled) =>
        function* () {
          yield* wait(settled);
        },
    ],
    [
      "is runnable",
      () =>
        function* () {
          for (;;) yield* gosched();
        },
    ],
  ])("is kept: one that %s", async (_name, makeBody) => {
    const ch = chan<number>();
    let settle!: (v: unknown) => void;
    const settled = new Promise((resolve) => void (settle = resolve));
    await run(function* () {
      const refs = hoard(makeBody(ch, settled));
      yield* sleep(1);
      expect(yield* wait(alive(refs))).toBe(MANY);
      settle(ch.len);
    });
  });

  test("woken after the collector has run, it goes on with all it had", () =>
    run(function* () {
      const ch = chan<number>();
      let sum = 0;
      for (let i = 0; i < 10; i++) {
        const treasure = { value: i };
        go(function* () {
          yield* ch.recv();
          sum += treasure.value;
        });
      }
      yield* settle();
      yield* wait(alive([]));
      ch.close();
      yield* settle();
      expect(sum).toBe(45);
    }));
});

describe("what has passed is let go", () => {
  test("a goroutine that has ended, though its handle is held", () =>
    run(function* () {
      const handles: Goroutine<unknown>[] = [];
      const refs: WeakRef<object>[] = [];
      const ch = chan<number>();
      function* holding(held: object): Go {
        yield* ch.recv();
        expect(held).toBeInstanceOf(Treasure);
      }
      for (let i = 0; i < 10; i++) handles.push(go(holding, remember(refs)));
      yield* settle();
      ch.close();
      yield* settle();
      expect(yield* wait(alive(refs))).toBe(0);
      expect(handles.every((g) => g.status === "dead")).toBe(true);
    }));

  test("the goroutines of a program that has ended, though it was dropped halfway", async () => {
    const ch = chan<number>();
    let refs: WeakRef<object>[] = [];
    await run(function* () {
      refs = hoard(function* () {
        yield* ch.recv();
      });
      yield* settle();
    });
    expect(await alive(refs)).toBe(0);
    expect(ch.len).toBe(0);
  });

  test("a value that was received, though its receiver has not ended", () =>
    run(function* () {
      const [values, after] = [chan<object>(), chan<number>()];
      const refs: WeakRef<object>[] = [];
      for (let i = 0; i < 10; i++)
        go(function* () {
          yield* values.recv();
          yield* after.recv();
        });
      yield* settle();
      for (let i = 0; i < 10; i++) values.trySend(remember(refs));
      yield* settle();
      expect(yield* wait(alive(refs))).toBe(0);
      after.close();
    }));

  test("a value that was sent, though its sender has not ended", () =>
    run(function* () {
      const [values, after] = [chan<object>(), chan<number>()];
      const refs: WeakRef<object>[] = [];
      for (let i = 0; i < 10; i++)
        go(function* () {
          yield* values.send(remember(refs));
          yield* after.recv();
        });
      yield* settle();
      for (let i = 0; i < 10; i++) yield* values.recv();
      yield* settle();
      expect(yield* wait(alive(refs))).toBe(0);
      after.close();
    }));

  test("a value that could not be sent, though its sender has not ended", () =>
    run(function* () {
      const [values, after] = [chan<object>(), chan<number>()];
      const refs: WeakRef<object>[] = [];
      for (let i = 0; i < 10; i++)
        go(function* () {
          try {
            yield* values.send(remember(refs));
          } catch {
            yield* after.recv();
          }
        });
      yield* settle();
      values.close();
      yield* settle();
      expect(yield* wait(alive(refs))).toBe(0);
      after.close();
    }));

  test("a value that left a buffer, though the channel is held", () =>
    run(function* () {
      const ch = chan<object>(16);
      const refs: WeakRef<object>[] = [];
      for (let i = 0; i < 16; i++) ch.trySend(remember(refs));
      for (let i = 0; i < 16; i++) ch.tryRecv();
      expect(yield* wait(alive(refs))).toBe(0);
      expect(ch.len).toBe(0);
    }));
});

function remember(refs: WeakRef<object>[]): object {
  const treasure = new Treasure();
  refs.push(new WeakRef(treasure));
  return treasure;
}
