import { expectTypeOf, test } from "vitest";
import { SyncMap } from "./sync-map.js";

const map = new SyncMap<string, number>();

test("the flag of a load tells the value's type", () => {
  const [value, ok] = map.load("a");
  expectTypeOf(value).toEqualTypeOf<number | undefined>();
  if (ok) expectTypeOf(value).toEqualTypeOf<number>();
  else expectTypeOf(value).toEqualTypeOf<undefined>();
  expectTypeOf(map.loadOrStore("a", 1)).toEqualTypeOf<[actual: number, loaded: boolean]>();
});

test("keys and values have the map's types", () => {
  // @ts-expect-error
  map.load(1);
  // @ts-expect-error
  map.store("a", "1");
  for (const entry of map) expectTypeOf(entry).toEqualTypeOf<[key: string, value: number]>();
});

test("the body of range can't block", () => {
  map.range((key, value) => key === "" || value > 0);
  map.range(() => {});
  // @ts-expect-error
  map.range(function* () {});
  // @ts-expect-error
  map.range(async () => {});
});
