import { go, run } from "@gopark/core";
import { expect, it } from "vitest";
import { collect } from "../../core/test/garbage.js";
import { Pool } from "./pool.js";

it("PL-01 get gives a pooled object, else a new one, else undefined", () => {
  const a = { id: 1 };
  const pool = new Pool<{ id: number }>();
  expect(pool.get()).toBe(undefined);
  pool.put(a);
  expect(pool.get()).toBe(a);
  expect(pool.get()).toBe(undefined);

  let made = 0;
  const making = new Pool(() => ({ id: ++made }));
  expect(making.get()).toEqual({ id: 1 });
  making.put(a);
  expect(making.get()).toBe(a);
  expect(making.get()).toEqual({ id: 2 });
});

it("PL-01 PL-05 each object is given back as often as it was put, and none is dropped at random", () => {
  const pool = new Pool<number>();
  for (let i = 1; i <= 100; i++) pool.put(i);
  const got = new Set<unknown>();
  for (let i = 1; i <= 100; i++) got.add(pool.get());
  expect([...got].sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  expect(pool.get()).toBe(undefined);
});

it("PL-02 what nobody gets is gone after two runs of the collector, and not held by the pool any more", async () => {
  const pool = new Pool<object>();
  const ref = new WeakRef({});
  pool.put(ref.deref() as object);
  await collect();
  await collect();
  expect(ref.deref()).toBe(undefined);
  expect(pool.get()).toBe(undefined);
});

it("PL-02 an object stays through one run of the collector, is given out after newer ones, and goes with the second", () => {
  const pool = new Pool<string>();
  const { age } = pool as unknown as { age(): void };
  const collectorRuns = (): void => age.call(pool);
  pool.put("older");
  collectorRuns();
  pool.put("newer");
  expect([pool.get(), pool.get(), pool.get()]).toEqual(["newer", "older", undefined]);
  pool.put("older");
  collectorRuns();
  pool.put("newer");
  collectorRuns();
  expect([pool.get(), pool.get()]).toEqual(["newer", undefined]);
});

it("PL-02 a pool that was emptied by the collector fills again", async () => {
  const pool = new Pool<object>();
  pool.put({});
  await collect();
  await collect();
  expect(pool.get()).toBe(undefined);
  const a = {};
  pool.put(a);
  expect(pool.get()).toBe(a);
  pool.put({});
  await collect();
  await collect();
  expect(pool.get()).toBe(undefined);
});

it("PL-02 a pool that nobody holds is collected with what is in it", async () => {
  const refs = [new WeakRef(new Pool<object>()), new WeakRef({})] as const;
  (refs[0].deref() as Pool<object>).put(refs[1].deref() as object);
  await collect();
  await collect();
  await collect();
  expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined]);
});

it("PL-04 what one goroutine puts, with all it has written, another one gets", async () => {
  const pool = new Pool<{ n: number }>();
  const got = await run(function* () {
    const putter = go(() => {
      const object = { n: 0 };
      object.n = 1;
      pool.put(object);
    });
    yield* putter.join();
    return pool.get()?.n;
  });
  expect(got).toBe(1);
});

it("PL-03 put of undefined and null is ignored; other empty values are not", () => {
  const pool = new Pool<unknown>(() => "made");
  pool.put(undefined);
  pool.put(null);
  expect(pool.get()).toBe("made");
  pool.put(0);
  expect(pool.get()).toBe(0);
  pool.put("");
  expect(pool.get()).toBe("");
  pool.put(false);
  expect(pool.get()).toBe(false);
});
