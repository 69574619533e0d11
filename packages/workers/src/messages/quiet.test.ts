import { describe, expect, it } from "vitest";
import type { Look } from "./protocol.js";
import { isDead, type Round } from "./quiet.js";

const look = (traffic: [number, number, number][], epoch = 0, isQuiet = true): Look => ({
  isQuiet,
  epoch,
  traffic,
});
/** M0 has sent 3 to M1 and had 2 from it. */
const still = (): Map<number, Look> =>
  new Map([
    [0, look([[1, 3, 2]])],
    [1, look([[0, 2, 3]])],
  ]);
const changed = (index: number, to: Look): Round => still().set(index, to);

describe("whether a program is dead", () => {
  it("is, if all are quiet twice and have had all that was sent", () => {
    expect(isDead(still(), still())).toBe(true);
    expect(isDead(new Map([[0, look([])]]), new Map([[0, look([])]]))).toBe(true);
  });

  it("is not while one runs, in either round", () => {
    const busy = changed(1, look([[0, 2, 3]], 0, false));
    expect([isDead(busy, still()), isDead(still(), busy)]).toEqual([false, false]);
  });

  it("is not if one ran between the rounds", () => {
    expect(isDead(still(), changed(1, look([[0, 2, 3]], 1)))).toBe(false);
  });

  it("is not while a message is on its way, also to one that has no line yet", () => {
    expect(isDead(still(), changed(0, look([[1, 4, 2]])))).toBe(false);
    expect(isDead(changed(1, look([])), changed(1, look([])))).toBe(false);
  });

  it("is whatever was sent to one that has died, and is not if one has died between the rounds", () => {
    const widowed = (): Round =>
      still().set(
        0,
        look([
          [1, 3, 2],
          [2, 9, 4],
        ]),
      );
    expect(isDead(widowed(), widowed())).toBe(true);
    expect(isDead(still().set(2, look([])), still())).toBe(false);
  });
});
