import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openFiles } from "../../test/open-files.js";
import { FileBlocks } from "./file-blocks.js";

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "file-blocks-"));
  file = join(dir, "file");
});
afterEach(() => {
  expect(openFiles(dir)).toEqual([]);
  rmSync(dir, { recursive: true });
});

/** All bytes to the end. */
async function all(blocks: FileBlocks): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let next = await blocks.next(); next !== null; next = await blocks.next())
    parts.push(Buffer.from(next));
  return Buffer.concat(parts);
}

it.each([0, 1, 64 * 1024, 64 * 1024 + 1, 1_000_000])(
  "reads a file of %i bytes and closes it",
  async (size) => {
    const content = Buffer.alloc(size, "0123456789");
    writeFileSync(file, content);
    expect((await all(new FileBlocks(file))).equals(content)).toBe(true);
  },
);

it("takes a file URL", async () => {
  writeFileSync(file, "content");
  expect(String(await all(new FileBlocks(pathToFileURL(file))))).toBe("content");
});

it("opens nothing before it is read", async () => {
  writeFileSync(file, "content");
  const blocks = new FileBlocks(file);
  expect(openFiles(dir)).toEqual([]);
  await blocks.next();
  expect(openFiles(dir)).toEqual([file]);
  await blocks.close();
  expect(openFiles(dir)).toEqual([]);
  expect(await blocks.next()).toBe(null);
});

it("fails once where there is no file, and is over then", async () => {
  const blocks = new FileBlocks(file);
  await expect(blocks.next()).rejects.toMatchObject({ code: "ENOENT" });
  expect(await blocks.next()).toBe(null);
  await blocks.close();
});

it("fails with what the system says when it can't read", async () => {
  await expect(new FileBlocks(dir).next()).rejects.toMatchObject({ code: "EISDIR" });
});

it("is closed in the middle of opening and of reading", async () => {
  writeFileSync(file, "content");
  const opening = new FileBlocks(file);
  const first = opening.next();
  await opening.close();
  expect(await first).toBe(null);

  const reading = new FileBlocks(file);
  await reading.next();
  const second = reading.next();
  await Promise.all([reading.close(), reading.close()]);
  expect(await second).toBe(null);
});

it("F2 reads a named pipe as its writer writes, and can leave while nothing comes", async () => {
  execFileSync("mkfifo", [file]);
  const writer = spawn("sh", ["-c", "exec 3<>file; echo content >&3; exec sleep 1000"], { cwd: dir });
  const blocks = new FileBlocks(file);
  expect(String(await blocks.next())).toBe("content\n");
  const second = blocks.next();
  await blocks.close();
  expect(await second).toBe(null);
  writer.kill();
});

it("F2 reads a named pipe to its end", async () => {
  execFileSync("mkfifo", [file]);
  spawn("sh", ["-c", "echo content > file"], { cwd: dir });
  expect(String(await all(new FileBlocks(file)))).toBe("content\n");
});
