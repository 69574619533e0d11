/**
 * What kind of object a value is, as the structured clone algorithm tells them apart: by what an object is made of, not
 * by what it says about itself.
 *
 *   KI1  A prototype gives the first guess. It is believed after a call that works on nothing else has worked.
 *   KI2  What has no kind of its own is an ordinary object: its own enumerable properties travel, its class does not.
 *   KI3  A class that is not known is shown to the host's own structuredClone, once: its answer tells objects of the
 *        host from ordinary ones, without a list of all that hosts have.
 */

/** Its own enumerable properties travel. */
export const ORDINARY = 0;
export const ARRAY = 1;
export const DATE = 2;
export const REGEXP = 3;
export const MAP = 4;
export const SET = 5;
export const ERROR = 6;
export const BUFFER = 7;
/** A typed array or a DataView. */
export const VIEW = 8;
/** `new Number(1)` and the like. */
export const BOXED = 9;
/** Of the host: travels by ports only, not as bytes: a Blob, shared memory, a compiled module. */
export const HOSTED = 10;
/** Of the host: travels by ports only, and only if it is moved: a MessagePort, a stream. */
export const MOVABLE = 11;
/** Cannot be sent at all. */
export const STUCK = 12;
/** Of this project: knows how to travel (travellers.ts). */
export const TRAVELLER = 13;

/** A kind, and a call that throws unless a value is of it (KI1). */
interface Guess {
  readonly kind: number;
  readonly prove: (value: object) => unknown;
}

/** Calls the getter `name` of a prototype on a value: it throws unless the value is of that kind. */
function getter(prototype: object, name: string): (value: object) => unknown {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get as () => unknown;
  return (value) => get.call(value);
}

const prove = (f: (this: any) => unknown): ((value: object) => unknown) => f.call.bind(f);

/** Symbols can be boxed as well, but not sent. */
const boxes: readonly ((value: object) => unknown)[] = [
  prove(Number.prototype.valueOf),
  prove(String.prototype.valueOf),
  prove(Boolean.prototype.valueOf),
  prove(BigInt.prototype.valueOf),
];

/** The primitive in a boxed one; throws if `value` is none. */
export function unbox(value: object): unknown {
  for (const f of boxes) {
    try {
      return f(value);
    } catch {
      // Not of this kind: the next, then.
    }
  }
  throw new TypeError("not boxed");
}

/** Whether an object is an error. Its name and tag may be anything; what the engine gave it is a stack. */
function proveError(value: object): void {
  const isPlain =
    !(Symbol.toStringTag in value) && Object.prototype.toString.call(value) === "[object Error]";
  if (!isPlain && !(value instanceof Error && Object.hasOwn(value, "stack")))
    throw new TypeError("not an error");
}

const boxed: Guess = { kind: BOXED, prove: unbox };

const guesses: ReadonlyMap<string, [prototype: object, guess: Guess]> = new Map<string, [object, Guess]>([
  ["Date", [Date.prototype, { kind: DATE, prove: prove(Date.prototype.getTime) }]],
  ["RegExp", [RegExp.prototype, { kind: REGEXP, prove: getter(RegExp.prototype, "source") }]],
  ["Map", [Map.prototype, { kind: MAP, prove: getter(Map.prototype, "size") }]],
  ["Set", [Set.prototype, { kind: SET, prove: getter(Set.prototype, "size") }]],
  ["Error", [Error.prototype, { kind: ERROR, prove: proveError }]],
  [
    "ArrayBuffer",
    [ArrayBuffer.prototype, { kind: BUFFER, prove: getter(ArrayBuffer.prototype, "byteLength") }],
  ],
  ["Number", [Number.prototype, boxed]],
  ["String", [String.prototype, boxed]],
  ["Boolean", [Boolean.prototype, boxed]],
  ["BigInt", [BigInt.prototype, boxed]],
]);

