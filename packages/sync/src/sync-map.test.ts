import { type Go, go, gosched } from "@gopark/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { SyncMap } from "./sync-map.js";
import { WaitGroup } from "./waitgroup.js";

function mapOf<K, V>(...entries: [K, V][]): SyncMap<K, V> {
  const map = new SyncMap<K, V>();
  for (const [key, value] of entries) map.store(key, value);
  return map;
}

it("MP-01 loadOrStore gives what is there and true, or stores and gives what is new and false", () => {
  const map = new SyncMap<string, number>();
  expect(map.loadOrStore("a", 1)).toEqual([1, false]);
  expect(map.loadOrStore("a", 2)).toEqual([1, true]);
  expect(map.load("a")).toEqual([1, true]);
});

it("MP-02 a missing key has no value; deleting tells whether it was there", () => {
  const map = mapOf(["a", 1]);
  expect(map.load("b")).toEqual([undefined, false]);
  expect(map.loadAndDelete("a")).toEqual([1, true]);
  expect(map.loadAndDelete("a")).toEqual([undefined, false]);
  map.delete("a");
  expect([...map]).toEqual([]);
});

it("an entry whose value is undefined is there", () => {
  const map = mapOf<string, undefined>(["a", undefined]);
  expect(map.load("a")).toEqual([undefined, true]);
  expect(map.loadOrStore("a", undefined)).toEqual([undefined, true]);
  expect(map.compareAndDelete("b", undefined)).toBe(false);
  expect(map.compareAndDelete("a", undefined)).toBe(true);
  expect(map.load("a")).toEqual([undefined, false]);
});

it("MP-03 range calls f with every entry until it returns false", () => {
  const map = mapOf(["a", 1], ["b", 2], ["c", 3]);
  const seen: unknown[] = [];
  map.range((key, value) => void seen.push(key, value));
  expect(seen).toEqual(["a", 1, "b", 2, "c", 3]);
  let calls = 0;
  map.range(() => ++calls < 2);
  expect(calls).toBe(2);
});

describe("MP-04 during a walk", () => {
  it("the current key and others may be deleted; a key deleted by then is not visited", () => {
    const map = mapOf(["a", 1], ["b", 2], ["c", 3]);
    const seen: string[] = [];
    map.range((key) => {
      seen.push(key);
      map.delete(key);
      map.delete("b");
    });
    expect(seen).toEqual(["a", "c"]);
    expect([...map]).toEqual([]);
  });

  it("a key that is deleted and stored again is not visited twice", () => {
    const map = mapOf(["a", 1], ["b", 2]);
    const seen: string[] = [];
    map.range((key, value) => {
      seen.push(key);
      map.delete(key);
      map.store(key, value + 1);
    });
    expect(seen).toEqual(["a", "b"]);
    expect([...map]).toEqual([
      ["a", 2],
      ["b", 3],
    ]);
  });

  it("an entry has the value that was stored last, and the walk may start another", () => {
    const map = mapOf(["a", 1], ["b", 2]);
    const seen: unknown[] = [];
    for (const [key, value] of map) {
      map.store("b", 9);
      seen.push(key, value, [...map].length);
    }
    expect(seen).toEqual(["a", 1, 2, "b", 9, 2]);
  });

  it("clearing the map ends it", () => {
    const map = mapOf(["a", 1], ["b", 2]);
    const seen: string[] = [];
    for (const [key] of map) {
      seen.push(key);
      map.clear();
    }
    expect(seen).toEqual(["a"]);
  });

  it("other goroutines may run, when the body of for...of blocks", async () => {
    const seen = await run(function* () {
      const map = mapOf(["a", 1], ["b", 2], ["c", 3]);
      const keys: string[] = [];
      go(() => map.delete("b"));
      for (const [key] of map) {
        keys.push(key);
        yield* gosched();
      }
      return keys;
    });
    expect(seen).toEqual(["a", "c"]);
  });
});

