import { afterEach, describe, expect, it } from "vitest";
import { converse, hangUp, type MControl, type MonitorControl } from "./control.js";

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe("a control line", () => {
  it("carries questions and answers both ways on one port", async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const grown: number[] = [];
    const m = converse<MControl>(port1, { grow: (count: number) => void grown.push(count) });
    const monitor = converse<MonitorControl>(port2, {
      dump: () => ({ index: 1, text: "goroutine 1 [sleep]:\n", started: [] }),
    });
    const [dump] = await Promise.all([m.dump(), monitor.grow(3), monitor.grow(4)]);
    expect(dump).toEqual({ index: 1, text: "goroutine 1 [sleep]:\n", started: [] });
    expect(grown).toEqual([3, 4]);
  });

  it("passes on what the other side throws", async () => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const m = converse<MControl>(port1, {});
    const monitor = converse<MonitorControl>(port2, {
      dump: () => {
        throw new TypeError("no dump");
      },
    });
    await expect(m.dump()).rejects.toThrow("no dump");
    hangUp(monitor);
  });
});
