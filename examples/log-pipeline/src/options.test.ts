import { expect, it } from "vitest";
import { parseOptions, UsageError } from "./options.js";

it("reads what is asked for, with defaults", () => {
  expect(parseOptions([import.meta.filename])).toEqual({
    command: "read",
    file: import.meta.filename,
    window: "hour",
    top: 10,
  });
  expect(parseOptions([import.meta.filename, "--window", "minute", "--top", "3"])).toMatchObject({
    window: "minute",
    top: 3,
  });
  expect(parseOptions(["make", "log"])).toEqual({ command: "make", file: "log", size: 10_000_000, seed: 1 });
  expect(parseOptions(["--help"])).toBe("help");
});

it.each([
  ["1GB", 1e9],
  ["1.5mb", 1_500_000],
  ["20KB", 20_000],
  ["77", 77],
])("reads a size of %s", (text, size) => {
  expect(parseOptions(["make", "log", "--size", text, "--seed", "2"])).toMatchObject({ size, seed: 2 });
});

it.each<[string[], string]>([
  [[], "want one file, got 0"],
  [["make"], "want one file, got 0"],
  [["make", "a", "b"], "want one file, got 2"],
  [["nowhere"], 'FILE: want a log, got "nowhere" (does not exist)'],
  [["."], 'FILE: want a log, got "." (a directory)'],
  [["make", "log", "--size", "1TB"], '--size: want a size such as 500KB, 20MB or 1GB, got "1TB"'],
  [["make", "log", "--size", "0"], '--size: want a size such as 500KB, 20MB or 1GB, got "0"'],
  [["make", "log", "--seed", "x"], '--seed: want a whole number from 0 to 2147483648, got "x"'],
  [["a", "--window", "year"], '--window: want one of day, hour, minute, second, got "year"'],
  [[import.meta.filename, "--top", "0"], '--top: want a whole number from 1 to 100, got "0"'],
])("refuses %j", (args, message) => {
  expect(() => parseOptions(args)).toThrow(new UsageError(message));
});

it("refuses an option that it does not know", () => {
  expect(() => parseOptions(["--fast"])).toThrow(UsageError);
});
