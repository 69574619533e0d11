import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, gated, numberIn, objectOf, waiterOf } from "../../test/shm/threads.js";
import { AT_FLAGS } from "../wire/format.js";
import { PARCEL } from "../wire/value.js";
import { get, put, store } from "./atomics.js";
import { LOCAL } from "./claim.js";
import { CAP, CLOSED, CLOSER, COUNT, chanBytes, closeChan, HEAD, PARCEL_OWNER, PARCEL_TAG } from "./hchan.js";
import { poisonOf } from "./lock.js";
import { CHAN, LINE_A, LINE_B, LOCK } from "./object.js";
import { CLAIM, NEXT, OK, OWNER, VALUE } from "./record.js";
import { BUSY, DONE, OVER, SPOILT } from "./verdict.js";
import { enter, leave, RECV, SEND, tryOnce } from "./wait.js";

function chanOf(cap: number): number {
  return objectOf(CHAN, chanBytes(cap), { [CAP]: cap });
}

/** How many stand in a line. */
function length(q: number): number {
  let n = 0;
  for (let rec = get(q); rec !== 0; rec = get(rec + NEXT)) n++;
  return n;
}

/** Evaluates HC1 to HC4, and HEAD and COUNT. No case of a select stands in a line. */
function check(ch: number): void {
  const [receivers, senders] = [length(ch + LINE_A), length(ch + LINE_B)];
  const [count, cap] = [get(ch + COUNT), get(ch + CAP)];
  if (receivers > 0 && senders > 0) throw new Error("HC1");
  if (count > 0 && receivers > 0) throw new Error("HC2");
  if (count < cap && senders > 0) throw new Error("HC3");
  if (get(ch + CLOSED) === 1 && receivers + senders > 0) throw new Error("HC4");
  if (count < 0 || count > cap || get(ch + HEAD) < 0 || get(ch + HEAD) > Math.max(0, cap - 1))
    throw new Error("ring");
  if (get(ch + LOCK) !== 0) throw new Error("locked");
}

const step = fc.record({
  kind: fc.constantFrom("send", "recv", "leave", "close"),
  m: fc.nat(2),
  at: fc.nat(20),
});

