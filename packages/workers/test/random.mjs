/**
 * What programs of random programs have in common: the dice, and the end of their patience.
 */

/** Milliseconds that one program may take, on a machine that does other things as well. */
const LIMIT = 30_000;

/** Numbers from 0 up to, but not including, what they are asked below: the same for the same seed. */
export function dice(seed) {
  let s = (seed * 2654435761 + 1) >>> 0;
  return (n) => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) % n;
  };
}

/** The result of a program that is named in the error if it hangs. */
export async function inTime(program, name) {
  let watch;
  const limit = new Promise((_, reject) => {
    watch = setTimeout(() => reject(new Error(`${name}: hangs`)), LIMIT);
    // It keeps nothing alive: what waits for ever is a deadlock.
    watch.unref();
  });
  try {
    return await Promise.race([program, limit]);
  } finally {
    clearTimeout(watch);
  }
}
