import { beforeEach, describe, expect, it, vi } from "vitest";
import { arrivals, freshMemory } from "../../test/shm/threads.js";
import { load, store } from "./atomics.js";
import { isFull, PARKED, park, poke, push, pushQuietly, take } from "./inbox.js";
import { M_INBOX, mLine } from "./layout.js";
import { newRecord, WAITER } from "./record.js";

const inbox = mLine(1) + M_INBOX;

describe("the inbox", () => {
  beforeEach(() => freshMemory());

  it("gives back what was pushed, in one piece and once", () => {
    const recs = [0, 2, 3].map((m) => newRecord(m, WAITER));
    for (const rec of recs) push(1, rec);
    expect(isFull(1)).toBe(true);
    expect(arrivals(1)).toEqual(recs);
    expect([take(1), isFull(1)]).toEqual([0, false]);
  });

  it("step 1: parks only if it is empty", () => {
    push(1, newRecord(0, WAITER));
    expect(park(1)).toBe(false);
    take(1);
    expect([park(1), park(1)]).toEqual([true, true]);
    expect(load(inbox)).toBe(PARKED);
    expect(isFull(1)).toBe(false);
  });

  it("step 2: only the first push after a park has to notify", () => {
    park(1);
    const recs = [newRecord(0, WAITER), newRecord(0, WAITER)] as const;
    expect(recs.map((rec) => pushQuietly(1, rec))).toEqual([inbox, 0]);
    expect(arrivals(1)).toEqual(recs);
  });

  it("step 3: a push finds the sleeper, and the sleeper does not sleep over a push", async () => {
    const { waitAsync } = Atomics as unknown as {
      waitAsync: (...args: unknown[]) => { async: boolean; value: unknown };
    };
    const { views } = await import("./atomics.js");
    park(1);
    const asleep = waitAsync(views.words, inbox >> 2, PARKED);
    push(1, newRecord(0, WAITER));
    expect(await asleep.value).toBe("ok");
    expect(waitAsync(views.words, inbox >> 2, PARKED)).toEqual({ async: false, value: "not-equal" });
  });

  it("step 4: a poke wakes a sleeper without a record, and changes nothing else", () => {
    const notify = vi.spyOn(Atomics, "notify");
    poke(1);
    expect(notify).not.toHaveBeenCalled();
    park(1);
    poke(1);
    poke(1);
    expect(notify).toHaveBeenCalledTimes(1);
    expect(load(inbox)).toBe(0);
    const rec = newRecord(0, WAITER);
    push(1, rec);
    poke(1);
    expect(arrivals(1)).toEqual([rec]);
    notify.mockRestore();
  });

  it("a take ends a park", () => {
    park(1);
    expect(take(1)).toBe(0);
    expect(load(inbox)).toBe(0);
  });

  it("a push that meets another one tries again: no record is lost", () => {
    // Another thread's push comes between the look and the compare-and-swap.
    const [mine, other] = [newRecord(0, WAITER), newRecord(2, WAITER)];
    const compareExchange = Atomics.compareExchange as (...args: unknown[]) => never;
    const spy = vi.spyOn(Atomics, "compareExchange").mockImplementationOnce((...args) => {
      spy.mockRestore();
      push(1, other);
      return compareExchange(...args);
    });
    push(1, mine);
    expect(arrivals(1)).toEqual([other, mine]);
    store(inbox, 0);
  });
});
