import { Deadlock, FatalError, GoPanic, PanicValue, RuntimeError, report } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { crashOf, reportCrash } from "./crash.js";

/** As it comes out on another thread. */
function sent(error: Error): Error {
  return crashOf(structuredClone(reportCrash(error)));
}

describe("the report of a crash on another thread", () => {
  it("PA-01 prints what the crash would have printed there", () => {
    const thrown = new Error("boom");
    thrown.stack = "Error: boom\n    at worker (file:///srv/app.ts:3:9)\n    at next (<anonymous>)";
    const error = new GoPanic(thrown, 7, "created by goroutine 1\n\tmain.ts:5\n");
    expect(report(sent(error))).toBe(report(error));
    expect(report(sent(error))).toContain("goroutine 7 [running]:\n\tat worker (file:///srv/app.ts:3:9)\n");
  });

  it("is an error of the same class, with the same parts", () => {
    const error = sent(new GoPanic(new TypeError("no function"), 7, "site"));
    expect(error).toBeInstanceOf(GoPanic);
    expect(error).toMatchObject({ message: "panic: TypeError: no function", goroutine: 7, site: "site" });
    expect((error as GoPanic).cause).toMatchObject({ name: "TypeError", message: "no function" });
  });

  it("keeps the details of the runtime's own panics", () => {
    const error = sent(
      new GoPanic(new RuntimeError("send on closed channel", "  closed by goroutine 3"), 7, ""),
    );
    expect((error as GoPanic).value).toBeInstanceOf(RuntimeError);
    expect(report(error)).toContain("panic: send on closed channel\n  closed by goroutine 3\n\ngoroutine 7");
  });

  it.each([["text"], [42], [0n], [true]])("keeps the panic value %s", (value) => {
    const error = sent(new GoPanic(new PanicValue(value), 7, "")) as GoPanic;
    expect(error.value).toBe(value);
    expect(error.message).toBe(new GoPanic(new PanicValue(value), 7, "").message);
  });

  it.each([
    ["thrown", { code: 4, tags: ["a"] }],
    ["panicked with", new PanicValue({ code: 4, tags: ["a"] })],
  ])("copies an object that is no error, %s", (_, thrown) => {
    const error = sent(new GoPanic(thrown, 7, "")) as GoPanic;
    expect(error.message).toBe('panic: {"code":4,"tags":["a"]}');
    expect(error.value).toEqual({ code: 4, tags: ["a"] });
  });

  it("says what a value said that can't travel", () => {
    const value = { code: 4, f: (): void => {} };
    const error = sent(new GoPanic(new PanicValue(value), 7, "")) as GoPanic;
    expect(error.message).toBe('panic: {"code":4}');
    expect(error.value).toBe(undefined);
  });

  it("takes errors whose parts can't be read", () => {
    class Strange extends Error {
      override get stack(): string {
        throw new Error("no stack");
      }
    }
    expect(sent(new GoPanic(new Strange("odd"), 7, "")).message).toBe("panic: odd");
  });

  it("DL-01 keeps fatal errors fatal, also those that a goroutine threw", () => {
    const fatal = new FatalError("sync: unlock of unlocked mutex", "goroutine 7 [running]:\n");
    for (const error of [fatal, new GoPanic(fatal, 7, "")]) {
      expect(sent(error)).toBeInstanceOf(FatalError);
      expect(sent(error).message).toBe(fatal.message);
    }
  });

  it("DL-02 keeps a deadlock one", () => {
    expect(sent(new Deadlock("all goroutines are asleep - deadlock!", ""))).toBeInstanceOf(Deadlock);
  });
});
