import { expect, test } from "vitest";
import { bare, named, StreamError } from "./stream-error.js";

test("an error is named once, by the innermost stage", () => {
  const boom = new Error("boom");
  const inner = named(boom, "map (stage 1)");
  expect(named(inner, "source")).toBe(inner);
  expect([inner.message, inner.stage, inner.cause]).toEqual(["map (stage 1): boom", "map (stage 1)", boom]);
  expect(named("text", "tap (stage 2)").message).toBe("tap (stage 2): text");
});

test("bare gives what was thrown", () => {
  const boom = new Error("boom");
  expect([bare(new StreamError("s", boom)), bare(boom)]).toEqual([boom, boom]);
});

test("what has no message is told by its name", () => {
  class NotFound extends Error {
    override readonly name = "NotFound";
  }
  const messages = [new NotFound(), null, undefined, 0].map((cause) => new StreamError("s", cause).message);
  expect(messages).toEqual(["s: NotFound", "s: null", "s: undefined", "s: 0"]);
});
