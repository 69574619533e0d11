/**
 * Source of `elsewhere(fn, ...args)`, for programs on two Ps: starts a goroutine, and keeps M0 busy until another thread
 * has begun it.
 */
export const ELSEWHERE: string = `function elsewhere(fn, ...args) {
  const g = go(fn, ...args);
  while (g.status === "runnable");
  return g;
}`;

/**
 * Source of a function: prints "ready" when the dump of all threads matches. From outside goroutines, for main may be preempted
 * before it waits. Its module imports stackAll.
 */
export const READY_WHEN = `async function readyWhen(pattern) {
  while (!pattern.test(await stackAll())) await new Promise((resolve) => setTimeout(resolve, 1));
  console.log("ready");
}`;
