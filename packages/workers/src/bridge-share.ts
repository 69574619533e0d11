/**
 * Shares: how long a channel is kept for threads that may still use it.
 *
 * Every handle of a channel, on another thread or on its way there, has a weight; the channel's thread knows the sum, and
 * forgets the channel when all of it has come back. A thread that passes the channel on gives away a part of its own
 * weight. So nothing needs to be told when a channel is passed on, and no message can come too late for another.
 *
 *   SH1  The weights of all handles add up to what the channel's thread knows, but for messages on their way to it.
 */

/** Weight of a new handle, as an exponent of 2. */
export const FULL = 24;

/** What a thread holds of a channel of another. */
export interface Share {
  weight: number;
}

/**
 * Splits the weight for a handle that is passed on: an exponent of 2. -1 if there is too little to split: then the caller
 * asks the channel's thread for more.
 */
export function split(share: Share): number {
  if (share.weight < 2) return -1;
  const exponent = Math.min(FULL, Math.floor(Math.log2(share.weight / 2)));
  share.weight -= 2 ** exponent;
  return exponent;
}
