import { describe, expect, test } from "vitest";
import { run } from "../go.js";
import { Deadlock, FatalError, GoPanic, PanicValue, RuntimeError } from "./gopanic.js";

class Stringer {
  toString(): string {
    return "I am a Stringer";
  }
}

class Point {
  x = 1;
  y = 2;
}

class MyError extends Error {
  override readonly name = "MyError";
}

class Told extends MyError {
  override toString(): string {
    return `${this.message}, it is told`;
  }
}

const circular: Record<string, unknown> = {};
circular["self"] = circular;

describe("the text of a panic", () => {
  test.each<[string, unknown, string]>([
    ["an error", new Error("boom"), "panic: boom"],
    ["an error of another name", new TypeError("not that"), "panic: TypeError: not that"],
    ["an error that can print itself", new Told("x"), "panic: x, it is told"],
    ["an error without a message", new Error(), "panic: "],
    ["an error of a class of one's own", new MyError("mine"), "panic: MyError: mine"],
    [
      "a misuse of the runtime",
      new RuntimeError("send on closed channel", "\tdetail", 1),
      "panic: send on closed channel",
    ],
    ["a string", "text", "panic: text"],
    ["an empty string", "", "panic: "],
    ["several lines", "one\ntwo\nthree", "panic: one\n\ttwo\n\tthree"],
    ["an error with several lines", new Error("one\ntwo"), "panic: one\n\ttwo"],
    ["an integer", 42, "panic: 42"],
    ["a boolean", true, "panic: true"],
    ["a bigint", 7n, "panic: 7"],
    ["a symbol", Symbol("s"), "panic: Symbol(s)"],
    ["an object that can print itself", new Stringer(), "panic: I am a Stringer"],
    ["a text that looks like an object", "[object of desire]", "panic: [object of desire]"],
    ["an object", { a: 1 }, 'panic: {"a":1}'],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), 'panic: {"a":1}'],
    ["an object of a class", new Point(), 'panic: {"x":1,"y":2}'],
    ["undefined", undefined, "panic: panic called with nil argument"],
    ["null", null, "panic: panic called with nil argument"],
  ])("%s", (_name, value, text) => {
    const panic = new GoPanic(value, 7, "");
    expect(panic.message).toBe(text);
    expect(panic).toMatchObject({ name: "GoPanic", goroutine: 7, site: "" });
    expect(panic.value).toBe(value);
    expect(panic.cause).toBe(value);
  });

  test.each<[string, unknown]>([
    ["the object is circular", circular],
    ["the object holds a bigint", { n: 1n }],
    [
      "toJSON throws",
      {
        toJSON: () => {
          throw new Error("no");
        },
      },
    ],
    ["toJSON gives nothing", { toJSON: () => undefined }],
    ["the object has no prototype and is circular", Object.assign(Object.create(null), circular)],
  ])("is that of any object when %s", (_name, value) => {
    expect(new GoPanic(value, 1, "").message).toBe("panic: [object Object]");
  });

  test.each<[string, unknown, string]>([
    ["a string", "while printing", "while printing"],
    ["several lines", "a\nb", "a\n\tb"],
    ["a string in a PanicValue", new PanicValue("while printing"), "while printing"],
    ["an error", new TypeError("no"), "type TypeError"],
    ["a number", 7, "type Number"],
    ["an object without a class", Object.create(null), "type undefined"],
  ])("PN-16 is that of a fatal error when printing the value panics with %s", (_name, why, what) => {
    const bad = {
      toString: () => {
        throw why;
      },
    };
    const text = `fatal error: panic while printing panic value: ${what}`;
    expect(new GoPanic(bad, 1, "").message).toBe(text);
    expect(new GoPanic(new PanicValue(bad), 1, "").message).toBe(text);
    expect(new GoPanic(Object.assign(new Error(), { message: bad }), 1, "").message).toBe(text);
  });

  test.each<[string, unknown]>([
    [
      "toString throws",
      {
        toString: () => {
          throw new Error("no");
        },
      },
    ],
    ["toString gives no string", { toString: () => ({}) }],
    [
      "the message is no string",
      Object.assign(new Error("x"), {
        message: {
          toString: () => {
            throw new Error("no");
          },
        },
      }),
    ],
  ])("it is one even when %s, and the program ends as it should", async (_name, value) => {
    expect(new GoPanic(value, 1, "").message).toMatch(/^fatal error: panic while printing panic value: /);
    const over = run(() => {
      throw value;
    });
    await expect(over).rejects.toBeInstanceOf(GoPanic);
    expect(await run(() => "the runtime works on")).toBe("the runtime works on");
  });
});

describe("the classes of errors", () => {
  test("a deadlock is a fatal error, a panic is none", () => {
    const deadlock = new Deadlock("all goroutines are asleep - deadlock!", "goroutine 1 [sleep]:\n");
    expect(deadlock).toBeInstanceOf(FatalError);
    expect(deadlock.name).toBe("Deadlock");
    expect(deadlock.message).toBe(
      "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [sleep]:",
    );
    expect(new FatalError("text", "").message).toBe("fatal error: text");
    expect(new GoPanic(1, 1, "")).not.toBeInstanceOf(FatalError);
  });

  test("what the runtime panics with is an error with Go's text as its message, and no prefix", () => {
    const error = new RuntimeError("close of closed channel");
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "RuntimeError", message: "close of closed channel", detail: "" });
    expect(String(error)).toBe("RuntimeError: close of closed channel");
  });

  test("a GoPanic of one program that a goroutine of another throws on is the value of that one's panic", async () => {
    const inner = await run(() => {
      throw new Error("boom");
    }).catch((e: unknown) => e);
    const outer = await run(() => {
      throw inner;
    }).catch((e: unknown) => e);
    expect(outer).toBeInstanceOf(GoPanic);
    expect(outer).toMatchObject({ value: inner, message: "panic: GoPanic: panic: boom" });
  });
});
