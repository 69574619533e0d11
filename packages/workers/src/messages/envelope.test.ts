import { chan } from "@gopark/core";
import { describe, expect, it } from "vitest";
// Knows how channels travel.
import "../bridge.js";
import { move } from "../move.js";
import { type Envelope, enclose, encloseArguments, openEnvelope, throwAway, transferOf } from "./envelope.js";

/** What arrives on the other side of a port. */
const posted = (envelope: Envelope): Envelope =>
  structuredClone(envelope, { transfer: transferOf(envelope) });

describe("an envelope", () => {
  it("brings a copy, and what is no object as it is", () => {
    const list = [{ a: 1 }];
    const there = openEnvelope(posted(enclose(list, "x")));
    expect(there).toEqual(list);
    expect(there).not.toBe(list);
    for (const plain of [1, "s", undefined, null, 5n, true])
      expect(openEnvelope(posted(enclose(plain, "x")))).toBe(plain);
  });

  it("EV1 what is moved has gone when it is made, and arrives by however many hands", () => {
    const buffer = new ArrayBuffer(100);
    const { port1, port2 } = new MessageChannel();
    const envelope = enclose(move({ buffer, port1, blob: new Blob(["b"]) }, [buffer, port1]), "x");
    expect(buffer.byteLength).toBe(0);
    const there = openEnvelope(posted(posted(envelope))) as any;
    expect([there.buffer.byteLength, there.port1 instanceof MessagePort, there.blob.size]).toEqual([
      100,
      true,
      1,
    ]);
    there.port1.close();
    port2.close();
  });

  it("is transferred, unless it is to be kept", () => {
    const envelope = enclose({ long: "x".repeat(100) }, "x");
    expect(transferOf(envelope, true)).toEqual([]);
    expect(transferOf(envelope)).toEqual([envelope.letter.bytes]);
    expect(openEnvelope(envelope)).toEqual({ long: "x".repeat(100) });
  });

  it("of arguments: one stands by itself, several are told apart in errors", () => {
    expect(openEnvelope(encloseArguments([[1, 2]]))).toEqual([1, 2]);
    expect(openEnvelope(encloseArguments([1, 2]))).toEqual([1, 2]);
    expect(openEnvelope(encloseArguments([]))).toEqual([]);
    expect(() => encloseArguments([() => 1])).toThrow(
      "go: argument 1: a function cannot be sent to another thread",
    );
    expect(() => encloseArguments([1, { s: Symbol() }])).toThrow("go: argument 2.s: a symbol");
  });

  it("EV2 a channel in it is itself again at home, and is forgotten when the envelope is thrown away", () => {
    const ch = chan<number>(1);
    expect((openEnvelope(enclose({ ch }, "x")) as any).ch).toBe(ch);
    expect(() => throwAway(enclose({ ch }, "x"))).not.toThrow();
  });
});
