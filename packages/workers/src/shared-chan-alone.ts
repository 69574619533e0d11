/**
 * A channel with a ring that one thread has alone: the short ways of shm/hchan.ts without locks, and without a call of
 * WebAssembly.
 *
 *   AL1  This thread has the only handle, and no value on its way names the channel: nobody else is at its sides. A sweep
 *        may hold its locks meanwhile, but finds nobody of another thread in its lines, and changes nothing. So nobody
 *        looks at the locks here, nor at whether who swept has died with them.
 *   AL2  All words are left as the ways with locks leave them: those may be taken at any time, and who is handed the
 *        channel finds it in order. What hands it over publishes what was written before.
 */
import { type i32, views } from "./shm/atomics.js";
import { FLOAT_TAG, PARCEL_TAG } from "./shm/hchan.js";
import { LINE_B } from "./shm/object.js";
import {
  CAP,
  HEAD,
  RECEIVED,
  SEEN_RECEIVED,
  SEEN_SENT,
  SEND_CAP,
  SENDS_SLOWLY,
  SENT,
  SLOTS,
  TAIL,
} from "./shm/sides.js";

/** Sends the value at `from`, if that takes nothing but room; answers whether it did. */
export function sendAlone(ch: i32, from: i32): boolean {
  const { words, floats } = views;
  const cap = words[(ch + SEND_CAP) >> 2] as i32;
  const sent = words[(ch + SENT) >> 2] as i32;
  const received = words[(ch + RECEIVED) >> 2] as i32;
  if (words[(ch + SENDS_SLOWLY) >> 2] !== 0 || ((sent - received) | 0) >= cap) return false;
  words[(ch + SEEN_RECEIVED) >> 2] = received;
  const i = words[(ch + TAIL) >> 2] as i32;
  const slot = (ch + SLOTS + (i << 4)) >> 2;
  const cell = from >> 2;
  words[slot] = words[cell] as i32;
  words[slot + 1] = words[cell + 1] as i32;
  if (words[cell] === FLOAT_TAG) {
    // In one piece (copyWide of shm/atomics.ts).
    floats[(slot >> 1) + 1] = floats[(cell >> 1) + 1] as number;
  } else {
    words[slot + 2] = words[cell + 2] as i32;
    words[slot + 3] = words[cell + 3] as i32;
  }
  words[(ch + TAIL) >> 2] = i + 1 === cap ? 0 : i + 1;
  words[(ch + SENT) >> 2] = sent + 1;
  return true;
}

/**
 * Frees the place of the oldest value, if a receive takes no more than that, and answers where it lies, else 0. It is to
 * be read before anything else is done with the channel.
 */
export function recvAlone(ch: i32): i32 {
  const { words } = views;
  const received = words[(ch + RECEIVED) >> 2] as i32;
  const sent = words[(ch + SENT) >> 2] as i32;
  if (received === sent || words[(ch + LINE_B) >> 2] !== 0) return 0;
  const i = words[(ch + HEAD) >> 2] as i32;
  const slot = ch + SLOTS + (i << 4);
  if (((words[slot >> 2] as i32) & 255) === PARCEL_TAG) return 0;
  words[(ch + SEEN_SENT) >> 2] = sent;
  words[(ch + HEAD) >> 2] = i + 1 === words[(ch + CAP) >> 2] ? 0 : i + 1;
  words[(ch + RECEIVED) >> 2] = received + 1;
  return slot;
}
