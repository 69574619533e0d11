/** Values on their way through a port. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { move } from "../move.js";
import { type Letter, open, seal } from "./letter.js";

/** Sends a letter as a port does. */
function posted(value: unknown): unknown {
  const { letter, transfer } = seal(value, "send: value");
  return open(structuredClone(letter, { transfer: [...transfer] }) as Letter);
}

describe("letters", () => {
  it("bring values as structuredClone gives them", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(posted(value)).toEqual(structuredClone(value));
      }),
    );
  });

  it("bring beside the bytes what is shared, copied by the host, or moved", async () => {
    const shared = new SharedArrayBuffer(4);
    const buffer = new ArrayBuffer(8);
    const blob = new Blob(["text"]);
    const got = posted(move({ shared, buffer, blob }, [buffer])) as {
      shared: any;
      buffer: ArrayBuffer;
      blob: Blob;
    };
    new Uint8Array(shared)[0] = 7;
    expect(new Uint8Array(got.shared)[0]).toBe(7);
    expect([buffer.byteLength, got.buffer.byteLength]).toEqual([0, 8]);
    expect(await got.blob.text()).toBe("text");
  });

  it("name what cannot be sent", () => {
    expect(() => seal({ a: Symbol("s") }, "send: value")).toThrow("send: value.a: a symbol cannot be sent");
    expect(() => seal(() => 1, "recv: value")).toThrow("recv: value: a function cannot be sent");
  });
});
