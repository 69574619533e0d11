import { expectTypeOf, test } from "vitest";
import { Bool } from "./atomic-bool.js";
import { Int32, Uint32 } from "./atomic-int32.js";
import { Int64, Uint64 } from "./atomic-int64.js";
import { Pointer } from "./atomic-pointer.js";
import { Value } from "./atomic-value.js";

test("integers of 32 bits are numbers, those of 64 bits bigints", () => {
  expectTypeOf(new Int32().add(1)).toEqualTypeOf<number>();
  expectTypeOf(new Uint32().swap(1)).toEqualTypeOf<number>();
  expectTypeOf(new Int64().add(1n)).toEqualTypeOf<bigint>();
  expectTypeOf(new Uint64().load()).toEqualTypeOf<bigint>();
  expectTypeOf(new Bool().swap(true)).toEqualTypeOf<boolean>();
});

test("AT-12 a number is no 64-bit integer", () => {
  // @ts-expect-error
  new Int64(1);
  // @ts-expect-error
  new Int64().add(1);
  // @ts-expect-error
  new Int32().add(1n);
  // @ts-expect-error
  new Bool().add(true);
});

test("an atomic is laid over memory, at a place", () => {
  const { buffer, byteOffset } = new Int32();
  expectTypeOf(buffer).toEqualTypeOf<ArrayBufferLike>();
  new Int32(buffer, byteOffset);
  new Bool(new SharedArrayBuffer(8), 4);
  // @ts-expect-error a value has no place
  new Int32(1, 4);
});

test("a pointer is to an object, or undefined", () => {
  expectTypeOf(new Pointer({ n: 1 }).load()).toEqualTypeOf<{ n: number } | undefined>();
  new Pointer<Date>().store(undefined);
  // @ts-expect-error
  new Pointer<number>();
});

test("a value is never nil", () => {
  expectTypeOf(new Value("a").load()).toEqualTypeOf<string | undefined>();
  new Value<string>().compareAndSwap(undefined, "a");
  // @ts-expect-error
  new Value<string>().store(undefined);
  // @ts-expect-error
  new Value<string | null>();
});
