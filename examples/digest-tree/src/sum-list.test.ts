import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bytePath, fromBytes, toBytes } from "./byte-path.js";
import { byPath, formatLine, type PathSum, writeSumList } from "./sum-list.js";

const never = new AbortController().signal;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sum-list-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const names = [
  "plain",
  "with space",
  " leading and trailing ",
  "-dash",
  "*star",
  "new\nline",
  "back\\slash",
  "\\n not a newline",
  "carriage\rreturn",
  "ends in return\r",
  "tab\t",
  "ünïcödé 💾",
].map((name) => Buffer.from(name));
const notUtf8 = Buffer.from([0x6e, 0xff, 0xfe]);

/** A file of that name in `dir`, and its line. */
function makeFile(name: Buffer): PathSum {
  const path = fromBytes(name);
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), name]), name);
  return { path, sum: createHash("sha256").update(name).digest("hex") };
}

test.each([...names, notUtf8])("the line of a file named %j is the one that sha256sum prints", (name) => {
  const line = formatLine(makeFile(name));
  const printed = execFileSync("sh", ["-c", "find . -type f -exec sha256sum {} +"], { cwd: dir });
  expect(Buffer.from(line, "latin1")).toEqual(
    Buffer.from(printed.toString("latin1").replace("  ./", "  "), "latin1"),
  );
});

test("sha256sum -c accepts a list with every kind of name", async () => {
  const sums = [...names, notUtf8].map(makeFile);
  await writeSumList(join(dir, "LIST"), sums, never);
  const verdicts = execFileSync("sha256sum", ["-c", "--strict", "LIST"], { cwd: dir }).toString("latin1");
  expect(verdicts.match(/: OK$/gm)).toHaveLength(names.length + 1);
});

test("a list of many blocks has every line once, in order", async () => {
  const sums = Array.from({ length: 2500 }, (_, i) => ({ path: bytePath(`f${i}`), sum: "00" }));
  await writeSumList(join(dir, "LIST"), sums, never);
  expect(readFileSync(join(dir, "LIST"), "latin1")).toBe(sums.map(formatLine).join(""));
});

test("paths are ordered as LC_ALL=C sort orders them", () => {
  const paths = ["b", "a/z", "a", "a b", "a.b", "B", "é", "💾", "\ufffd"].map(bytePath);
  const sorted = paths.map((path) => ({ path, sum: "" })).sort(byPath);
  const input = Buffer.concat(paths.flatMap((path) => [toBytes(path), Buffer.from("\n")]));
  const expected = execFileSync("sort", { input, env: { ...process.env, LC_ALL: "C" } });
  expect(sorted.map(({ path }) => `${path}\n`).join("")).toBe(expected.toString("latin1"));
});

test("an abort leaves the old list as it was, and nothing beside it", async () => {
  const list = join(dir, "LIST");
  writeFileSync(list, "old");
  const cancel = new AbortController();
  const sums = Array.from({ length: 5000 }, (_, i) => ({ path: bytePath(`f${i}`), sum: "00" }));
  const writing = writeSumList(list, sums, cancel.signal);
  cancel.abort(new Error("enough"));
  await expect(writing).rejects.toThrow();
  expect(readFileSync(list, "utf8")).toBe("old");
  expect(readdirSync(dir)).toEqual(["LIST"]);
});

test("a new list replaces the old one", async () => {
  const list = join(dir, "LIST");
  writeFileSync(list, "old");
  await writeSumList(list, [{ path: bytePath("a"), sum: "00" }], never);
  expect(readFileSync(list, "utf8")).toBe("00  a\n");
  expect(readdirSync(dir)).toEqual(["LIST"]);
});

test("a list named by a symbolic link goes where the link points", async () => {
  mkdirSync(join(dir, "target"));
  writeFileSync(join(dir, "target/LIST"), "old");
  symlinkSync("target/LIST", join(dir, "link"));
  await writeSumList(join(dir, "link"), [{ path: bytePath("a"), sum: "00" }], never);
  expect(readlinkSync(join(dir, "link"))).toBe("target/LIST");
  expect(readFileSync(join(dir, "target/LIST"), "utf8")).toBe("00  a\n");
});

test("what is no regular file is written to, not replaced", async () => {
  const fifo = join(dir, "fifo");
  execFileSync("mkfifo", [fifo]);
  const reading = promisify(execFile)("cat", [fifo]);
  await writeSumList(fifo, [{ path: bytePath("a"), sum: "00" }], never);
  expect((await reading).stdout).toBe("00  a\n");
});
