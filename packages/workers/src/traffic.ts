/**
 * Messages between Ms that are on their way, for the watch for a deadlock and for Ms that spin.
 *
 *   TR1  Of every other M each counts, in a row of its own, what it has posted to it and what has come from it. What is on
 *        its way from one to another is the difference. A word is written by the M whose row it is in, and by nobody else
 *        while the program runs.
 *   TR2  A message is counted as posted before it is, and as come after its receiver has stirred (DL1 of deadlock.ts).
 *   TR3  After the death of an M each of the others declares, as soon as it has been told and takes in nothing from there any
 *        more, that nothing is on its way between them. Until all have, no deadlock is found.
 *   TR4  M_MAIL of an M is what is on its way to it from all others, for one look at one word; never below zero. An M may die
 *        between the two counts: it is a hint, and nothing but time is lost by one too many or too few.
 */
import { add, load, store } from "./shm/atomics.js";
import { M_STATUS, MAX_MS, mLine, ROW_SIZE, ROWS } from "./shm/layout.js";
import { M_DEAD, M_MAIL, M_NONE } from "./shm/sched-words.js";

/** Address of what M `from` has posted to M `to`. */
const sent = (from: number, to: number): number => ROWS + from * ROW_SIZE + to * 4;

/** Address of what has come to M `to` from M `from`. */
const come = (to: number, from: number): number => ROWS + to * ROW_SIZE + MAX_MS * 4 + from * 4;

/** Nothing is on its way to or from M `index`, which no thread is yet. */
export function clearTraffic(index: number): void {
  for (let other = 0; other < MAX_MS; other++)
    for (const at of [sent(index, other), sent(other, index), come(index, other), come(other, index)])
      store(at, 0);
  store(mLine(index) + M_MAIL, 0);
}

/** A message of M `from` is about to be posted to M `to`. */
export function departed(from: number, to: number): void {
  add(sent(from, to), 1);
  add(mLine(to) + M_MAIL, 1);
}

/** Takes mail off the count of M `index`, which is this thread. Others only add: it stays above zero. */
function take(index: number, messages: number): void {
  const mail = mLine(index) + M_MAIL;
  add(mail, -Math.min(messages, load(mail)));
}

/** A message has come to M `to`, this thread, which has stirred. */
export function arrived(to: number, from: number): void {
  take(to, 1);
  add(come(to, from), 1);
}

/** M `dead` has died, and M `index`, this thread, takes in nothing from there any more (TR3). */
export function settle(index: number, dead: number): void {
  const all = load(sent(dead, index));
  take(index, (all - load(come(index, dead))) | 0);
  store(come(index, dead), all);
  store(sent(index, dead), load(come(dead, index)));
}

/** Whether a message is on its way between two of the first `count` Ms of which one is alive. */
export function anyTraffic(count: number): boolean {
  const status = Array.from({ length: count }, (_, index) => load(mLine(index) + M_STATUS));
  const is = (index: number): boolean => index === 0 || status[index] !== M_NONE;
  for (let from = 0; from < count; from++)
    for (let to = 0; to < count; to++) {
      if (!is(from) || !is(to) || (status[from] === M_DEAD && status[to] === M_DEAD)) continue;
      if (load(sent(from, to)) !== load(come(to, from))) return true;
    }
  return false;
}
