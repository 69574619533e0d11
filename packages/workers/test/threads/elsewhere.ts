/**
 * Source of `elsewhere(fn, ...args)`, for programs on two Ps: starts a goroutine, and keeps M0 busy until another thread
 * has begun it.
 */
export const ELSEWHERE: string = `function elsewhere(fn, ...args) {
  const g = go(fn, ...args);
  while (g.status === "runnable");
  return g;
}`;
