import { beforeEach, describe, expect, it, vi } from "vitest";
import { arrivals, freshMemory, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get } from "./atomics.js";
import { chanBytes } from "./hchan.js";
import { RW_BYTES } from "./hrwmutex.js";
import { CHAN, COND, LINE_A, LINE_B, LOCK, RWMUTEX } from "./object.js";
import { OBJECT } from "./record.js";
import { BUSY, DONE } from "./verdict.js";
import { enter, leave, NOTICE, READ, RECV, SEND, tryOnce, WRITE } from "./wait.js";

describe("waiting for an object", () => {
  beforeEach(() => freshMemory());

  it("WA1 between the attempt and the joining of the line nobody can pass", () => {
    const ch = objectOf(CHAN, chanBytes(0));
    const steps: string[] = [];
    const exchange = vi.spyOn(Atomics, "compareExchange");
    const store = vi.spyOn(Atomics, "store");
    enter(waiterOf(0, ch, RECV), 0);
    // One lock, one unlock, and both things in between.
    for (const spy of [exchange, store]) {
      steps.push(`${spy.mock.calls.filter(([, index]) => (index as number) === (ch + LOCK) >> 2).length}`);
      spy.mockRestore();
    }
    expect(steps).toEqual(["1", "1"]);
    expect(get(ch + LINE_A)).not.toBe(0);
  });

  it("WA2 what was taken out of the line is not withdrawn", () => {
    const ch = objectOf(CHAN, chanBytes(0));
    const rec = waiterOf(1, ch, RECV);
    expect(enter(rec, 1)).toBe(BUSY);
    expect(get(rec + OBJECT)).toBe(ch);
    expect(tryOnce(waiterOf(0, ch, SEND), 0)).toBe(DONE);
    expect(leave(rec, 1)).toBe(0);
    expect(arrivals(1)).toEqual([rec]);
  });

  it("senders and writers have a line of their own", () => {
    const [ch, rw] = [objectOf(CHAN, chanBytes(0)), objectOf(RWMUTEX, RW_BYTES)];
    const send = waiterOf(0, ch, SEND);
    enter(send, 0);
    expect([get(ch + LINE_A), get(ch + LINE_B)]).toEqual([0, send]);
    enter(waiterOf(0, rw, READ), 0);
    const [write, read] = [waiterOf(0, rw, WRITE), waiterOf(0, rw, READ)] as const;
    expect([enter(write, 0), enter(read, 0)]).toEqual([BUSY, BUSY]);
    expect([get(rw + LINE_A), get(rw + LINE_B)]).toEqual([read, write]);
  });

  it("a writer that gives up lets the readers in that it held up", () => {
    const rw = objectOf(RWMUTEX, RW_BYTES);
    enter(waiterOf(0, rw, READ), 0);
    const [write, read] = [waiterOf(1, rw, WRITE), waiterOf(2, rw, READ)] as const;
    enter(write, 1);
    enter(read, 2);
    expect(leave(write, 1)).toBe(1);
    expect(arrivals(2)).toEqual([read]);
  });

  it("a wait for a condition never ends by itself", () => {
    expect(tryOnce(waiterOf(0, objectOf(COND), NOTICE), 0)).toBe(BUSY);
  });
});
