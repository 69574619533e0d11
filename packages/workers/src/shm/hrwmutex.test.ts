import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, store } from "./atomics.js";
import { READERS, READS, RW_BYTES, readUnlock, WRITER, writeUnlock } from "./hrwmutex.js";
import { poisonOf } from "./lock.js";
import { LOCK, RWMUTEX } from "./object.js";
import { OWNER } from "./record.js";
import { BUSY, DONE, MISUSED, SPOILT } from "./verdict.js";
import { enter, leave, READ, WRITE } from "./wait.js";

const make = (): number => objectOf(RWMUTEX, RW_BYTES);

describe("a lock for readers and writers of several threads", () => {
  beforeEach(() => freshMemory());

  it("admits whom Go's admits, whoever comes, leaves or gives up", () => {
    const step = fc.record({
      kind: fc.constantFrom("read", "write", "leave", "giveUp"),
      m: fc.nat(2),
      at: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        freshMemory();
        const rw = make();
        const waitingReaders: number[] = [];
        const waitingWriters: number[] = [];
        let readers = 0;
        let isWriting = false;
        const admitted: number[] = [];
        const admitReaders = (): void => {
          readers += waitingReaders.length;
          admitted.push(...waitingReaders.splice(0));
        };
        const settle = (): void => {
          if (isWriting) return;
          const next = readers === 0 ? waitingWriters.shift() : undefined;
          if (next !== undefined) {
            isWriting = true;
            admitted.push(next);
          } else if (waitingWriters.length === 0) admitReaders();
        };
        for (const { kind, m, at } of steps) {
          admitted.length = 0;
          if (kind === "read") {
            const rec = waiterOf(m, rw, READ);
            const isFree = !isWriting && waitingWriters.length === 0;
            expect(enter(rec, m)).toBe(isFree ? DONE : BUSY);
            if (isFree) readers++;
            else waitingReaders.push(rec);
          } else if (kind === "write") {
            const rec = waiterOf(m, rw, WRITE);
            const isFree = !isWriting && readers === 0;
            expect(enter(rec, m)).toBe(isFree ? DONE : BUSY);
            if (isFree) isWriting = true;
            else waitingWriters.push(rec);
          } else if (kind === "leave") {
            expect(writeUnlock(rw, m)).toBe(isWriting ? DONE : MISUSED);
            if (isWriting) {
              isWriting = false;
              admitReaders();
              settle();
            } else {
              expect(readUnlock(rw, m)).toBe(readers > 0 ? DONE : MISUSED);
              if (readers > 0 && --readers === 0) settle();
            }
          } else {
            const line = at % 2 === 0 ? waitingReaders : waitingWriters;
            const [rec] = line.splice((at >> 1) % (line.length || 1), 1);
            if (rec === undefined) continue;
            expect(leave(rec, get(rec + OWNER))).toBe(1);
            if (line === waitingWriters) settle();
          }
          const woken = [0, 1, 2].flatMap((owner) => arrivals(owner));
          expect(woken.sort()).toEqual([...admitted].sort());
          expect([get(rw + READERS), get(rw + WRITER) !== 0]).toEqual([readers, isWriting]);
          const byM = [0, 1, 2].map((each) => get(rw + READS + each * 4));
          expect(byM.reduce((a, b) => a + b)).toBe(readers);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("tells misuse and death", () => {
    const rw = make();
    expect([readUnlock(rw, 0), writeUnlock(rw, 0), get(rw + LOCK)]).toEqual([MISUSED, MISUSED, 0]);
    store(rw + LOCK, poisonOf(1));
    expect([readUnlock(rw, 0), writeUnlock(rw, 0)]).toEqual([SPOILT, SPOILT]);
  });
});
