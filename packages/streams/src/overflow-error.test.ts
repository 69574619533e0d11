import { expect, test } from "vitest";
import { OverflowError } from "./overflow-error.js";

test("an overflow says how many were waiting and gives the value back", () => {
  const error = new OverflowError(3, "late");
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.code, error.buffer, error.value]).toEqual([
    "OverflowError",
    "overflow",
    3,
    "late",
  ]);
  expect(error.message).toBe("overflow: more than 3 values waiting");
  expect(new OverflowError(1, "late", "source").message).toBe("source: more than 1 values waiting");
});
