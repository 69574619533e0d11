/**
 * Stalls, for `NODE_OPTIONS=--import=$PWD/scripts/stalls.mjs npx vitest run`: at one in 40 looks at the clock, or `STALLS`,
 * the thread stands still for 12 ms, or `STALL_MS`.
 *
 * So does a busy machine, now and then: a slice is over in the middle of a step, a timer is due before anybody waits for it. A
 * test that this fails waits for less than it means. `STALL_SEED` chooses the moments.
 */
const { STALLS = "40", STALL_MS = "12", STALL_SEED = "1" } = process.env;

const now = performance.now.bind(performance);
let state = Number(STALL_SEED);

performance.now = () => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  if ((state >> 8) % Number(STALLS) === 0) for (const end = now() + Number(STALL_MS); now() < end; );
  return now();
};