const ordinary: Guess = { kind: ORDINARY, prove: () => 0 };
const hosted: Guess = { kind: HOSTED, prove: () => 0 };
const movable: Guess = { kind: MOVABLE, prove: () => 0 };
const stuck: Guess = { kind: STUCK, prove: () => 0 };
const traveller: Guess = { kind: TRAVELLER, prove: () => 0 };

/** What is known about prototypes. */
const known = new WeakMap<object, Guess>(guesses.values());

/**
 * Classes of the host, by name, whose objects are moved, not copied, or of which Node's structuredClone would make an empty
 * object. They are looked up when something that might be one is met: to touch their names loads them, and a thread starts
 * sooner without.
 */
const hostClasses: ReadonlyMap<unknown, Guess> = new Map([
  ["MessagePort", movable],
  ["ReadableStream", movable],
  ["WritableStream", movable],
  ["TransformStream", movable],
  ["OffscreenCanvas", movable],
  ["RTCDataChannel", movable],
  ["MediaSourceHandle", movable],
  ["AbortSignal", stuck],
]);
if (typeof SharedArrayBuffer !== "undefined") known.set(SharedArrayBuffer.prototype, hosted);

/** The kind of an object that is no function. */
export function kindOf(value: object): number {
  if (Array.isArray(value)) return ARRAY;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return ORDINARY;
  if (ArrayBuffer.isView(value)) return VIEW;
  const guess = known.get(prototype) ?? study(value, prototype);
  try {
    guess.prove(value);
  } catch {
    return ORDINARY;
  }
  return guess.kind;
}

/** Makes a guess about a prototype that was not seen before. */
function study(value: object, prototype: object): Guess {
  const guess = isTraveller(value)
    ? traveller
    : isResident(value)
      ? stuck
      : (inherited(value, prototype) ?? asTagged(value) ?? probe(value));
  known.set(prototype, guess);
  return guess;
}

/** What is known about the prototype of a class of the host. */
function ofHost(prototype: object): Guess | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value?.name;
  const guess = hostClasses.get(name);
  if (guess === undefined) return undefined;
  const { [name as string]: its } = globalThis as unknown as Record<string, { prototype?: object }>;
  return its?.prototype === prototype ? guess : undefined;
}

/** What the prototype and those above it say. */
function inherited(value: object, prototype: object): Guess | undefined {
  let above: object | null = prototype;
  for (; above !== null; above = Object.getPrototypeOf(above)) {
    const guess = known.get(above) ?? ofHost(above);
    if (guess !== undefined && guess !== ordinary && proves(guess, value)) return guess;
  }
  return undefined;
}

/** An object from another realm has none of our prototypes, but calls itself the same, and the proofs hold for it. */
function asTagged(value: object): Guess | undefined {
  const guess = guesses.get(Object.prototype.toString.call(value).slice(8, -1))?.[1];
  return guess !== undefined && proves(guess, value) ? guess : undefined;
}

function proves(guess: Guess, value: object): boolean {
  try {
    guess.prove(value);
    return true;
  } catch {
    return false;
  }
}

/** Asks the host (KI3). */
function probe(value: object): Guess {
  try {
    const copy: object = structuredClone(value);
    return Object.getPrototypeOf(copy) === Object.prototype ? ordinary : hosted;
  } catch {
    // Either the object itself or something in it cannot be cloned. Those the engine refuses have nothing in them.
    return Object.keys(value).length === 0 ? stuck : ordinary;
  }
}

/** Tells whether a value can't leave its thread; residents.ts says how. */
let isResident = (_value: object): boolean => false;

/** Says how residents are told. */
export function setResidents(test: (value: object) => boolean): void {
  isResident = test;
}

/** Tells whether a value knows how to travel; travellers.ts says how. */
let isTraveller = (_value: object): boolean => false;

/** Says how travellers are told. All kinds of them are known before the first value is sent. */
export function setTravellers(test: (value: object) => boolean): void {
  isTraveller = test;
}
