import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, gated, numberIn, objectOf, waiterOf } from "../../test/shm/threads.js";
import { recvAlone, sendAlone } from "../shared-chan-alone.js";
import { AT_FLAGS } from "../wire/format.js";
import { FLOAT, PARCEL } from "../wire/value.js";
import { get, put, store } from "./atomics.js";
import { LOCAL } from "./claim.js";
import {
  beginChan,
  CLOSER,
  chanBytes,
  closeChan,
  countLocked,
  FLOAT_TAG,
  PARCEL_OWNER,
  PARCEL_TAG,
  recvNow,
  sendNow,
} from "./hchan.js";
import { poisonOf } from "./lock.js";
import { CHAN, LINE_A, LINE_B, LOCK } from "./object.js";
import { CLAIM, NEXT, OK, OWNER, VALUE, VERB } from "./record.js";
import {
  CAP,
  CLOSED,
  HEAD,
  RECEIVED,
  SEEN_RECEIVED,
  SEEN_SENT,
  SEND_LOCK,
  SENDS_SLOWLY,
  SENT,
} from "./sides.js";
import { BUSY, DONE, OVER, SPOILT, STALLED } from "./verdict.js";
import { enter, leave, RECV, SEND, tryOnce } from "./wait.js";

function chanOf(cap: number): number {
  const ch = objectOf(CHAN, chanBytes(cap));
  beginChan(ch, cap);
  return ch;
}

/** The way that what takes no more than a ring is done: by `enter`, by one side, or as by a thread that has the channel alone. */
type Way = "long" | "short" | "alone";

/** Performs what a record wants, as operations do: where there is a ring, the short way comes first. */
function perform(ch: number, rec: number, m: number, way: Way): number {
  if (way === "long" || get(ch + CAP) === 0) return enter(rec, m);
  const verdict = way === "short" ? now(ch, rec, m) : alone(ch, rec);
  return verdict === BUSY || verdict === STALLED ? enter(rec, m) : verdict;
}

function now(ch: number, rec: number, m: number): number {
  return (get(rec + VERB) === SEND ? sendNow : recvNow)(ch, rec + VALUE, m);
}

function alone(ch: number, rec: number): number {
  if (get(rec + VERB) === SEND) return sendAlone(ch, rec + VALUE) ? DONE : BUSY;
  const slot = recvAlone(ch);
  if (slot === 0) return BUSY;
  for (let i = 0; i < 16; i += 4) put(rec + VALUE + i, get(slot + i));
  return DONE;
}

/** How many stand in a line. */
function length(q: number): number {
  let n = 0;
  for (let rec = get(q); rec !== 0; rec = get(rec + NEXT)) n++;
  return n;
}

/** Evaluates HC1 to HC4, SI2, SI3 and HEAD. No case of a select stands in a line. */
function check(ch: number): void {
  const [receivers, senders] = [length(ch + LINE_A), length(ch + LINE_B)];
  const [count, cap] = [countLocked(ch), get(ch + CAP)];
  if (receivers > 0 && senders > 0) throw new Error("HC1");
  if (count > 0 && receivers > 0) throw new Error("HC2");
  if (count < cap && senders > 0) throw new Error("HC3");
  if (get(ch + CLOSED) === 1 && receivers + senders > 0) throw new Error("HC4");
  if (count < 0 || count > cap || get(ch + HEAD) < 0 || get(ch + HEAD) > Math.max(0, cap - 1))
    throw new Error("ring");
  if (get(ch + LOCK) !== 0) throw new Error("locked");
  if (cap === 0) return;
  if (get(ch + SEEN_SENT) > get(ch + SENT) || get(ch + SEEN_RECEIVED) > get(ch + RECEIVED))
    throw new Error("SI2");
  if ((receivers > 0 || get(ch + CLOSED) === 1) && get(ch + SENDS_SLOWLY) === 0) throw new Error("SI3");
  if (get(ch + SEND_LOCK) !== 0) throw new Error("senders locked");
}

