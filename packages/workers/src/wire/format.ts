/**
 * The format of a message: how the structured clone of a value lies in words of 32 bits.
 *
 * A message is a head of HEAD words, the value, and the bytes of its larger buffers. A value begins with a word
 * that holds its tag in the low 8 bits; the other 24 hold a length or a small integer, or MANY if that is in the next word.
 *
 *   FO1  A message begins at a multiple of 8. Floats and bigints lie at even words: the word before is skipped if need be.
 *   FO2  Objects count from 0 in the order in which they begin. REF names an earlier one by its number.
 *   FO3  Shapes (the keys of ordinary objects) count from 0 in the order in which they appear. LIKE names an earlier one.
 *   FO4  Strings take whole words.
 */

/** Words before the value. */
export const HEAD = 4;
/** Head: whether any REF is in it (bit 0), and the M whose parcel it needs (the bits from 8). */
export const AT_FLAGS = 0;
/** Head: word of the last traveller, which names the one before it; 0: none. */
export const AT_TRAVELLERS = 1;
/** Head: word at which the bytes of larger buffers begin. */
export const AT_BYTES = 2;
/** Head: ticket of the parcel with what travels by ports (parcel.ts); 0: none. */
export const AT_PARCEL = 3;

/** In the 24 bits: the number is in the next word. */
export const MANY = 0xffffff;

export const UNDEFINED = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
/** An integer in the 24 bits, signed. */
export const SMALL = 4;
/** An integer in the next word. */
export const INT = 5;
/** A float (FO1). */
export const FLOAT = 6;
/** An integer of 64 bits (FO1). */
export const BIG = 7;
/** A larger bigint: its hexadecimal digits as a narrow string; HUGE_NEGATIVE for those below zero. */
export const HUGE = 8;
export const HUGE_NEGATIVE = 9;
/** A string of so many characters, a byte or two for each. */
export const NARROW = 10;
export const WIDE = 11;
/** Not there: an element or property that went away while it was being written. */
export const HOLE = 12;
/** Object number so-and-so, again. */
export const REF = 13;
/** An ordinary object: so many keys, as strings, then as many values. */
export const OBJECT = 14;
/** An ordinary object of an earlier shape: its values. */
export const LIKE = 15;
/** An array of so many elements. */
export const LIST = 16;
/** The same, all of them floats (FO1) or integers of 32 bits. */
export const FLOATS = 17;
export const INTS = 18;
/** An array with holes or names: its length in the next word, then so many pairs of key and value. */
export const SPARSE = 19;
/** So many pairs, so many values. */
export const MAPPING = 20;
export const COLLECTION = 21;
/** Milliseconds, as a float (FO1). */
export const MOMENT = 22;
/** Two strings: source and flags. */
export const PATTERN = 23;
/** Number of the name in ERRORS; then message, stack and cause, each HOLE if it has none. */
export const FAILURE = 24;
/** So many bytes, in place. */
export const BYTES = 25;
/** So many bytes: the next word says where, in bytes from AT_BYTES. */
export const FAR_BYTES = 26;
/** A view number so-and-so of VIEWS: offset and length in two words, then its buffer. */
export const WINDOW = 27;
/** A boxed primitive: the primitive. */
export const BOX = 28;
/** An object of this project of kind so-and-so: the previous traveller in the message, then three words. */
export const TRAVEL = 29;
/** What travels by ports: its index in the parcel. */
export const EXTRA = 30;
/** A buffer that can grow to so many bytes: the buffer. */
export const GROWABLE = 31;

/** Names of errors that keep their class. */
export const ERRORS: readonly ErrorConstructor[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/** Kinds of views, with DataView last. */
export const VIEWS: readonly string[] = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Float16Array",
  "DataView",
];