describe("a channel of several threads", () => {
  beforeEach(() => freshMemory());

  it.each([0, 1, 2, 5])("capacity %i: does what Go's does, whoever calls", (cap) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        freshMemory();
        const ch = chanOf(cap);
        let value = 0;
        let isClosed = false;
        const buffer: number[] = [];
        const receivers: number[] = [];
        const senders: [rec: number, value: number][] = [];
        /** What has to come back, with its verdict and value. */
        const due = new Map<number, [verdict: number, value?: number]>();
        for (const { kind, m, at } of steps) {
          if (kind === "send") {
            const rec = waiterOf(m, ch, SEND, ++value);
            const verdict = enter(rec, m);
            const receiver = receivers[0];
            if (isClosed) expect(verdict).toBe(OVER);
            else if (receiver !== undefined) {
              expect(verdict).toBe(DONE);
              due.set(receivers.shift() as number, [DONE, value]);
            } else if (buffer.length < cap) {
              expect(verdict).toBe(DONE);
              buffer.push(value);
            } else {
              expect(verdict).toBe(BUSY);
              senders.push([rec, value]);
            }
          } else if (kind === "recv") {
            const rec = waiterOf(m, ch, RECV);
            const verdict = enter(rec, m);
            const sender = senders[0];
            if (sender !== undefined) {
              buffer.push(sender[1]);
              due.set((senders.shift() as [number, number])[0], [DONE]);
            }
            if (buffer.length > 0) {
              expect(verdict).toBe(DONE);
              expect(numberIn(rec)).toBe(buffer.shift());
            } else if (isClosed) expect(verdict).toBe(OVER);
            else {
              expect(verdict).toBe(BUSY);
              receivers.push(rec);
            }
          } else if (kind === "leave") {
            const all = [...receivers, ...senders.map(([rec]) => rec)];
            const rec = all[at % all.length];
            if (rec === undefined) continue;
            expect([leave(rec, get(rec + OWNER)), leave(rec, get(rec + OWNER))]).toEqual([1, 0]);
            if (receivers.includes(rec)) receivers.splice(receivers.indexOf(rec), 1);
            else
              senders.splice(
                senders.findIndex(([each]) => each === rec),
                1,
              );
          } else {
            expect(closeChan(ch, 7, m)).toBe(isClosed ? OVER : DONE);
            isClosed = true;
            for (const rec of receivers.splice(0)) due.set(rec, [OVER]);
            for (const [rec] of senders.splice(0)) due.set(rec, [OVER]);
          }
          check(ch);
          for (const owner of [0, 1, 2])
            for (const rec of arrivals(owner)) {
              const [verdict, got] = due.get(rec) as [number, number?];
              expect([get(rec + OWNER), get(rec + OK)]).toEqual([owner, verdict]);
              if (got !== undefined) expect(numberIn(rec)).toBe(got);
              due.delete(rec);
            }
          expect(due.size).toBe(0);
          expect(get(ch + COUNT)).toBe(buffer.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a close sends the waiter that waited longest back last, and senders after receivers are first", () => {
    const ch = chanOf(0);
    const recs = [1, 1, 1].map((m) => waiterOf(m, ch, RECV));
    for (const rec of recs) enter(rec, 1);
    expect(closeChan(ch, 9, 0)).toBe(DONE);
    expect(arrivals(1)).toEqual(recs.reverse());
    expect(get(ch + CLOSER)).toBe(9);
  });

  it("a receiver whose select is over is passed over, and its thread finds it gone", () => {
    const ch = chanOf(0);
    const [over, alive] = [waiterOf(1, ch, RECV), waiterOf(2, ch, RECV)] as const;
    const gate = gated(1, over);
    for (const rec of [over, alive]) enter(rec, get(rec + OWNER));
    put(gate + CLAIM, LOCAL);
    expect(enter(waiterOf(0, ch, SEND, 5), 0)).toBe(DONE);
    expect([arrivals(1), arrivals(2)]).toEqual([[], [alive]]);
    expect(leave(over, 1)).toBe(0);
  });

  it("a value in the ring is not overtaken by that of a waiting sender", () => {
    const ch = chanOf(1);
    for (const value of [1, 2, 3]) enter(waiterOf(1, ch, SEND, value), 1);
    const got = [1, 2, 3].map(() => {
      const rec = waiterOf(0, ch, RECV);
      expect(tryOnce(rec, 0)).toBe(DONE);
      return numberIn(rec);
    });
    expect(got).toEqual([1, 2, 3]);
  });

  it("an attempt that may not wait leaves a value of which a part lies elsewhere where it is", () => {
    expect([PARCEL_TAG, PARCEL_OWNER]).toEqual([PARCEL, AT_FLAGS * 4]);
    for (const cap of [0, 1]) {
      const ch = chanOf(cap);
      const block = objectOf(CHAN);
      const send = waiterOf(1, ch, SEND);
      put(send + VALUE, PARCEL_TAG);
      put(send + VALUE + 4, block);
      put(block + PARCEL_OWNER, (1 << 8) | 3);
      enter(send, 1);
      const recv = waiterOf(0, ch, RECV);
      expect(tryOnce(recv, 0)).toBe(BUSY);
      expect(tryOnce(waiterOf(1, ch, RECV), 1), "its own thread has it at once").toBe(DONE);
    }
  });

  it("nothing works any more when a thread has died with the lock", () => {
    const ch = chanOf(1);
    store(ch + LOCK, poisonOf(2));
    expect(enter(waiterOf(0, ch, SEND), 0)).toBe(SPOILT);
    expect(tryOnce(waiterOf(0, ch, RECV), 0)).toBe(SPOILT);
    expect(closeChan(ch, 1, 0)).toBe(SPOILT);
    expect(leave(waiterOf(0, ch, RECV), 0)).toBe(0);
  });
});
