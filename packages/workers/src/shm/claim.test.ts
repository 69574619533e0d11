import { beforeEach, describe, expect, it, vi } from "vitest";
import { arrivals, freshMemory, gated, objectOf, waiterOf } from "../../test/shm/threads.js";
import { get, load, put } from "./atomics.js";
import { claim, deliver, LOCAL, wakeAfter } from "./claim.js";
import { park } from "./inbox.js";
import { M_INBOX, M_WAKE, mLine } from "./layout.js";
import { CHAN } from "./object.js";
import { CLAIM, OK } from "./record.js";
import { DONE, OVER } from "./verdict.js";
import { RECV } from "./wait.js";

describe("claims", () => {
  beforeEach(() => freshMemory());

  it("CL1 of the cases of one select the first claims, no other", () => {
    const recs = [waiterOf(1, 64, RECV), waiterOf(1, 128, RECV)] as const;
    const gate = gated(1, ...recs);
    expect(recs.map((rec) => claim(rec))).toEqual([1, 0]);
    expect(load(gate + CLAIM)).toBe(recs[0]);
  });

  it("CL1 none is claimed when a local case has happened", () => {
    const rec = waiterOf(1, 64, RECV);
    put(gated(1, rec) + CLAIM, LOCAL);
    expect(claim(rec)).toBe(0);
  });

  it("one that waits for one thing is claimed by who took it out of the line", () => {
    const rec = waiterOf(1, 64, RECV);
    expect(claim(rec)).toBe(1);
    expect(get(rec + CLAIM)).toBe(rec);
  });

  it("CL2 a record goes back to its owner: by the inbox, or at once to the thread that completes it", () => {
    const obj = objectOf(CHAN);
    const [far, own, own2] = [
      waiterOf(1, obj, RECV),
      waiterOf(0, obj, RECV),
      waiterOf(0, obj, RECV),
    ] as const;
    deliver(far, DONE, 0);
    deliver(own, DONE, 0);
    deliver(own2, OVER, 0);
    expect(arrivals(1)).toEqual([far]);
    expect(arrivals(0)).toEqual([own, own2]);
    expect([far, own, own2].map((rec) => get(rec + OK))).toEqual([DONE, DONE, OVER]);
  });

  it("CL3 sleepers are notified after the section, each once", () => {
    const notify = vi.spyOn(Atomics, "notify");
    for (const m of [1, 2]) park(m);
    for (const m of [1, 1, 2]) deliver(waiterOf(m, 64, RECV), DONE, 0);
    // The second sleeper takes the only place to remember one: the first is woken early.
    expect(notify).toHaveBeenCalledTimes(1);
    wakeAfter(0);
    wakeAfter(0);
    expect(notify.mock.calls.map(([, index]) => index)).toEqual([1, 2].map((m) => (mLine(m) + M_INBOX) >> 2));
    expect(get(mLine(0) + M_WAKE)).toBe(0);
    notify.mockRestore();
  });
});
