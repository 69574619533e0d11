/**
 * Loaded before a Go twin and before the snippets of the docs: their clock is virtual.
 *
 * Programs order events by sleeps that lie some milliseconds apart, which a busy machine may shuffle. Here the
 * clock stands still while anything runs and leaps to the next timer when nothing does.
 *
 *   V1  The clock never goes back. A look at it takes a microsecond: who waits for time to pass by looking gets there.
 *   V2  A timer fires after the event loop had a turn, in the order in which timers are due; among equals, in the
 *       order in which they were set.
 *   V3  Timers that do not keep the process alive do not make time pass: with no other, the event loop runs dry.
 *   V4  While the host still reads a file or the like, time does not pass.
 */

/** A timer that has not fired. */
class Timer {
  /**
   * @param {() => void} f
   * @param {number} due
   */
  constructor(f, due) {
    this.f = f;
    this.due = due;
    /** Whether it keeps the process alive (V3). */
    this.isStrong = true;
  }

  unref() {
    this.isStrong = false;
    return this;
  }
}

const look = 0.001;
const work = /^(FS|GetAddr|TCP|TLS|HTTP|Process|Zlib|Worker)/;

let time = performance.now();
/** @type {Timer[]} */
const timers = [];
let isTurnAwaited = false;

function awaitTurn() {
  if (isTurnAwaited || !timers.some((timer) => timer.isStrong)) return;
  isTurnAwaited = true;
  setImmediate(fireFirst);
}

function fireFirst() {
  isTurnAwaited = false;
  const [one] = timers;
  if (one === undefined || !timers.some((timer) => timer.isStrong)) return;
  if (process.getActiveResourcesInfo().some((name) => work.test(name))) {
    awaitTurn();
    return;
  }
  const first = timers.reduce((least, timer) => (timer.due < least.due ? timer : least), one);
  timers.splice(timers.indexOf(first), 1);
  time = Math.max(time, first.due);
  first.f();
  awaitTurn();
}

const now = () => (time += look);
Object.assign(performance, { now });
Object.assign(Date, { now: () => Math.floor(performance.timeOrigin + now()) });
Object.assign(globalThis, {
  setTimeout: (/** @type {(...args: any[]) => void} */ f, ms = 0, /** @type {any[]} */ ...args) => {
    const timer = new Timer(() => f(...args), time + ms);
    timers.push(timer);
    awaitTurn();
    return timer;
  },
  clearTimeout: (/** @type {unknown} */ timer) => {
    const at = timers.indexOf(/** @type {Timer} */ (timer));
    if (at >= 0) timers.splice(at, 1);
  },
});
