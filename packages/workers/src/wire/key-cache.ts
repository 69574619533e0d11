/**
 * The short keys that messages had lately, so that the same key is the same string: engines find properties by
 * strings they know faster than by new ones with the same characters.
 *
 *   KC1  A place holds the words of a narrow string, tag included, and the string made of them.
 */
import { NARROW } from "./format.js";

/** Places, a power of two. */
const PLACES = 256;
/** Longest key in characters; its words besides the tag. */
const LONGEST = 12;
const WORDS = LONGEST / 4;

/** A cache that forgets a key when another takes its place. */
export class KeyCache {
  /** Tag and words of the keys, four for each place. */
  private readonly words = new Int32Array(PLACES * (WORDS + 1));
  /** The keys. */
  private readonly texts: (string | undefined)[] = new Array(PLACES).fill(undefined);

  /** The string that stands at `at` of a message; undefined if it is not known. */
  find(words: Int32Array, at: number): string | undefined {
    const tag = words[at] as number;
    if ((tag & 0xff) !== NARROW || tag >>> 8 > LONGEST) return undefined;
    const place = placeOf(words, at, tag);
    const own = this.words;
    const from = place * (WORDS + 1);
    if (own[from] !== tag) return undefined;
    for (let i = ((tag >>> 8) + 3) >> 2; i > 0; i--) if (own[from + i] !== words[at + i]) return undefined;
    return this.texts[place];
  }

  /** Remembers the string that stands at `at`. */
  keep(words: Int32Array, at: number, text: string): void {
    const tag = words[at] as number;
    if ((tag & 0xff) !== NARROW || tag >>> 8 > LONGEST) return;
    const place = placeOf(words, at, tag);
    const from = place * (WORDS + 1);
    for (let i = ((tag >>> 8) + 3) >> 2; i >= 0; i--) this.words[from + i] = words[at + i] as number;
    this.texts[place] = text;
  }
}

function placeOf(words: Int32Array, at: number, tag: number): number {
  let hash = tag;
  for (let i = ((tag >>> 8) + 3) >> 2; i > 0; i--)
    hash = (Math.imul(hash, 31) + (words[at + i] as number)) | 0;
  return (hash ^ (hash >>> 15) ^ (hash >>> 8)) & (PLACES - 1);
}
