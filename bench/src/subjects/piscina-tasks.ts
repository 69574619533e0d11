/** What piscina's threads load: a task for each case. */

export function echo(n: number): number {
  return n;
}

/** Computes for so many microseconds. */
export function task(micros: number): number {
  const end = performance.now() + micros / 1000;
  while (performance.now() < end);
  return 1;
}
