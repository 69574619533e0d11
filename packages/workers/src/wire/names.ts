/**
 * Names that all threads know by the same number: of functions, above all.
 *
 * A table in shared memory that only grows. The number of a name is the address of its entry, so that finding the name
 * of a number is one look; finding the number of a name goes through a chain of entries with the same hash.
 *
 *   NA1  A name has one number. Who adds one looks through the chain up to where it was when the look began, and
 *        puts its entry in front of exactly that chain, in one step; if another was faster it looks at what is new.
 *   NA2  An entry is complete before it is in a chain, and never changes after.
 */
import { cas, get, type i32, load, put, views } from "../shm/atomics.js";
import { alloc } from "../shm/heap.js";
import { WIRE_HEAD } from "../shm/layout.js";
import { isNarrow, padded } from "./room.js";
import { sharedRoom } from "./value.js";

/** Chains, a power of two, a word for each from here on. */
const CHAINS: i32 = WIRE_HEAD;
const COUNT: i32 = 256;

/** Of an entry: the next in the chain, the hash, the length in characters (negative: wide ones), the characters. */
const NEXT: i32 = 0;
const HASH: i32 = 4;
const LENGTH: i32 = 8;
const TEXT: i32 = 16;

/** What this thread has looked up, in the memory `of`. */
const known = { numbers: new Map<string, number>(), texts: new Map<number, string>(), of: views.words };

/** What this thread has looked up; nothing, if the memory is another one now. */
function lookedUp(): typeof known {
  if (known.of !== views.words) {
    known.of = views.words;
    known.numbers.clear();
    known.texts.clear();
  }
  return known;
}

function hashOf(text: string): i32 {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The name with a number that `nameId` gave, on any thread. */
export function nameOf(id: number): string {
  const { texts } = lookedUp();
  let text = texts.get(id);
  if (text === undefined) {
    const length = get(id + LENGTH);
    const room = sharedRoom();
    text = length < 0 ? room.readWide(id + TEXT, -length) : room.readNarrow(id + TEXT, length);
    texts.set(id, text);
  }
  return text;
}

/** The number of a name; 0 if it has none yet. */
export function findName(text: string): number {
  const { numbers } = lookedUp();
  const id = numbers.get(text);
  if (id !== undefined) return id;
  const hash = hashOf(text);
  return search(load(CHAINS + (hash & (COUNT - 1)) * 4), 0, hash, text);
}

/** Looks for a name in a chain, from `entry` up to but not including `end`. */
function search(entry: i32, end: i32, hash: i32, text: string): i32 {
  for (let at = entry; at !== end; at = get(at + NEXT)) {
    if (get(at + HASH) === hash && nameOf(at) === text) {
      known.numbers.set(text, at);
      return at;
    }
  }
  return 0;
}

/** The number of a name, which is added if it is new. @throws RangeError the memory is full */
export function nameId(text: string): number {
  const found = findName(text);
  if (found !== 0) return found;
  const hash = hashOf(text);
  const chain: i32 = CHAINS + (hash & (COUNT - 1)) * 4;
  const entry = newEntry(text, hash);
  let end: i32 = 0;
  for (;;) {
    const first = load(chain);
    const other = search(first, end, hash, text);
    // Ours stays unused: names are few, and this is rare.
    if (other !== 0) return other;
    put(entry + NEXT, first);
    if (cas(chain, first, entry) === first) break;
    end = first;
  }
  known.numbers.set(text, entry);
  return entry;
}

function newEntry(text: string, hash: i32): i32 {
  const { length } = text;
  const narrow = isNarrow(text);
  const entry = alloc(TEXT + padded(narrow ? length : length * 2));
  if (entry === 0)
    throw new RangeError(`shared memory is full: no room for the name ${JSON.stringify(text)}`);
  put(entry + HASH, hash);
  put(entry + LENGTH, narrow ? length : -length);
  if (narrow) sharedRoom().writeNarrow(text, entry + TEXT);
  else sharedRoom().writeWide(text, entry + TEXT);
  return entry;
}
