import { background, type Op } from "@gopark/core";
import { expectTypeOf, test } from "vitest";
import { Weighted } from "./semaphore.js";

test("acquire gives an error or undefined", () => {
  const s = new Weighted(3);
  expectTypeOf(s.acquire(1)).toEqualTypeOf<Op<Error | undefined>>();
  expectTypeOf(s.acquire(1, background())).toEqualTypeOf<Op<Error | undefined>>();
  expectTypeOf(s.tryAcquire(1)).toEqualTypeOf<boolean>();
  // @ts-expect-error how many must be said
  s.acquire();
  // @ts-expect-error
  s.acquire(background(), 1);
});
