import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer as bytesOf } from "node:stream/consumers";
import { createGunzip, createGzip } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openFiles } from "../test/open-files.js";
import { buffer } from "./buffer.js";
import { collect, count } from "./collect.js";
import { filter } from "./filter.js";
import { map } from "./map.js";
import * as node from "./node.js";
import { pipe } from "./pipe.js";
import { StreamError } from "./stream-error.js";
import { take } from "./take.js";

const { fromNode, lines, toNode } = node;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "streams-node-"));
});
afterEach(() => {
  expect(openFiles(dir)).toEqual([]);
  rmSync(dir, { recursive: true });
});

it("exports the ends for files and streams of Node's", () => {
  expect(Object.keys(node).sort()).toEqual(["LineTooLong", "fromNode", "lines", "toNode"]);
});

it("copies the lines of one file that are asked for into another", async () => {
  const [from, to] = [join(dir, "from"), join(dir, "to")];
  const text = Array.from({ length: 30_000 }, (_, index) => `${index} ${index % 3 === 0 ? "fizz" : "-"}`);
  writeFileSync(from, text.join("\r\n"));
  await pipe(
    lines(from),
    filter((line) => line.endsWith("fizz")),
    buffer(8),
    map((line) => `${line}\n`),
    toNode(createWriteStream(to)),
  );
  expect(readFileSync(to, "utf8")).toBe(
    text
      .filter((line) => line.endsWith("fizz"))
      .map((line) => `${line}\n`)
      .join(""),
  );
});

it("closes the file of a pipeline that has enough, and of one that fails", async () => {
  const file = join(dir, "file");
  writeFileSync(file, "line\n".repeat(50_000));
  expect(await pipe(lines(file), take(2), collect())).toEqual(["line", "line"]);
  expect(openFiles(dir)).toEqual([]);
  const failing = pipe(
    lines(file),
    map(() => {
      throw new Error("torn");
    }),
    count(),
  );
  await expect(failing).rejects.toThrow(new StreamError("map (stage 1)", new Error("torn")));
});

it("goes through transforms of Node's", async () => {
  const words = Array.from({ length: 1_000 }, (_, index) => Buffer.from(`word ${index}\n`));
  const [zip, unzip] = [createGzip(), createGunzip()];
  const packed = pipe(words, toNode(zip));
  const counted = pipe(lines(unzip), count());
  const passed = pipe(fromNode(zip), toNode(unzip));
  expect(await Promise.all([packed, passed, counted])).toEqual([undefined, undefined, 1_000]);
});

it("is what Node's own Readable.from reads", async () => {
  const stream = Readable.from(
    pipe(
      ["a", "b"],
      map((text) => Buffer.from(text)),
    ),
  );
  expect(String(await bytesOf(stream))).toBe("ab");
});