const step = fc.record({
  kind: fc.constantFrom("send", "recv", "leave", "close"),
  m: fc.nat(2),
  at: fc.nat(20),
  way: fc.constantFrom<Way>("long", "short", "alone"),
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
        for (const { kind, m, at, way } of steps) {
          if (kind === "send") {
            const rec = waiterOf(m, ch, SEND, ++value);
            const verdict = perform(ch, rec, m, way);
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
            const verdict = perform(ch, rec, m, way);
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
          expect(countLocked(ch)).toBe(buffer.length);
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
    expect([FLOAT_TAG, PARCEL_TAG, PARCEL_OWNER]).toEqual([FLOAT, PARCEL, AT_FLAGS * 4]);
    for (const cap of [0, 1]) {
      const ch = chanOf(cap);
      const block = objectOf(CHAN);
      const send = waiterOf(1, ch, SEND);
      put(send + VALUE, PARCEL_TAG);
      put(send + VALUE + 4, block);
      put(block + PARCEL_OWNER, (1 << 8) | 3);
      enter(send, 1);
      const recv = waiterOf(0, ch, RECV);
      if (cap > 0) expect(recvNow(ch, recv + VALUE, 1), "it needs a record to wait with").toBe(BUSY);
      if (cap > 0) expect(recvAlone(ch), "the same").toBe(0);
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
    expect(recvNow(ch, waiterOf(0, ch, RECV) + VALUE, 0)).toBe(SPOILT);
  });

  it("SI4 who finds the lock of the senders poisoned poisons the object", () => {
    for (const find of [sendNow, recvNow, closeChan]) {
      const ch = chanOf(1);
      store(ch + SEND_LOCK, poisonOf(2));
      expect(find(ch, waiterOf(0, ch, SEND) + VALUE, 0)).toBe(SPOILT);
      expect(get(ch + LOCK)).toBe(poisonOf(2));
    }
  });

  it("the short way tells a ring that may change at any moment from one that has to be waited for in line", () => {
    const ch = chanOf(1);
    const rec = waiterOf(0, ch, SEND, 5);
    expect(recvNow(ch, rec + VALUE, 0)).toBe(STALLED);
    enter(waiterOf(1, ch, RECV), 1);
    expect(sendNow(ch, rec + VALUE, 0), "a receiver is to be found").toBe(BUSY);
    expect(enter(waiterOf(0, ch, SEND, 1), 0)).toBe(DONE);
    expect(sendNow(ch, rec + VALUE, 0)).toBe(DONE);
    expect(sendNow(ch, rec + VALUE, 0)).toBe(STALLED);
    enter(waiterOf(1, ch, SEND, 2), 1);
    expect(recvNow(ch, rec + VALUE, 0), "a sender is to be found").toBe(BUSY);
    for (let i = 0; i < 2; i++) expect(enter(waiterOf(0, ch, RECV), 0)).toBe(DONE);
    closeChan(ch, 1, 0);
    expect(recvNow(ch, rec + VALUE, 0), "the end is to be found").toBe(BUSY);
  });

  it("counts go on beyond the largest integer", () => {
    const ch = chanOf(2);
    for (const word of [SENT, RECEIVED, SEEN_SENT, SEEN_RECEIVED]) put(ch + word, 2 ** 31 - 1);
    const rec = waiterOf(0, ch, SEND, 5);
    for (let i = 0; i < 2; i++) expect(sendNow(ch, rec + VALUE, 0)).toBe(DONE);
    expect([countLocked(ch), sendNow(ch, rec + VALUE, 0)]).toEqual([2, STALLED]);
    for (let i = 0; i < 2; i++) expect(recvNow(ch, rec + VALUE, 0)).toBe(DONE);
    expect([countLocked(ch), recvNow(ch, rec + VALUE, 0)]).toEqual([0, STALLED]);
    for (const word of [SENT, RECEIVED, SEEN_SENT, SEEN_RECEIVED]) put(ch + word, 2 ** 31 - 1);
    for (let i = 0; i < 2; i++) expect(alone(ch, rec)).toBe(DONE);
    expect([countLocked(ch), alone(ch, rec)]).toEqual([2, BUSY]);
    for (let i = 0; i < 2; i++) expect(recvAlone(ch)).not.toBe(0);
    expect([countLocked(ch), recvAlone(ch)]).toEqual([0, 0]);
  });
});
