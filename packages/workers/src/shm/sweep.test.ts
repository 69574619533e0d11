import { beforeEach, describe, expect, it } from "vitest";
import { arrivals, freshMemory, gated, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, load, put, store } from "./atomics.js";
import { LOCAL } from "./claim.js";
import { beginChan, chanBytes } from "./hchan.js";
import { unlockMutex } from "./hmutex.js";
import { RW_BYTES } from "./hrwmutex.js";
import { OBJECTS_LOCK, POISONINGS } from "./layout.js";
import { lock, poisonOf } from "./lock.js";
import { CHAN, freeObject, INT32, LINE_A, LOCK, MUTEX, newObject, ONCE, RWMUTEX } from "./object.js";
import { CLAIM, OK } from "./record.js";
import { SEND_LOCK } from "./sides.js";
import { endPoisoned, poisonObjects, sweepObjects } from "./sweep.js";
import { BUSY, DONE, SPOILT } from "./verdict.js";
import { enter, READ, RECV, SEND, TAKE, WRITE } from "./wait.js";

const DEAD = 2;
/** A channel. */
function chanOf(cap: number): number {
  const ch = objectOf(CHAN, chanBytes(cap));
  beginChan(ch, cap);
  return ch;
}

describe("the sweep", () => {
  beforeEach(() => freshMemory());

  it("SW2 poisons the objects whose lock the dead one held, and says that there are some", () => {
    const [held, other, far] = [chanOf(0), chanOf(0), chanOf(0)];
    lock(held + LOCK, DEAD);
    // Not the dead one's: its holder goes on.
    lock(far + LOCK, 1);
    store(far + LOCK, 0);
    expect(sweepObjects(DEAD, 0)).toBe(1);
    expect([held, other, far].map((obj) => load(obj + LOCK))).toEqual([poisonOf(DEAD), 0, 0]);
    expect(load(POISONINGS)).toBe(1);
    expect(sweepObjects(DEAD, 0)).toBe(0);
    expect(load(POISONINGS)).toBe(1);
  });

  it("does not wait for ever for a lock whose holder has died as well, and is done once that is known", () => {
    const [ring, other] = [chanOf(1), chanOf(0)];
    const rec = waiterOf(DEAD, other, RECV);
    enter(rec, DEAD);
    lock(other + LOCK, 3);
    lock(ring + SEND_LOCK, 3);
    lock(ring + LOCK, DEAD);
    expect(sweepObjects(DEAD, 0)).toBe(-1);
    expect(load(ring + LOCK)).toBe(poisonOf(DEAD));
    poisonObjects(3);
    expect(sweepObjects(DEAD, 0)).toBe(0);
    expect([ring + SEND_LOCK, other + LOCK].map(load)).toEqual([poisonOf(3), poisonOf(3)]);
    expect(sweepObjects(3, 0)).toBe(0);
  });

  it("SI4 poisons the other lock of a channel, too", () => {
    const [a, b] = [chanOf(1), chanOf(1)];
    lock(a + LOCK, DEAD);
    lock(b + SEND_LOCK, DEAD);
    expect(sweepObjects(DEAD, 0)).toBe(2);
    expect([a + LOCK, a + SEND_LOCK, b + LOCK, b + SEND_LOCK].map(load)).toEqual(
      Array(4).fill(poisonOf(DEAD)),
    );
  });

  it("SW3 takes the dead one's waiters out of the lines, and nobody else's", () => {
    const ch = chanOf(0);
    const recs = [1, DEAD, 1, DEAD].map((m) => waiterOf(m, ch, RECV));
    for (const rec of recs) enter(rec, 0);
    expect(sweepObjects(DEAD, 0)).toBe(0);
    expect(enter(waiterOf(0, ch, SEND, 1), 0)).toBe(DONE);
    expect(enter(waiterOf(0, ch, SEND, 2), 0)).toBe(DONE);
    expect(enter(waiterOf(0, ch, SEND, 3), 0)).toBe(BUSY);
    expect(arrivals(1)).toEqual([recs[0], recs[2]]);
  });

  it.each([
    ["a mutex", MUTEX, TAKE],
    ["a once", ONCE, TAKE],
    ["a lock for writing", RWMUTEX, WRITE],
    ["a lock for reading", RWMUTEX, READ],
  ])("SW3 poisons %s that a goroutine of the dead one had", (_, kind, verb) => {
    const mine = objectOf(kind, RW_BYTES);
    const its = objectOf(kind, RW_BYTES);
    enter(waiterOf(1, mine, verb), 1);
    enter(waiterOf(DEAD, its, verb), DEAD);
    expect(sweepObjects(DEAD, 0)).toBe(1);
    expect([load(mine + LOCK), load(its + LOCK)]).toEqual([0, poisonOf(DEAD)]);
    expect(enter(waiterOf(1, its, verb), 1)).toBe(SPOILT);
  });

  it("lets readers in that waited behind the dead one's writer", () => {
    const rw = objectOf(RWMUTEX, RW_BYTES);
    enter(waiterOf(0, rw, READ), 0);
    enter(waiterOf(DEAD, rw, WRITE), DEAD);
    const read = waiterOf(1, rw, READ);
    enter(read, 1);
    sweepObjects(DEAD, 0);
    expect(arrivals(1)).toEqual([read]);
  });

  it("a mutex that was handed to a goroutine of the dead one is poisoned too", () => {
    const mu = objectOf(MUTEX);
    enter(waiterOf(0, mu, TAKE), 0);
    enter(waiterOf(DEAD, mu, TAKE), DEAD);
    unlockMutex(mu, 0);
    expect(sweepObjects(DEAD, 0)).toBe(1);
  });

  it("leaves free objects and atomics alone, and frees the lock of the list", () => {
    const free = chanOf(0);
    freeObject(free, 0);
    const atomic = objectOf(INT32);
    put(atomic + LINE_A, 77);
    lock(OBJECTS_LOCK, DEAD);
    expect(sweepObjects(DEAD, 0)).toBe(0);
    expect(load(OBJECTS_LOCK)).toBe(0);
    expect(newObject(CHAN, 64, 0), "the torn free list is given up").not.toBe(free);
  });
});

describe("the end of a poisoned wait", () => {
  beforeEach(() => freshMemory());

  function poisoned(): number {
    const ch = chanOf(0);
    store(ch + LOCK, poisonOf(DEAD));
    return ch;
  }

  it("is nobody's while the object is whole", () => {
    expect(endPoisoned(waiterOf(0, chanOf(0), RECV))).toBe(0);
  });

  it("is the waiter's own, whether or not the dead one had claimed it", () => {
    const ch = poisoned();
    const [open, claimed] = [waiterOf(0, ch, RECV), waiterOf(0, ch, RECV)] as const;
    put(claimed + CLAIM, claimed);
    expect([endPoisoned(open), endPoisoned(claimed)]).toEqual([1, 1]);
    expect([get(open + OK), get(claimed + OK)]).toEqual([SPOILT, SPOILT]);
  });

  it("is not that of a select of which something else has happened", () => {
    const ch = poisoned();
    const rec = waiterOf(0, ch, RECV);
    const gate = gated(0, rec);
    for (const decided of [LOCAL, waiterOf(0, ch, SEND)]) {
      put(gate + CLAIM, decided);
      expect(endPoisoned(rec)).toBe(0);
    }
  });
});
