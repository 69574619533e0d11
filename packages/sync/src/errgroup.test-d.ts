import { background, type Context, chan, type Op, sleep } from "@gopark/core";
import { expectTypeOf, test } from "vitest";
import { ErrGroup } from "./errgroup.js";

const group = new ErrGroup();

test("functions of any kind, that return an error or nothing", () => {
  group.go(() => {});
  group.go(() => new TypeError());
  group.go(async () => new Error());
  group.go(function* () {
    yield* sleep(1);
  });
  group.go(function* () {
    yield* sleep(1);
    if (Math.random() < 0.5) return new Error();
    return undefined;
  });
  group.tryGo(() => chan<void>().recv());
  // @ts-expect-error a number is no error
  group.go(() => 1);
  // @ts-expect-error nor is a string
  group.go(async () => "failed");
  // @ts-expect-error
  group.go((_n: number) => {});
});

test("go and wait are operations", () => {
  expectTypeOf(group.go(() => {})).toEqualTypeOf<Op<void>>();
  expectTypeOf(group.wait()).toEqualTypeOf<Op<Error | undefined>>();
  expectTypeOf(ErrGroup.withContext(background())).toEqualTypeOf<[group: ErrGroup, ctx: Context]>();
});
