/**
 * Shares: how long a channel is kept for threads that may still use it.
 *
 * Every handle of a channel, on another thread or on its way there, has a weight; the channel's thread knows the sum, and
 * forgets the channel when all of it has come back. A thread that passes the channel on gives away a part of its own
 * weight. So nothing needs to be told when a channel is passed on, and no message can come too late for another.
 *
 *   SH1  The weights of all handles add up to what the channel's thread knows, but for messages on their way to it.
 *   SH2  Who has too little to split lends the handle a weight, and tells the channel's thread of it (RETAIN). What was lent may
 *        come back, by another way, before that is known: then the sum is below zero for a while, and the channel is kept. It is
 *        forgotten at zero only.
 */

/** Weight of a new handle, as an exponent of 2. It goes into 8 bits. */
export const FULL = 255;

/** What a thread holds of a channel of another. */
export interface Share {
  weight: bigint;
}

/** The weight with an exponent. */
export function weightOf(exponent: number): bigint {
  return 1n << BigInt(exponent);
}

/**
 * Splits the weight for a handle that is passed on: an exponent of 2. -1 if there is too little to split: then the caller
 * lends it some (SH2).
 *
 * A small part is given away as long as there is much, so that a thread can pass a channel on very often; of what has
 * become little, half, so that it can go through all threads, one after the other.
 */
export function split(share: Share): number {
  const { weight } = share;
  if (weight < 2n) return -1;
  const exponent = weight.toString(2).length - 1;
  const part = exponent - Math.max(1, exponent >> 4);
  share.weight = weight - weightOf(part);
  return part;
}
