/**
 * The seam to shared memory, in WebAssembly: takes the place of `src/shm/atomics.ts` when `scripts/accelerator.mjs`
 * compiles the files of that folder with AssemblyScript.
 *
 * Always true: each function but `spin` is one instruction after inlining, `copyWide` two, so no call and no loop stands between a
 * lock and its unlock but those of the algorithms themselves.
 */

/** Sleeps a little: only the host can. */
declare function sleep(n: i32): void;

/** Rounds of spinning in which no call is made. */
const PATIENCE: i32 = 200;

export function spin(n: i32): void {
  if (n >= PATIENCE) sleep(n);
}

export function load(a: i32): i32 {
  return atomic.load<i32>(a);
}

export function store(a: i32, v: i32): void {
  atomic.store<i32>(a, v);
}

export function cas(a: i32, expected: i32, v: i32): i32 {
  return atomic.cmpxchg<i32>(a, expected, v);
}

export function exchange(a: i32, v: i32): i32 {
  return atomic.xchg<i32>(a, v);
}

export function add(a: i32, v: i32): i32 {
  return atomic.add<i32>(a, v);
}

export function notify(a: i32): void {
  atomic.notify(a, -1);
}

export function get(a: i32): i32 {
  return i32.load(a);
}

export function put(a: i32, v: i32): void {
  i32.store(a, v);
}

export function copyWide(from: i32, to: i32): void {
  f64.store(to, f64.load(from));
}
