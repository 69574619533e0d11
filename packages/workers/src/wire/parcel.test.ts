/** What travels by ports: parcels. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { move } from "../move.js";
import { alloc } from "../shm/heap.js";
import { memory, thread } from "../thread.js";
import { WorkerLost } from "../worker-lost.js";
import { isIdle } from "./arena.js";
import { type Courier, handOut, setCourier, uncollected } from "./parcel.js";
import { drop, pending, put, take } from "./value.js";

let cell = 0;
beforeAll(() => {
  memory();
  cell = alloc(64);
});
afterEach(() => {
  setCourier(null);
  thread.index = 0;
});

/** A courier between two threads that are both this one. */
const courier: Courier = {
  collect: async (_owner, ticket) => {
    const { contents, transfer } = handOut(ticket)!;
    return structuredClone(contents, { transfer: [...transfer] });
  },
  discard: (_owner, ticket) => void handOut(ticket),
};

describe("parcels", () => {
  it("shared buffers arrive as the same memory", () => {
    const shared = new SharedArrayBuffer(8);
    const view = new Int32Array(shared);
    put(cell, { view, shared });
    expect(pending(cell)).toBe(null);
    const got = take(cell) as { view: Int32Array; shared: SharedArrayBuffer };
    got.view[1] = 5;
    expect(view[1]).toBe(5);
    expect(got.view.buffer).toBe(got.shared);
    expect(uncollected()).toBe(0);
  });

  it("PA2 what is moved has left the sender when the send returns", () => {
    const buffer = new ArrayBuffer(1000);
    const { port1, port2 } = new MessageChannel();
    put(cell, move({ buffer, port: port2, view: new Uint8Array(buffer, 4, 4) }, [buffer, port2]));
    expect(buffer.byteLength).toBe(0);
    const got = take(cell) as { buffer: ArrayBuffer; port: MessagePort; view: Uint8Array };
    expect([got.buffer.byteLength, got.view.byteOffset]).toEqual([1000, 4]);
    expect(got.view.buffer).toBe(got.buffer);
    return new Promise<void>((resolve) => {
      got.port.onmessage = ({ data }) => {
        expect(data).toBe("hello");
        port1.close();
        resolve();
      };
      port1.postMessage("hello");
    });
  });

  it("a mark is used up by the send, not by one that fails", () => {
    const buffer = new ArrayBuffer(10);
    const value = move({ buffer, f: (() => 1) as unknown }, [buffer]);
    expect(() => put(cell, value)).toThrow("send: value.f: a function");
    expect(buffer.byteLength).toBe(10);
    value.f = null;
    put(cell, value);
    expect(buffer.byteLength).toBe(0);
    drop(cell);
    expect(uncollected()).toBe(0);
  });

  it("VA4 a parcel of another thread is fetched before the value is taken", async () => {
    setCourier(courier);
    put(cell, [new SharedArrayBuffer(3)]);
    thread.index = 5;
    await pending(cell);
    expect(pending(cell)).toBe(null);
    expect((take(cell) as [SharedArrayBuffer])[0].byteLength).toBe(3);
    expect(uncollected()).toBe(0);
  });

  it("PA1 a value that is dropped elsewhere throws its parcel away", () => {
    setCourier(courier);
    put(cell, [new SharedArrayBuffer(3)]);
    expect(uncollected()).toBe(1);
    thread.index = 5;
    drop(cell);
    thread.index = 0;
    expect(uncollected()).toBe(0);
    expect(isIdle()).toBe(true);
  });

  it("the value of a thread that died is lost, and says so", async () => {
    const dead = { ...courier, collect: () => Promise.reject(new WorkerLost(0, "held a part of the value")) };
    setCourier(dead);
    put(cell, [new SharedArrayBuffer(3)]);
    thread.index = 5;
    await pending(cell);
    expect(() => take(cell)).toThrow(new WorkerLost(0, "held a part of the value"));
    thread.index = 0;
    expect(isIdle()).toBe(true);
    // Here the thread lives on, and so does what it held.
    expect(uncollected()).toBe(1);
  });

  it("a thing that cannot be moved is refused, and nothing is left", () => {
    const before = uncollected();
    const value = move({ a: 1 }, [{} as unknown as Transferable]);
    put(cell, value);
    expect(take(cell)).toEqual({ a: 1 });
    const port = new MessageChannel().port1;
    const twice = move([port], [port]);
    put(cell, twice);
    drop(cell);
    expect(() => put(cell, move([port], [port]))).toThrow(/^send: value: /);
    expect(isIdle()).toBe(true);
    expect(uncollected()).toBe(before);
  });
});
