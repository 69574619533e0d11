import { expect, it } from "vitest";
import { findCase } from "./cases.js";
import { isRepeatable, type Run, ratioOf } from "./duel.js";

/** A build whose runs take `share` of what the machine, which gets slower all the time, needs for one. */
function builds(): (share: number) => Run {
  let needed = 100;
  return (share) => async () => (needed *= 1.01) * share;
}

it("DU1: a build that needs half the time has a ratio of a half, though the machine gets slower", async () => {
  const build = builds();
  expect(await ratioOf(build(0.5), build(1), 30)).toBeCloseTo(0.5, 2);
  expect(await ratioOf(build(1), build(1), 30)).toBeCloseTo(1, 2);
});

it("DU1: one run that something else held up changes nothing", async () => {
  let runs = 0;
  const heldUp: Run = async () => (runs++ === 6 ? 1000 : 1);
  expect(await ratioOf(heldUp, async () => 1, 9)).toBe(1);
});

it("takes cases that a process can run again and again, measured in time alone", () => {
  expect(["ping-pong", "spawn", "select-3"].map(findCase).every(isRepeatable)).toBe(true);
  expect(["parked", "cross-0", "event-loop-gap"].map(findCase).some(isRepeatable)).toBe(false);
});
