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
import { afterEach, beforeEach, expect, test } from "vitest";
import { bytePath } from "./byte-path.js";
import { hashFile } from "./hash-file.js";

const blockSize = 4096;
const never = new AbortController().signal;
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
    expect(await hashFile(bytePath(file), Buffer.alloc(blockSize), never)).toEqual({
      sum: createHash("sha256").update(content).digest("hex"),
      bytes: size,
    });
    expect(openFiles()).toEqual([]);
  },
);

test("a file that is not there rejects with its error code", async () => {
  const missing = hashFile(bytePath(join(dir, "missing")), Buffer.alloc(blockSize), never);
  await expect(missing).rejects.toMatchObject({ code: "ENOENT" });
});

test("a failing read closes the handle", async () => {
  const directory = hashFile(bytePath(dir), Buffer.alloc(blockSize), never);
  await expect(directory).rejects.toMatchObject({ code: "EISDIR" });
  expect(openFiles()).toEqual([]);
});

test("an abort stops a large file between two blocks and closes the handle", async () => {
  const file = join(dir, "large");
  writeFileSync(file, "");
  truncateSync(file, 2 ** 40);
  const cancel = new AbortController();
  const hashing = hashFile(bytePath(file), Buffer.alloc(blockSize), cancel.signal);
  cancel.abort(new Error("enough"));
  await expect(hashing).rejects.toThrow("enough");
  expect(openFiles()).toEqual([]);
});
