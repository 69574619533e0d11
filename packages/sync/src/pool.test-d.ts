import { expectTypeOf, test } from "vitest";
import { Pool } from "./pool.js";

test("a pool that makes its objects never gives undefined", () => {
  const pool = new Pool(() => new Uint8Array(8));
  expectTypeOf(pool).toEqualTypeOf<Pool<Uint8Array<ArrayBuffer>>>();
  expectTypeOf(pool.get()).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
});

test("a pool that does not may give undefined", () => {
  const pool = new Pool<Date>();
  expectTypeOf(pool.get()).toEqualTypeOf<Date | undefined>();
  pool.put(new Date());
  // @ts-expect-error
  pool.put("today");
  // @ts-expect-error
  const always: Pool<Date> = new Pool<Date>();
});

test("a function that makes objects gives the pool's type, at once", () => {
  // @ts-expect-error
  new Pool<number>(() => "a");
  // @ts-expect-error
  const pool: Pool<Date> = new Pool(async () => new Date());
});
