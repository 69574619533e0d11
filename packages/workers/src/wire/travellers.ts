/**
 * Travellers: objects of this project that know how to get to another thread. Shared channels and locks travel as
 * their address, channels of one thread as the number by which their thread knows them.
 *
 *   TR1  What is packed is unpacked or dropped, once: who keeps count of those on their way can rely on it.
 */
import { setTravellers } from "./kinds.js";

/** How objects of one kind travel: as three words. */
export interface Traveller<T extends object = any> {
  /** Number of the kind, from 1 to 255, the same on all threads. */
  readonly kind: number;
  /** Whether an object is of this kind. Objects with the same prototype are all, or none is. */
  is(value: object): boolean;
  /** Writes the three words to `words` at `at`. */
  pack(value: T, words: Int32Array, at: number): void;
  /** The object that three words stand for. */
  unpack(a: number, b: number, c: number): T;
  /** The three words will not be unpacked (TR1). `isOwn`: they never left this thread. */
  drop(a: number, b: number, c: number, isOwn: boolean): void;
}

/** The kind of handles of shared objects. */
export const HANDLE = 1;
/** The kind of what stands for a lock of another thread. */
export const BORROWED = 3;

/** The reading side of a lock. */
interface ReadSide {
  readonly rw: { rLocker(): object };
}

/** By kind. */
const byKind: (Traveller | undefined)[] = [];
/** By prototype, as they are met. */
const byPrototype = new WeakMap<object, Traveller>();

setTravellers((value) => byKind.some((each) => each?.is(value) === true));

/** Makes objects of a kind travel. */
export function registerTraveller<T extends object>(traveller: Traveller<T>): void {
  byKind[traveller.kind] = traveller;
}

/** Makes reading sides of a class travel: as their locks do, which are of the kind `ofLock`. */
export function registerReadSide(kind: number, ofLock: number, side: new (lock: any) => ReadSide): void {
  registerTraveller<ReadSide>({
    kind,
    is: (value) => value instanceof side,
    pack: ({ rw }, words, at) => travellerAt(ofLock).pack(rw, words, at),
    unpack: (a, b, c) => (travellerAt(ofLock).unpack(a, b, c) as ReadSide["rw"]).rLocker() as ReadSide,
    drop: (a, b, c, isOwn) => travellerAt(ofLock).drop(a, b, c, isOwn),
  });
}

/** How an object of kind TRAVELLER travels. */
export function travellerOf(value: object): Traveller {
  const prototype: object = Object.getPrototypeOf(value);
  const known = byPrototype.get(prototype);
  if (known !== undefined && byKind[known.kind] === known) return known;
  const traveller = byKind.find((each) => each?.is(value) === true) as Traveller;
  byPrototype.set(prototype, traveller);
  return traveller;
}

/** How objects of a kind travel. @throws Error the kind is not registered on this thread */
export function travellerAt(kind: number): Traveller {
  const traveller = byKind[kind];
  if (traveller === undefined)
    throw new Error(`a value of kind ${kind} came, which this thread does not know`);
  return traveller;
}

/** Where what is being packed goes to. */
let isAway = false;

/** Says whether what is packed from now on goes to a thread that shares no memory with this one. */
export function setAway(is: boolean): void {
  isAway = is;
}

/** Whether what is being packed goes to a thread that shares no memory with this one. */
export function goesAway(): boolean {
  return isAway;
}
