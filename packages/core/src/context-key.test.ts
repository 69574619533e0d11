import { expect, test } from "vitest";
import { background, withValue } from "./context.js";
import { key } from "./context-key.js";

test("D-36 CX-08 a key is equal to itself only: another of the same name is another key", () => {
  const a = key<string>("user");
  const ctx = withValue(background(), a, "bob");
  expect([ctx.value(a), ctx.value(key<string>("user"))]).toEqual(["bob", undefined]);
  expect([a.name, String(a)]).toEqual(["user", "user"]);
});
