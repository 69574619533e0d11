import { expect, test } from "vitest";
import { bytePath, fromBytes, join, toBytes, toText } from "./byte-path.js";

test("bytes that are no UTF-8 come back unchanged", () => {
  const name = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a, 0x5c]);
  expect(toBytes(fromBytes(name))).toEqual(name);
});

test("text becomes UTF-8 and is shown as it was", () => {
  const path = bytePath("dir/ünï 💾");
  expect(toBytes(path)).toEqual(Buffer.from("dir/ünï 💾"));
  expect(toText(path)).toBe("dir/ünï 💾");
});

test("a name that is no UTF-8 is shown with U+FFFD", () => {
  expect(toText(fromBytes(Buffer.from([0x61, 0xff])))).toBe("a\ufffd");
});

test("paths compare byte by byte, where UTF-16 would order a surrogate before U+FFFD", () => {
  expect("💾" < "\ufffd").toBe(true);
  expect(bytePath("💾") > bytePath("\ufffd")).toBe(true);
});

test.each([
  ["dir", "dir/a"],
  ["dir/", "dir/a"],
  [".", "./a"],
  ["/", "/a"],
])("a name joined to %j reads as find prints it: %j", (dir, joined) => {
  expect(join(bytePath(dir), bytePath("a"))).toBe(joined);
});
