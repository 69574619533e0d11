/** What select gives, case by case, and what it must not take. */
import { after, type chan, type Op, sleep, wait } from "@gopark/core";
import { describe, expectTypeOf, it } from "vitest";
import { all, race, timeout } from "./combinators.js";
import { type Selected, type SelectedAt, select, trySelect } from "./select.js";

declare const a: ReturnType<typeof chan<number>>;
declare const b: ReturnType<typeof chan<string>>;
declare const isOn: boolean;

describe("select by name", () => {
  it("gives a union told apart by the case", () => {
    const op = select({
      a: a.recvOk(),
      b: b.recv(),
      s: b.send("x"),
      t: after(10),
      off: isOn ? a.recv() : null,
    });
    type R = typeof op extends Op<infer T> ? T : never;
    const check = (r: R): void => {
      switch (r.case) {
        case "a": {
          const [x, ok] = r.value;
          if (ok) expectTypeOf(x).toEqualTypeOf<number>();
          break;
        }
        case "b":
          expectTypeOf(r.value).toEqualTypeOf<string | undefined>();
          break;
        case "s":
          expectTypeOf(r.value).toEqualTypeOf<void>();
          break;
        case "t":
          expectTypeOf(r.value).toEqualTypeOf<Date>();
          break;
        case "off":
          expectTypeOf(r.value).toEqualTypeOf<number | undefined>();
          break;
        default:
          expectTypeOf(r).toEqualTypeOf<never>();
      }
    };
    void check;
  });

  it("nests", () => {
    const op = select({ inner: select({ a: a.recv() }), p: wait(Promise.resolve(1)) });
    expectTypeOf(op).toEqualTypeOf<
      Op<
        | {
            readonly case: "inner";
            readonly value: { readonly case: "a"; readonly value: number | undefined };
          }
        | { readonly case: "p"; readonly value: number }
      >
    >();
  });

  it("names its result", () => {
    expectTypeOf<Selected<{ a: Op<number> }>>().toEqualTypeOf<{
      readonly case: "a";
      readonly value: number;
    }>();
  });
});

describe("select by position", () => {
  it("gives a union told apart by the index", () => {
    const op = select([a.recv(), b.recv()]);
    expectTypeOf(op).toEqualTypeOf<
      Op<readonly [index: 0, value: number | undefined] | readonly [index: 1, value: string | undefined]>
    >();
  });

  it("takes any number of cases", () => {
    const ops: Op<number>[] = [];
    expectTypeOf(select(ops)).toEqualTypeOf<Op<readonly [index: number, value: number]>>();
    expectTypeOf<SelectedAt<[Op<1>, null]>>().toEqualTypeOf<
      readonly [index: 0, value: 1] | readonly [index: 1, value: never]
    >();
  });
});

describe("trySelect", () => {
  it("gives the same or undefined, and no operation", () => {
    expectTypeOf(trySelect({ s: sleep(1) })).toEqualTypeOf<
      { readonly case: "s"; readonly value: void } | undefined
    >();
    expectTypeOf(trySelect([sleep(1)])).toEqualTypeOf<readonly [index: 0, value: void] | undefined>();
  });
});

describe("what is no case", () => {
  it("does not compile", () => {
    // @ts-expect-error a promise is no operation: want wait(promise)
    select({ p: Promise.resolve(1) });
    // @ts-expect-error a channel is no operation
    select([a]);
    // @ts-expect-error a number is no operation
    trySelect({ n: 5 });
  });
});

describe("combinators", () => {
  it("keep the type", () => {
    expectTypeOf(timeout(a.recv(), 5)).toEqualTypeOf<Op<number | undefined>>();
    expectTypeOf(race([a.recv(), b.send("x")])).toEqualTypeOf<Op<number | undefined | void>>();
    expectTypeOf(race({ a: a.recv(), b: b.recv() })).toEqualTypeOf<Op<number | string | undefined>>();
    expectTypeOf(all([a.recv(), sleep(1)])).toEqualTypeOf<Op<[number | undefined, void]>>();
    expectTypeOf(all({ a: a.recv(), s: sleep(1) })).toEqualTypeOf<Op<{ a: number | undefined; s: void }>>();
  });
});
