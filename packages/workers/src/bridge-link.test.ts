/** Links: order, answers, loss. */
import { describe, expect, it } from "vitest";
import { CANCEL, CLOSE, GONE, Link, type Message, OVER, type Port } from "./bridge-link.js";

/** A port that remembers. */
class Recorder implements Port {
  readonly posted: any[] = [];
  isClosed = false;
  refs = 0;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  close(): void {
    this.isClosed = true;
  }
  ref(): void {
    this.refs = 1;
  }
  unref(): void {
    this.refs = 0;
  }
}

function makeLink(peer = 3): { link: Link; handled: Message[]; traffic: { now: number } } {
  const handled: Message[] = [];
  const traffic = { now: 0 };
  const counts = {
    departed: () => void traffic.now++,
    arrived: () => void traffic.now--,
    lost: () => void traffic.now--,
  };
  return { link: new Link(peer, (_link, message) => void handled.push(message), counts), handled, traffic };
}

describe("links", () => {
  it("LI1 what was posted before the port was there goes first", () => {
    const { link, traffic } = makeLink();
    const port = new Recorder();
    link.post({ kind: CLOSE, op: 1 });
    link.post({ kind: CLOSE, op: 2 });
    link.attach(port);
    link.post({ kind: CLOSE, op: 3 });
    expect(port.posted.map(({ op }) => op)).toEqual([1, 2, 3]);
    expect(traffic.now).toBe(3);
  });

  it("an answer goes to who waits for it; all else to the handler", () => {
    const { link, handled } = makeLink();
    const heard: Message[] = [];
    const op = link.expect({ heard: (message) => void heard.push(message), lost: () => {} });
    link.receive({ kind: OVER, op });
    link.receive({ kind: OVER, op: op + 1 });
    link.receive({ kind: CLOSE, op });
    link.receive({ kind: CANCEL, op: 99 });
    link.forget(op);
    link.receive({ kind: GONE, op });
    expect(heard).toEqual([{ kind: OVER, op }]);
    expect(handled).toEqual([{ kind: CLOSE, op }]);
  });

  it("LI2 a loss is told to all who wait, drops what was served, and takes what was not sent off the count", () => {
    const { link, handled, traffic } = makeLink();
    const told: string[] = [];
    link.expect({ heard: () => {}, lost: () => void told.push("first") });
    link.expect({ heard: () => {}, lost: () => void told.push("second") });
    link.served.set(7, { heard: () => {}, drop: () => void told.push("served") });
    link.post({ kind: CLOSE });
    link.lose();
    link.lose();
    expect(told).toEqual(["served", "first", "second"]);
    expect(traffic.now).toBe(0);
    link.post({ kind: CLOSE });
    // Its port was closed, but may have had one that was to be delivered.
    link.receive({ kind: CLOSE });
    expect([traffic.now, handled]).toEqual([0, []]);
    const late = new Recorder();
    link.attach(late);
    expect(late.isClosed).toBe(true);
  });

  it("one that is none between two Ms keeps its thread alive while something is pending", () => {
    const { link } = makeLink(-1);
    const port = new Recorder();
    const op = link.expect({ heard: () => {}, lost: () => {} });
    link.attach(port);
    expect(port.refs).toBe(1);
    link.forget(op);
    expect(port.refs).toBe(0);
  });
});
