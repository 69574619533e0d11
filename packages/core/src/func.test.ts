/** panic, func and defer as they are called. */
import { describe, expect, it } from "vitest";
import { GoPanic, PanicNilError, PanicValue, report } from "./errors.js";
import { defer, func, panic } from "./func.js";
import { run } from "./go.js";
import { sleep } from "./op.js";

describe("panic", () => {
  it("PN-11 throws an Error as it is", () => {
    const error = new RangeError("r");
    expect(() => panic(error)).toThrow(error);
  });

  it("wraps any other value in an error that has a stack", async () => {
    let thrown: unknown;
    try {
      panic("boom");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PanicValue);
    expect(thrown).toMatchObject({ name: "PanicValue", message: "boom", value: "boom" });
    const crash = await run(() => panic("boom")).catch((error: unknown) => error);
    expect(crash).toBeInstanceOf(GoPanic);
    expect(crash).toMatchObject({ value: "boom", cause: expect.any(PanicValue) });
    expect(report(crash)).toContain("func.test.ts");
  });

  it.each([
    ["PN-12", 120, "panic: 120"],
    ["PN-12", true, "panic: true"],
    ["PN-26", "", "panic: "],
    ["PN-37", "a text", "panic: a text"],
    ["PN-15", "two\nlines", "panic: two\n\tlines"],
  ])("%s prints %j", async (_id, value, text) => {
    const crash = await run(() => panic(value)).catch((error: unknown) => error);
    expect((crash as Error).message).toBe(text);
  });

  it("PN-18 null and undefined become a PanicNilError", () => {
    for (const nothing of [null, undefined]) {
      expect(() => panic(nothing)).toThrow(PanicNilError);
      expect(() => panic(nothing)).toThrow("panic called with nil argument");
    }
  });
});

describe("func", () => {
  it("wants a function", () => {
    expect(() => func(5 as never)).toThrow("func: want a function, got 5 (number)");
  });

  it("takes plain, generator and async bodies", async () => {
    expect(await run(() => func((_fn, n: number) => n + 1)(1))).toBe(2);
    expect(
      await run(() =>
        func(function* (_fn, n: number) {
          yield* sleep(0);
          return n + 1;
        })(1),
      ),
    ).toBe(2);
    expect(await run(() => func(async (_fn, n: number) => n + 1)(1))).toBe(2);
  });
});

describe("defer for using", () => {
  it("calls when the block ends, with the arguments of the statement", () => {
    const lines: unknown[] = [];
    {
      let n = 1;
      using _a = defer((k: number) => lines.push(k), n);
      using _b = defer(() => lines.push("b"));
      n = 2;
      lines.push("block", n);
    }
    expect(lines).toEqual(["block", 2, "b", 1]);
  });

  it("calls when a goroutine's block ends by a panic", async () => {
    const lines: unknown[] = [];
    await expect(
      run(function* () {
        using _ = defer(() => lines.push("deferred"));
        yield* sleep(0);
        panic("boom");
      }),
    ).rejects.toThrow("boom");
    expect(lines).toEqual(["deferred"]);
  });

  it("a call that blocks is refused, but not under await using", async () => {
    expect(() => {
      using _ = defer(() => sleep(1));
    }).toThrow("defer: the call blocks: want fn.defer or await using");
    let isDone = false;
    {
      await using _ = defer(async () => {
        await null;
        isDone = true;
      });
    }
    expect(isDone).toBe(true);
  });

  it("wants a function", () => {
    expect(() => defer(5 as never)).toThrow("defer: want a function, got 5 (number)");
  });
});
