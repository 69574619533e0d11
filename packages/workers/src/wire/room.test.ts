/** Strings in bytes. */
import { describe, expect, it, vi } from "vitest";
import { isNarrow, padded, Room } from "./room.js";

const texts = ["", "a", "short text", "exactly 12 c", "thirteen char", "ÿ".repeat(500), "x".repeat(10_000)];
const wide = ["Ā", "日本語", "😀".repeat(20), "\ud800 lone surrogate of more than twelve", "Ā".repeat(9000)];

/** Rooms as they are on Node and as they are where there is no Buffer, in memory of one's own and in shared memory. */
async function rooms(): Promise<Room[]> {
  vi.resetModules();
  vi.stubGlobal("Buffer", undefined);
  const { Room: Plain } = await import("./room.js");
  vi.unstubAllGlobals();
  return [Room, Plain].flatMap((R) => [
    new R(new ArrayBuffer(1 << 16)),
    new R(new SharedArrayBuffer(1 << 16)),
  ]);
}

describe("rooms", () => {
  it("give strings back, with and without Node's help, in shared memory too", async () => {
    for (const room of await rooms()) {
      for (const text of texts) {
        room.writeNarrow(text, 100);
        expect(room.readNarrow(100, text.length)).toBe(text);
      }
      for (const text of [...texts, ...wide]) {
        room.writeWide(text, 100);
        expect(room.readWide(100, text.length)).toBe(text);
      }
    }
  });

  it("write no byte beyond the string", async () => {
    for (const room of await rooms()) {
      room.bytes.fill(9);
      room.writeNarrow("x".repeat(50), 8);
      room.writeWide("Ā".repeat(50), 108);
      expect([room.bytes[7], room.bytes[58], room.bytes[107], room.bytes[208]]).toEqual([9, 9, 9, 9]);
    }
  });

  it("tell narrow strings from wide ones", () => {
    for (const text of texts) expect(isNarrow(text)).toBe(true);
    for (const text of wide) expect(isNarrow(text)).toBe(false);
    expect(isNarrow(`${"x".repeat(1000)}Ā`)).toBe(false);
  });

  it("count in whole words", () => {
    expect([0, 1, 4, 5].map(padded)).toEqual([0, 4, 4, 8]);
  });
});
