import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Options, parseOptions, UsageError } from "./options.js";

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "options-"));
  writeFileSync(join(dir, "file"), "");
});
afterAll(() => rmSync(dir, { recursive: true }));

test("without arguments: this repository's node_modules, 32 workers, no list", () => {
  const options = parseOptions([]) as Options;
  expect(options).toMatchObject({ out: undefined, workers: 32 });
  expect(options.dir).toMatch(/node_modules$/);
  expect(statSync(join(options.dir, "vitest")).isDirectory()).toBe(true);
});

test("a directory, a list and a number of workers", () => {
  const out = join(dir, "LIST");
  expect(parseOptions([dir, "--out", out, "--workers", "8"])).toEqual({ dir, out, workers: 8 });
});

test("--help wins over a directory that does not exist", () => {
  expect(parseOptions(["nowhere", "--help"])).toBe("help");
});

test.each([
  [["nowhere"], 'DIR: want a directory, got "nowhere" (does not exist)'],
  [[""], 'DIR: want a directory, got "" (does not exist)'],
  [["DIR/file"], 'DIR: want a directory, got "DIR/file" (a file)'],
  [["/dev/null"], 'DIR: want a directory, got "/dev/null" (neither file nor directory)'],
  [["a", "b"], "want one directory, got 2: a b"],
  [["DIR", "--workers", "0"], '--workers: want a whole number from 1 to 256, got "0"'],
  [["DIR", "--workers", "257"], '--workers: want a whole number from 1 to 256, got "257"'],
  [["DIR", "--workers", "1.5"], '--workers: want a whole number from 1 to 256, got "1.5"'],
  [["DIR", "--workers", "1e2"], '--workers: want a whole number from 1 to 256, got "1e2"'],
  [["DIR", "--workers="], '--workers: want a whole number from 1 to 256, got ""'],
  [["DIR", "--out", "DIR"], '--out: want a file name, got "DIR" (a directory)'],
  [["DIR", "--out="], '--out: want a file name, got ""'],
  [
    ["DIR", "--out", "DIR/no/LIST"],
    '--out: want a file in a directory that exists, got "DIR/no/LIST" (DIR/no: does not exist)',
  ],
])("%j is wrong usage: %s", (args, message) => {
  const inDir = (text: string) =>
    text.replaceAll("DIR/", `${dir}/`).replace(/^DIR$/, dir).replace('"DIR"', `"${dir}"`);
  expect(() => parseOptions(args.map(inDir))).toThrow(new UsageError(inDir(message)));
});

test.each([["--wokers=3"], ["--out"], ["--help=yes"]])("%s is wrong usage", (arg) => {
  expect(() => parseOptions([dir, arg])).toThrow(UsageError);
});
