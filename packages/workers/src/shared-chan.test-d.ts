import type { Chan } from "@gopark/core";
import { describe, expectTypeOf, it } from "vitest";
import { f64, struct } from "./codec.js";
import type * as shared from "./shared.js";
import { sharedChan } from "./shared-chan.js";

describe("sharedChan", () => {
  it("is a channel of its type, or of its codec's", () => {
    expectTypeOf(sharedChan<string>(1)).toEqualTypeOf<Chan<string>>();
    expectTypeOf(sharedChan(1, f64)).toEqualTypeOf<Chan<number>>();
    expectTypeOf(sharedChan(1, struct({ x: f64 }))).toEqualTypeOf<Chan<{ x: number }>>();
  });

  it("takes a codec of its type only", () => {
    // @ts-expect-error: f64 is for numbers
    sharedChan<string>(1, f64);
  });

  it("refuses types whose values can't be sent", () => {
    // @ts-expect-error: functions stay on their thread
    sharedChan<() => void>();
    // @ts-expect-error: of an instance only the properties would arrive
    sharedChan<{ at: { f(): void } }>();
    expectTypeOf(sharedChan<shared.Mutex>()).toExtend<Chan<shared.Mutex>>();
    expectTypeOf(sharedChan<Chan<number>>()).toExtend<Chan<Chan<number>>>();
    expectTypeOf(sharedChan<any>()).toExtend<Chan<any>>();
    expectTypeOf(sharedChan<unknown>()).toExtend<Chan<unknown>>();
  });
});