describe("MP-05", () => {
  it("swap sets and gives what was there", () => {
    const map = new SyncMap<string, number>();
    expect(map.swap("a", 1)).toEqual([undefined, false]);
    expect(map.swap("a", 2)).toEqual([1, true]);
    expect(map.load("a")).toEqual([2, true]);
  });

  it("compareAndSwap and compareAndDelete act only if the value is the same", () => {
    const map = mapOf(["a", 1]);
    expect(map.compareAndSwap("a", 2, 3)).toBe(false);
    expect(map.compareAndSwap("a", 1, 3)).toBe(true);
    expect(map.compareAndSwap("b", 0, 3)).toBe(false);
    expect(map.load("b")).toEqual([undefined, false]);
    expect(map.compareAndDelete("a", 1)).toBe(false);
    expect(map.load("a")).toEqual([3, true]);
    expect(map.compareAndDelete("a", 3)).toBe(true);
    expect(map.compareAndDelete("a", 3)).toBe(false);
  });

  it("values are compared by ===, also those that Go could not compare", () => {
    const list = [1];
    const map = new SyncMap<string, unknown>();
    map.store("a", list);
    expect(map.compareAndSwap("a", [1], "new")).toBe(false);
    expect(map.compareAndSwap("a", list, Number.NaN)).toBe(true);
    expect(map.compareAndSwap("a", Number.NaN, "new")).toBe(false);
  });

  it("clear leaves nothing", () => {
    const map = mapOf(["a", 1], ["b", 2]);
    map.clear();
    expect(map.load("a")).toEqual([undefined, false]);
    expect([...map]).toEqual([]);
  });
});

it("MP-06 what one goroutine stores, the next one loads", async () => {
  const seen = await run(function* () {
    const map = new SyncMap<string, number>();
    const wg = new WaitGroup();
    wg.go(function* (): Go {
      yield* gosched();
      map.store("a", 1);
    });
    yield* wg.wait();
    return map.load("a");
  });
  expect(seen).toEqual([1, true]);
});

it("MP-07 any value is a key: objects by identity, NaN equal to itself, 0 equal to -0", () => {
  const list: number[] = [];
  const map = mapOf<unknown, string>([list, "list"], [Number.NaN, "NaN"], [0, "zero"]);
  expect(map.load(list)).toEqual(["list", true]);
  expect(map.load([])).toEqual([undefined, false]);
  expect(map.load(Number.NaN)).toEqual(["NaN", true]);
  expect(map.load(-0)).toEqual(["zero", true]);
});

it("MP-08 MP-09 MP-10 a built-in Map, too, may be written, read and walked by many goroutines", async () => {
  const map = new Map<number, number>();
  await run(function* () {
    const wg = new WaitGroup();
    for (let i = 0; i < 4; i++) {
      wg.go(function* () {
        for (let n = 0; n < 20; n++) {
          map.set(n, (map.get(n) ?? 0) + 1);
          for (const [key] of map) if (key === n) yield* gosched();
        }
      });
    }
    yield* wg.wait();
  });
  expect([...map.values()]).toEqual(new Array(20).fill(4));
});

it("MP-11 whatever it is made of, random operations do what a list of entries does", () => {
  const operations = [
    "load",
    "store",
    "loadOrStore",
    "loadAndDelete",
    "delete",
    "swap",
    "compareAndSwap",
    "compareAndDelete",
    "clear",
  ] as const;
  const step = fc.record({
    what: fc.constantFrom(...operations),
    key: fc.nat(3),
    old: fc.nat(2),
    value: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const map = new SyncMap<number, number>();
      let list: { key: number; value: number }[] = [];
      for (const { what, key, old, value } of steps) {
        const entry = list.find((it) => it.key === key);
        const found = entry === undefined ? [undefined, false] : [entry.value, true];
        const set = (): void => {
          if (entry === undefined) list.push({ key, value });
          else entry.value = value;
        };
        const remove = (): void => {
          list = list.filter((it) => it !== entry);
        };
        if (what === "load") expect(map.load(key)).toEqual(found);
        else if (what === "store") {
          map.store(key, value);
          set();
        } else if (what === "loadOrStore") {
          expect(map.loadOrStore(key, value)).toEqual(entry === undefined ? [value, false] : found);
          if (entry === undefined) set();
        } else if (what === "swap") {
          expect(map.swap(key, value)).toEqual(found);
          set();
        } else if (what === "compareAndSwap") {
          expect(map.compareAndSwap(key, old, value)).toBe(entry?.value === old);
          if (entry?.value === old) set();
        } else if (what === "compareAndDelete") {
          expect(map.compareAndDelete(key, old)).toBe(entry?.value === old);
          if (entry?.value === old) remove();
        } else if (what === "clear") {
          map.clear();
          list = [];
        } else {
          if (what === "delete") map.delete(key);
          else expect(map.loadAndDelete(key)).toEqual(found);
          remove();
        }
        expect([...map]).toEqual(list.map((it) => [it.key, it.value]));
      }
    }),
  );
});
