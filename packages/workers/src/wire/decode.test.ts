/** Reading messages. */
import { describe, expect, it } from "vitest";
import { decode } from "./decode.js";
import { Encoder } from "./encode.js";
import { Room } from "./room.js";

/** A room with the message of a value at an address. */
function written(value: unknown, at: number): Room {
  const encoder = new Encoder();
  encoder.encode(value, null);
  const room = new Room(new ArrayBuffer(4096));
  encoder.copyTo(room.bytes, room.words, at);
  return room;
}

describe("the decoder", () => {
  it("reads a message wherever it lies, at a multiple of 8", () => {
    const value = {
      a: 1.5,
      b: [0.5, 1],
      c: 2n ** 40n,
      d: new Date(7),
      e: new Uint8Array(100).fill(1),
      f: "text",
    };
    for (let at = 0; at < 200; at += 8) expect(decode(written(value, at), at, [])).toEqual(value);
  });

  it("DE3 what it makes does not change with the memory it was read from", () => {
    const room = written(
      { bytes: new Uint8Array(200).fill(1), few: new Uint8Array(3).fill(2), list: [1, 2] },
      0,
    );
    const value = decode(room, 0, []);
    room.bytes.fill(255);
    expect(value).toEqual({
      bytes: new Uint8Array(200).fill(1),
      few: new Uint8Array(3).fill(2),
      list: [1, 2],
    });
  });

  it("a property named __proto__ is one, and not the prototype", () => {
    const evil = JSON.parse('{"__proto__": {"admin": true}, "a": 1}');
    const got = decode(written([evil, evil.a], 0), 0, []) as [Record<string, unknown>, number];
    expect(Object.getPrototypeOf(got[0])).toBe(Object.prototype);
    expect(got[0]["admin"]).toBe(undefined);
    expect(Object.keys(got[0])).toEqual(["__proto__", "a"]);
  });

  it("an unknown tag is found", () => {
    const room = written(1, 0);
    room.words[4] = 99;
    expect(() => decode(room, 0, [])).toThrow("message: unknown tag 99 (DE1)");
  });
});
