/**
 * Interleavings by hand: one M's call is interrupted before its n-th step on shared memory, and another M's whole call
 * runs there. With every n in turn, all interleavings of the two are seen in which the second is not interrupted.
 *
 *   IT1  A step is one call of an atomic function. Within an interruption steps are not counted.
 *   IT2  An interruption waits while a lock is held that it would spin on for ever.
 */
import { vi } from "vitest";

type Atomics = typeof import("../src/shm/atomics.js");

let left = -1;
let queue: { at: number; f: () => void }[] = [];
let isLocked: () => boolean = () => false;

function step(): void {
  if (left < 0) return;
  const next = queue[0];
  if (next !== undefined && left >= next.at && !isLocked()) {
    queue.shift();
    const at = left;
    left = -1;
    next.f();
    left = at;
  }
  left++;
}

/** The atomic functions, counted. For `vi.mock` of atomics.js. */
export function counted(real: Atomics): Atomics {
  const wrap =
    <A extends unknown[], T>(f: (...args: A) => T) =>
    (...args: A): T => {
      step();
      return f(...args);
    };
  return {
    ...real,
    load: wrap(real.load),
    store: wrap(real.store),
    cas: wrap(real.cas),
    exchange: wrap(real.exchange),
    add: wrap(real.add),
    notify: vi.fn(real.notify),
  };
}

/**
 * Runs `call` once for each place at which it can be interrupted, by `others` in their order, with `before` first and
 * `after` last. Several are spread over all combinations of places. Answers how many runs there were.
 */
export function interrupted(
  before: () => void,
  call: () => void,
  others: readonly (() => void)[],
  after: (places: readonly number[]) => void,
  locked: () => boolean = () => false,
): number {
  isLocked = locked;
  let runs = 0;
  const run = (places: number[]): number => {
    before();
    queue = others.map((f, i) => ({ at: places[i] as number, f }));
    left = 0;
    call();
    const steps = left;
    left = -1;
    // Those whose place was never reached come after the call.
    for (const { f } of queue) f();
    queue = [];
    runs++;
    after(places);
    return steps;
  };
  const place = (places: number[]): void => {
    const from = places.at(-1) ?? 0;
    for (let at = from; ; at++) {
      const all = [...places, at];
      if (all.length < others.length) {
        place(all);
        if (at > LIMIT) return;
        continue;
      }
      if (at > run(all)) return;
    }
  };
  place([]);
  return runs;
}

/** More steps than any call here has. */
const LIMIT = 60;
