import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LineEncoding, LineSplitter, LineTooLong } from "./line-splitter.js";

/** The lines of some chunks. */
function split(
  chunks: readonly Uint8Array[],
  { encoding = "utf8" as LineEncoding, maxLength = 1_000, cuts = false } = {},
): string[] {
  const splitter = new LineSplitter(encoding, maxLength, cuts);
  const found: string[] = [];
  for (const chunk of chunks) splitter.push(chunk, found);
  splitter.end(found);
  return found;
}

const bytes = (text: string, encoding: LineEncoding = "utf8"): Buffer => Buffer.from(text, encoding);

/** Lines as one would write them down: split at line feeds, one carriage return off each end. */
function model(text: string): string[] {
  const parts = text.split("\n");
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => part.replace(/\r$/, ""));
}

it.each<[string, string[]]>([
  ["", []],
  ["\n", [""]],
  ["a", ["a"]],
  ["a\n", ["a"]],
  ["a\nb", ["a", "b"]],
  ["a\n\nb\n", ["a", "", "b"]],
  ["a\r\nb\r\n", ["a", "b"]],
  ["a\rb\r\r\nc", ["a\rb\r", "c"]],
  ["a\r", ["a"]],
  ["\r", [""]],
  ["\r\n\n", ["", ""]],
  ["žluť\nкіт\n🐈", ["žluť", "кіт", "🐈"]],
])("cuts %j into %j", (text, found) => {
  expect(split([bytes(text)])).toEqual(found);
  expect(model(text)).toEqual(found);
});

it("skips a byte order mark at the beginning, and only there", () => {
  expect(split([bytes("\ufeffa\n\ufeffb")])).toEqual(["a", "\ufeffb"]);
  expect(split([bytes("\ufeff")])).toEqual([""]);
  const wide = bytes("\ufeffa\n\ufeffb", "utf16le");
  expect(split([wide], { encoding: "utf16le" })).toEqual(["a", "\ufeffb"]);
});

it("takes any byte for a character in latin1, and what is no UTF-8 for U+FFFD", () => {
  expect(split([Buffer.from([0xe9, 10, 0xff])], { encoding: "latin1" })).toEqual(["é", "ÿ"]);
  expect(split([Buffer.from([0xe9, 10, 0x61])])).toEqual(["\ufffd", "a"]);
});

it("takes in UTF-16 no other character's bytes for a line feed", () => {
  // U+0A0A is twice the byte 10, U+0100 U+000A U+0A00 has 00 0A 00 across characters.
  const text = "\u0a0a\u010a\u0a00\n\u0a0a";
  expect(split([bytes(text, "utf16le")], { encoding: "utf16le" })).toEqual(["\u0a0a\u010a\u0a00", "\u0a0a"]);
});

const texts = fc.string({
  unit: fc.constantFrom("a", "b", "\n", "\n", "\r", "é", "ж", "€", "🐈", "\u0a0a", "\u0100", "\u0a00"),
});
/** Where to cut: each number is how many bytes the next chunk has. */
const sizes = fc.array(fc.integer({ min: 0, max: 5 }));

function cut(all: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const length of lengths) chunks.push(all.subarray(at, (at += length)));
  return [...chunks, all.subarray(at)];
}

describe.each<LineEncoding>(["utf8", "utf16le", "latin1"])("in %s", (encoding) => {
  it("gives the same lines however the bytes are divided", () => {
    fc.assert(
      fc.property(texts, sizes, (text, lengths) => {
        const all = bytes(text, encoding);
        expect(split(cut(all, lengths), { encoding })).toEqual(model(all.toString(encoding)));
      }),
    );
  });

  it("cuts and refuses long lines the same however the bytes are divided", () => {
    fc.assert(
      fc.property(texts, sizes, fc.integer({ min: 1, max: 8 }), (text, lengths, maxLength) => {
        const all = bytes(text, encoding);
        const wanted = model(all.toString(encoding));
        const isLong = (line: string): boolean => bytes(line, encoding).length > maxLength;
        const options = { encoding, maxLength };

        const short = split(cut(all, lengths), { ...options, cuts: true });
        expect(short.length).toBe(wanted.length);
        for (const [index, line] of wanted.entries()) {
          const got = short[index] as string;
          expect(line.startsWith(got)).toBe(true);
          if (!isLong(line)) expect(got).toBe(line);
          // Cut no earlier than the character that does not fit.
          else {
            const next = String.fromCodePoint(line.codePointAt(got.length) as number);
            expect(isLong(got)).toBe(false);
            expect(isLong(got + next)).toBe(true);
          }
        }

        const longest = wanted.findIndex(isLong);
        const refuse = (): string[] => split(cut(all, lengths), options);
        if (longest < 0) expect(refuse()).toEqual(wanted);
        else expect(refuse).toThrow(new LineTooLong(longest + 1, maxLength));
      }),
    );
  });
});

it("adds the lines before one that is too long, and says which it is", () => {
  const splitter = new LineSplitter("utf8", 3, false);
  const found: string[] = [];
  expect(() => splitter.push(bytes("a\nbbb\r\ncccc\nd"), found)).toThrow(
    expect.objectContaining({
      name: "LineTooLong",
      message: "lines: line 3 is longer than 3 bytes",
      line: 3,
      maxLength: 3,
    }),
  );
  expect(found).toEqual(["a", "bbb"]);
});

it("refuses a line that never ends as soon as it is too long", () => {
  const splitter = new LineSplitter("utf8", 100, false);
  const chunk = Buffer.alloc(60, "a");
  splitter.push(chunk, []);
  expect(() => splitter.push(chunk, [])).toThrow(LineTooLong);
});

it("passes over the rest of a long line without keeping it", () => {
  const splitter = new LineSplitter("utf8", 100, true);
  const chunk = Buffer.alloc(1 << 20, "a");
  const found: string[] = [];
  splitter.push(chunk, found);
  globalThis.gc?.();
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 100; i++) splitter.push(chunk, found);
  globalThis.gc?.();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(chunk.length);
  splitter.push(bytes("a\nb\n"), found);
  splitter.end(found);
  expect(found).toEqual(["a".repeat(100), "b"]);
});

it("keeps nothing of a chunk: it may be filled again", () => {
  const splitter = new LineSplitter("utf8", 100, false);
  const block = Buffer.from("one two");
  const found: string[] = [];
  splitter.push(block, found);
  block.fill("x");
  splitter.push(bytes("\n"), found);
  expect(found).toEqual(["one two"]);
});

it("keeps of the bytes only the line that someone keeps", () => {
  const kept: string[] = [];
  const splitter = new LineSplitter("utf8", 100, false);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 200; i++) {
    const found: string[] = [];
    splitter.push(Buffer.from(`line number ${i}\n${"x".repeat(63)}\n`.repeat(800)), found);
    kept.push(found[0] as string);
  }
  globalThis.gc?.();
  // Slices would keep 200 blocks of 64 KiB, 12 MiB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 << 20);
  expect(kept).toHaveLength(200);
});
