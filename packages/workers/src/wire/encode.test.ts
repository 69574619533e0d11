/** Writing messages: what the buffer does. */
import { describe, expect, it } from "vitest";
import { decode } from "./decode.js";
import { borrow, Encoder, release, Unsendable } from "./encode.js";
import { Room } from "./room.js";

/** Copies the message of an encoder to memory of its own and reads it there. */
function read(encoder: Encoder): unknown {
  const bytes = new ArrayBuffer((encoder.byteLength + 15) & -8);
  encoder.copyTo(new Uint8Array(bytes), new Int32Array(bytes), 8);
  return decode(new Room(bytes), 8, encoder.extras);
}

describe("the encoder", () => {
  it("grows as it is needed, wherever the end of its buffer falls", () => {
    const encoder = new Encoder();
    for (let n = 4000; n < 4200; n += 7) {
      const value = [
        Array.from({ length: n }, (_, i) => `${i % 10}`),
        0.5,
        "tail",
        [1.5, 2],
        { a: 1n, b: -0 },
      ];
      encoder.encode(value, null);
      expect(read(encoder)).toEqual(value);
      encoder.clear();
    }
  });

  it("EN1 keeps nothing of a large message", () => {
    const encoder = new Encoder();
    const data = new Uint8Array(1_000_000).fill(3);
    encoder.encode({ data, text: "x".repeat(2_000_000) }, null);
    // Larger buffers are not copied into the message before they are copied to where it goes.
    expect(encoder.length * 4).toBeLessThan(2_100_000);
    expect(encoder.byteLength).toBeGreaterThan(3_000_000);
    const got = (read(encoder) as { data: Uint8Array }).data;
    expect(Buffer.compare(got, data)).toBe(0);
    encoder.clear();
    expect([encoder.farLength, encoder.extras.length]).toEqual([0, 0]);
    expect(encoder.room.bytes.length).toBeLessThan(100_000);
  });

  it("EN2 a second one is there while the first is at work", () => {
    const first = borrow();
    const second = borrow();
    expect(second).not.toBe(first);
    first.encode([1], null);
    second.encode([2], null);
    expect([read(first), read(second)]).toEqual([[1], [2]]);
    release(first);
    release(second);
    expect(borrow()).toBe(second);
  });

  it("after a failure it is as new", () => {
    const encoder = new Encoder();
    const shared = { n: 1 };
    expect(() => encoder.encode([shared, { shared }, () => 1], null)).toThrow(Unsendable);
    encoder.clear();
    encoder.encode([shared, shared], null);
    const [a, b] = read(encoder) as object[];
    expect(a).toBe(b);
  });
});
