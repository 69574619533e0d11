/**
 * The invariants M1 to M4 of hmutex.ts and RW1 to RW3 of hrwmutex.ts, evaluated.
 */
import { line } from "../../core/test/check-chan.js";
import type { HMutex } from "../src/hmutex.js";
import type { HRWMutex } from "../src/hrwmutex.js";
import { HANDED, LOCKED, NO_WRITER, PENDING, STARVING } from "../src/lock-state.js";

function require(isTrue: boolean, invariant: string, lock: object): void {
  if (!isTrue) throw new Error(`${invariant} is broken: ${describe(lock)}`);
}

function describe(lock: object): string {
  return Object.entries(lock)
    .filter(([, value]) => /number|boolean/.test(typeof value))
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/** Throws unless M1 to M4 hold. */
export function checkMutex(mu: HMutex): void {
  const waiters = mu.line === null ? [] : line(mu.line);
  const has = (bit: number): boolean => (mu.state & bit) !== 0;
  require(!has(HANDED) || (mu.isWoken && !has(LOCKED)), "M1", mu);
  require(!has(STARVING) || has(LOCKED) || has(HANDED), "M2", mu);
  require(has(LOCKED) || mu.isWoken || waiters.length === 0, "M3", mu);
  for (const { elem, select } of waiters) require(elem !== undefined || select === null, "M4", mu);
}

/** Throws unless RW1 to RW3 hold. */
export function checkRWMutex(rw: HRWMutex): void {
  checkMutex(rw.w);
  const readers = rw.line === null ? [] : line(rw.line);
  require((rw.phase === NO_WRITER) === ((rw.w.state & LOCKED) === 0), "RW1", rw);
  require(rw.phase !== NO_WRITER || readers.length === 0, "RW2", rw);
  require((rw.phase === PENDING) === (rw.writer !== null), "RW3", rw);
  require(rw.phase === NO_WRITER || (rw.phase === PENDING) === rw.readers > 0, "RW3", rw);
}

/** Checks a lock after every call of a method of its own, whoever makes it, once it is back outside. Returns the lock. */
export function watched<T extends object>(lock: T, check: (lock: T) => void): T {
  let depth = 0;
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(lock))) {
    const method: unknown = Reflect.get(lock, name);
    if (typeof method !== "function" || name === "constructor") continue;
    const checked = (...args: unknown[]): unknown => {
      depth++;
      try {
        return method.apply(lock, args);
      } finally {
        if (--depth === 0) check(lock);
      }
    };
    Object.defineProperty(lock, name, { value: checked, configurable: true });
  }
  return lock;
}
