/**
 * Locks of every kind, as the random programs see them: something to enter and to leave, alone or with others.
 */
import type { Op } from "@gopark/core";
import { Mutex, RWMutex, Weighted } from "@gopark/sync";
import type { Leaf } from "./attempt.js";

/** A way into a lock. */
export interface Turnstile {
  lock(): Op<unknown>;
  unlock(): void;
  /** Who is inside; shared by all ways into the same lock. */
  readonly inside: Inside;
  /** Whether others may be inside that came this way. */
  readonly isShared: boolean;
}

/** The operations by which somebody is inside a lock, and whether each shares it. */
export type Inside = Map<Leaf, boolean>;

/** The way into a mutex. */
export function mutexTurnstile(mutex: Mutex): Turnstile {
  return {
    lock: () => mutex.lock(),
    unlock: () => mutex.unlock(),
    inside: new Map(),
    isShared: false,
  };
}

/** Both ways into a RWMutex. */
export function rwTurnstiles(rw: RWMutex): Turnstile[] {
  const inside: Inside = new Map();
  return [
    { lock: () => rw.lock(), unlock: () => rw.unlock(), inside, isShared: false },
    { lock: () => rw.rLock(), unlock: () => rw.rUnlock(), inside, isShared: true },
  ];
}

/** Two mutexes, both sides of a RWMutex, and a semaphore. */
export function turnstiles(): Turnstile[] {
  const semaphore = new Weighted(2);
  return [
    mutexTurnstile(new Mutex()),
    ...rwTurnstiles(new RWMutex()),
    mutexTurnstile(new Mutex()),
    {
      lock: () => semaphore.acquire(2),
      unlock: () => semaphore.release(2),
      inside: new Map(),
      isShared: false,
    },
  ];
}

/** Goes in; answers who is in the way, or null. */
export function enter({ inside, isShared }: Turnstile, leaf: Leaf): string | null {
  for (const [other, isOtherShared] of inside)
    if (!isShared || !isOtherShared) return `${other.attempt?.task}`;
  inside.set(leaf, isShared);
  return null;
}
