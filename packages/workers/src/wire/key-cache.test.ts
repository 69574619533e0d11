/** Keys that are remembered. */
import { describe, expect, it } from "vitest";
import { NARROW, WIDE } from "./format.js";
import { KeyCache } from "./key-cache.js";
import { Room } from "./room.js";

/** Some words that hold a key, as an encoder writes it. */
function wordsOf(key: string, tag = NARROW): Int32Array {
  const room = new Room(new ArrayBuffer(64));
  room.words[0] = tag | (key.length << 8);
  room.writeNarrow(key, 4);
  return room.words;
}

describe("the key cache", () => {
  it("KC1 finds a key that it was given, and no other", () => {
    const cache = new KeyCache();
    const keys = Array.from({ length: 2000 }, (_, i) => `k${i}`);
    for (const key of keys) {
      cache.keep(wordsOf(key), 0, key);
      expect(cache.find(wordsOf(key), 0)).toBe(key);
    }
    // Some were pushed out by others; none was mistaken for another.
    for (const key of keys) expect([key, undefined]).toContain(cache.find(wordsOf(key), 0));
    expect(cache.find(wordsOf("k"), 0)).not.toBe("k1");
  });

  it("leaves long keys and wide ones alone", () => {
    const cache = new KeyCache();
    for (const words of [wordsOf("thirteen char"), wordsOf("wide", WIDE)]) {
      cache.keep(words, 0, "x");
      expect(cache.find(words, 0)).toBe(undefined);
    }
    expect(cache.find(wordsOf(""), 0)).toBe(undefined);
  });
});
