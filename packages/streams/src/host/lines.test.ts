import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openFiles } from "../../test/open-files.js";
import { BATCHES, type Batched } from "../batches.js";
import { LineTooLong } from "./line-splitter.js";
import { type LinesOptions, lines } from "./lines.js";

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lines-"));
  file = join(dir, "file");
});
afterEach(() => {
  expect(openFiles(dir)).toEqual([]);
  rmSync(dir, { recursive: true });
});

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe("a file", () => {
  it("gives its lines, by path and by URL, as often as it is read", async () => {
    writeFileSync(file, "one\r\n\ntwo\nthree");
    const source = lines(file);
    for (const each of [source, source, lines(pathToFileURL(file))]) {
      expect(await all(each)).toEqual(["one", "", "two", "three"]);
    }
  });

  it("gives its lines in a page that a test runner simulates, which has URLs and bytes of its own", async () => {
    writeFileSync(file, "one\ntwo");
    vi.stubGlobal("URL", class {});
    vi.stubGlobal("Uint8Array", class {});
    try {
      expect(await all(lines(pathToFileURL(file)))).toEqual(["one", "two"]);
      expect(await all(lines([Buffer.from("three\nfour")]))).toEqual(["three", "four"]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("of many blocks has every line once", async () => {
    const wanted = Array.from({ length: 50_000 }, (_, index) => `line ${index}`);
    writeFileSync(file, wanted.join("\n"));
    expect(await all(lines(file))).toEqual(wanted);
  });

  it("is closed when the reader leaves", async () => {
    writeFileSync(file, "line\n".repeat(100_000));
    for await (const line of lines(file)) {
      expect(line).toBe("line");
      expect(openFiles(dir)).toEqual([file]);
      break;
    }
    expect(openFiles(dir)).toEqual([]);
  });

  it("that is not there is an error of the reading, not of the call", async () => {
    const source = lines(file);
    await expect(all(source)).rejects.toMatchObject({ code: "ENOENT" });
    writeFileSync(file, "late");
    expect(await all(source)).toEqual(["late"]);
  });
});

describe("chunks", () => {
  it.each<[string, Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>]>([
    ["an array of strings", ["on", "e\ntw", "o"]],
    ["an array of bytes", [Buffer.from("one\n"), Buffer.from("two")]],
    [
      "an async iterable",
      (async function* () {
        yield "one\ntwo";
      })(),
    ],
    ["a Readable", Readable.from([Buffer.from("one\ntwo\n")])],
    ["a Readable of strings", Readable.from(["one", "\ntwo\n"])],
  ])("of %s", async (_, input) => {
    expect(await all(lines(input))).toEqual(["one", "two"]);
  });

  it("may cut a string inside a surrogate pair, and bytes inside a character", async () => {
    expect(await all(lines(["\ud83d", "\udc08\n"]))).toEqual(["🐈"]);
    const cat = Buffer.from("🐈");
    expect(await all(lines([cat.subarray(0, 2), cat.subarray(2)]))).toEqual(["🐈"]);
  });

  it("that are strings are taken as they are, whatever the encoding of bytes", async () => {
    expect(await all(lines(["é"], { encoding: "latin1" }))).toEqual(["é"]);
    expect(await all(lines([Buffer.from([0xe9])], { encoding: "latin1" }))).toEqual(["é"]);
  });

  it("come from a process as it writes them, and leaving ends the reading at once", async () => {
    const child = spawn(process.execPath, ["-e", "console.log('ready'); setInterval(() => {}, 1000)"]);
    for await (const line of lines(child.stdout)) {
      expect(line).toBe("ready");
      break;
    }
    expect(child.stdout.destroyed).toBe(true);
    child.kill();
  });

  it("of another type, or of two, are an error after the lines before it", async () => {
    for (const [second, message] of [
      [5, "lines: want chunks of bytes or strings, got 5 (number)"],
      [Buffer.from("x"), "lines: want chunks all of one kind, got Buffer (object)"],
    ] as const) {
      const iterator = lines(["one\n", second as unknown as string])[Symbol.asyncIterator]();
      expect((await iterator.next()).value).toBe("one");
      await expect(iterator.next()).rejects.toThrow(new TypeError(message));
      expect((await iterator.next()).done).toBe(true);
    }
  });

  it("are asked for one at a time, when the lines of the last are taken", async () => {
    let made = 0;
    function* chunks(): Generator<string> {
      for (;;) yield `${made++}\n${made++}\n`;
    }
    const iterator = lines(chunks())[Symbol.asyncIterator]();
    for (let i = 0; i < 6; i++) {
      expect((await iterator.next()).value).toBe(String(i));
      expect(made).toBe(2 * Math.floor(i / 2) + 2);
    }
    await iterator.return?.();
  });

  it("are given back when the reader leaves, when one is too long, and not when they fail", async () => {
    const closed: string[] = [];
    async function* chunks(name: string, last: () => string): AsyncGenerator<string> {
      try {
        yield "one\n";
        yield last();
      } finally {
        closed.push(name);
      }
    }
    for await (const _ of lines(chunks("left", () => ""))) break;
    await expect(
      all(
        lines(
          chunks("long", () => "x".repeat(99)),
          { maxLength: 9 },
        ),
      ),
    ).rejects.toThrow(LineTooLong);
    const failing = chunks("failed", () => {
      throw new Error("torn");
    });
    await expect(all(lines(failing))).rejects.toThrow("torn");
    expect(closed).toEqual(["left", "long", "failed"]);
  });
});

describe("long lines", () => {
  it("are refused beyond maxLength, after the lines before them", async () => {
    const iterator = lines([Buffer.from("ok\nlonger\n")], { maxLength: 5 })[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toBe("ok");
    await expect(iterator.next()).rejects.toThrow(new LineTooLong(2, 5));
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it("are cut if that is asked for, at the end of the file too", async () => {
    const source = lines([Buffer.from("longer\nok\nlonger")], { maxLength: 5, tooLong: "cut" });
    expect(await all(source)).toEqual(["longe", "ok", "longe"]);
  });

  it("may have a mebibyte by default", async () => {
    writeFileSync(file, `${"a".repeat(2 ** 20)}\n${"b".repeat(2 ** 20 + 1)}`);
    const lengths: number[] = [];
    const read = async (): Promise<void> => {
      for await (const line of lines(file)) lengths.push(line.length);
    };
    await expect(read()).rejects.toThrow("lines: line 2 is longer than 1048576 bytes");
    expect(lengths).toEqual([2 ** 20]);
  });
});

it("ends a reading that waits for data when its reader leaves", async () => {
  const stream = new PassThrough();
  const reader = (lines(stream) as Batched<string>)[BATCHES]();
  const pending = reader.next();
  await reader.return();
  expect(await pending).toBe(null);
  expect(await reader.next()).toBe(null);
  expect(stream.destroyed).toBe(true);
});

it.each<[unknown, string]>([
  [{ encoding: "ascii" }, "lines: encoding: want one of utf8, latin1, utf16le, got ascii (string)"],
  [{ maxLength: 0 }, "lines: maxLength: want an integer from 1 up, got 0 (number)"],
  [{ tooLong: "split" }, "lines: tooLong: want one of error, cut, got split (string)"],
])("refuses %j", (options, message) => {
  expect(() => lines("file", options as LinesOptions)).toThrow(new TypeError(message));
});

it.each([5, null, undefined, {}])("refuses to read %j", (input) => {
  expect(() => lines(input as unknown as string)).toThrow(
    "lines: want a path, a URL, a Readable or an iterable, got ",
  );
});
