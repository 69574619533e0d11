import { expect, it } from "vitest";
import { parse } from "./record.js";

it("reads a line", () => {
  expect(parse("2026-03-01T07:15:02.123Z GET /items/4711 200 5120 12.7")).toEqual({
    time: "2026-03-01T07:15:02.123Z",
    path: "/items/4711",
    status: 200,
    bytes: 5120,
  });
});

it.each([
  "",
  "hello",
  "2026-03-01T07:15:02.123Z",
  "2026-03-01T07:15:02.123Z GET /items/4711 200 5120",
  "2026-03-01T07:15:02.123Z GET /items/4711 200 5120 12.7 more",
  "2026-03-01T07:15:02.123Z GET /items/4711 ok 5120 12.7",
  "2026-03-01T07:15:02.123Z GET /items/4711 200 -1 12.7",
  "2026-03-01T07:15:02.123Z GET /items/4711 200 5120 fast",
  "1 March GET /items/4711 200 5120 12.7",
  "2026-03-01 GET /items/4711 200 5120 12.7",
])("takes %j for no line of a log", (line) => {
  expect(parse(line)).toBe(undefined);
});
