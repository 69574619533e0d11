import { createHash } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Go, run } from "@gopark/core";
import { shared } from "@gopark/workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bytePath } from "./byte-path.js";
import { Cancelled, hashFile, hashFiles } from "./hash-file.js";

const blockSize = 4096;
const never = (): boolean => false;

/** Runs one of the goroutines alone; rejects with what it throws. */
function alone<T>(body: () => Go<T>): Promise<T> {
  return run(body).catch((error: Error) => {
    throw error.cause;
  });
}
let dir: string;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "hash-file-")));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The files below `dir` that this process has open. */
function openFiles(): string[] {
  return readdirSync("/proc/self/fd")
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ""; // the handle by which the directory itself was read
      }
    })
    .filter((path) => path.startsWith(dir));
}

test.each([0, 1, blockSize - 1, blockSize, blockSize + 1, 3 * blockSize, 3 * blockSize + 5])(
  "%i bytes in blocks of 4096 hash like the whole",
  async (size) => {
    const file = join(dir, "file");
    const content = Buffer.from(Array.from({ length: size }, (_, i) => i % 251));
    writeFileSync(file, content);
    expect(await alone(() => hashFile(bytePath(file), Buffer.alloc(blockSize), never))).toEqual({
      sum: createHash("sha256").update(content).digest("hex"),
      bytes: size,
    });
    expect(openFiles()).toEqual([]);
  },
);

test("a file that is not there rejects with its error code", async () => {
  const missing = alone(() => hashFile(bytePath(join(dir, "missing")), Buffer.alloc(blockSize), never));
  await expect(missing).rejects.toMatchObject({ code: "ENOENT" });
});

test("a failing read closes the handle", async () => {
  const directory = alone(() => hashFile(bytePath(dir), Buffer.alloc(blockSize), never));
  await expect(directory).rejects.toMatchObject({ code: "EISDIR" });
  expect(openFiles()).toEqual([]);
});

test("told to stop, a large file stops between two blocks and closes the handle", async () => {
  const file = join(dir, "large");
  writeFileSync(file, "");
  truncateSync(file, 2 ** 40);
  let asked = 0;
  const hashing = alone(() => hashFile(bytePath(file), Buffer.alloc(blockSize), () => ++asked === 3));
  await expect(hashing).rejects.toThrow(Cancelled);
  expect([asked, openFiles()]).toEqual([3, []]);
});

test("of several files each is hashed or named, up to the one at which it is told to stop", async () => {
  const files = ["a", "b", "c"].map((name) => bytePath(join(dir, name)));
  for (const file of ["a", "c"]) writeFileSync(join(dir, file), "x");
  const cancelled = new shared.Bool();
  const sum = createHash("sha256").update("x").digest("hex");
  expect(await alone(() => hashFiles(files, cancelled))).toEqual([
    { path: files[0], sum, bytes: 1 },
    { path: files[1], error: expect.stringMatching(/^ENOENT: no such file/) },
    { path: files[2], sum, bytes: 1 },
  ]);
  cancelled.store(true);
  expect(await alone(() => hashFiles(files, cancelled))).toEqual([]);
});
