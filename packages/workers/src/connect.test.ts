import { afterEach, describe, expect, it, vi } from "vitest";
import { connect, connected, disconnectAll, disconnected, onConnect, setBroker } from "./connect.js";

/** Ends of lines, closed after each test. */
const ports: MessagePort[] = [];

function line(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  return port1;
}

describe("a line to another M", () => {
  afterEach(() => {
    disconnectAll();
    for (const port of ports.splice(0)) port.close();
  });

  it("is asked for once, and is the same for all who ask", async () => {
    const ask = vi.fn();
    setBroker(ask);
    const first = connect(3);
    const second = connect(3);
    const port = line();
    connected(3, port);
    expect(await first).toBe(port);
    expect(await second).toBe(port);
    expect(await connect(3)).toBe(port);
    expect(ask.mock.calls).toEqual([[3]]);
  });

  it("is there without asking if the other end has asked for it", async () => {
    const ask = vi.fn();
    setBroker(ask);
    const port = line();
    const heard: [number, MessagePort][] = [];
    const off = onConnect((peer, end) => heard.push([peer, end]));
    connected(2, port);
    off();
    connected(4, line());
    expect(heard).toEqual([[2, port]]);
    expect(await connect(2)).toBe(port);
    expect(ask).not.toHaveBeenCalled();
  });

  it("fails when the other M is lost before it is there", async () => {
    setBroker(() => {});
    const port = connect(5);
    disconnected(5);
    await expect(port).rejects.toThrow("M5 is lost");
  });

  it("is closed when the other M is lost, and a new one may be asked for", async () => {
    const ask = vi.fn();
    setBroker(ask);
    const port = line();
    const close = vi.spyOn(port, "close");
    connected(6, port);
    disconnected(6);
    await Promise.resolve();
    expect(close).toHaveBeenCalledOnce();
    connect(6);
    expect(ask).toHaveBeenCalledOnce();
  });

  it("fails where no threads run", async () => {
    setBroker(null);
    await expect(connect(1)).rejects.toThrow("M0 has no line to M1: no threads run");
  });
});
