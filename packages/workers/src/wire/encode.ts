/**
 * Writes the structured clone of a value as a message (format.ts).
 *
 * The message is built in a buffer of the thread's own, and copied from there when its length is known.
 *
 *   EN1  An encoder holds no value when it is not at work: what was sent can be collected.
 *   EN2  A getter may run user code, which may send: that takes another encoder.
 *   EN3  If it fails, the travellers it has packed are dropped (TR1).
 */
import * as format from "./format.js";
import * as kinds from "./kinds.js";
import { Met } from "./met.js";
import { isNarrow, padded, Room } from "./room.js";
import { travellerAt, travellerOf } from "./travellers.js";

/** Thrown where a value cannot be cloned; who called finds out what and where (unsendable.ts). */
export class Unsendable extends Error {}

/** Buffers up to this size lie in place. */
const NEAR = 64;
/** Arrays of numbers up to this length are looked through for properties with names. */
const SCANNED = 64;
/** Shapes looked at for one that fits. */
const SHAPES = 4;
/** Words of a new buffer. */
const WORDS = 4096;
/** Words that one value needs at most besides strings and elements. */
const ROOMY = 16;

/** A larger buffer, and where its bytes go. */
interface FarBytes {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** Builds one message at a time. */
export class Encoder {
  /** Where the message is built. */
  room: Room = new Room(new ArrayBuffer(WORDS * 4));
  /** Words written. */
  length = 0;
  /** Bytes of larger buffers. */
  farLength = 0;
  /** Things that travel by ports. */
  readonly extras: unknown[] = [];
  /** What of them, or of buffers, is moved and not copied. */
  private transfer: ReadonlySet<unknown> | null = null;
  /** Larger buffers. */
  private readonly far: FarBytes[] = [];
  /** The objects so far. */
  private readonly met = new Met();
  /** Keys of the ordinary objects seen last, and the numbers of their shapes (FO3). */
  private readonly shapes: (readonly string[])[] = [];
  private shapeCount = 0;

  /** Builds the message. `transfer`: what is moved. @throws Unsendable it cannot be cloned, or what a getter throws */
  encode(value: unknown, transfer: ReadonlySet<unknown> | null): void {
    const { words } = this.room;
    this.length = format.HEAD;
    words[format.AT_FLAGS] = 0;
    words[format.AT_TRAVELLERS] = 0;
    words[format.AT_PARCEL] = 0;
    this.transfer = transfer;
    try {
      this.value(value);
    } catch (error) {
      this.abort();
      throw error;
    } finally {
      this.transfer = null;
      this.met.clear();
      this.shapes.length = 0;
      this.shapeCount = 0;
    }
    // The larger buffers begin at a multiple of 8.
    if ((this.length & 1) === 1) this.length++;
    this.room.words[format.AT_BYTES] = this.length;
  }

  /** Bytes of the message. */
  get byteLength(): number {
    return this.length * 4 + this.farLength;
  }

  /** Copies the message to `bytes`, whose views are `words`, at a multiple of 8. */
  copyTo(bytes: Uint8Array, words: Int32Array, at: number): void {
    const { length, far } = this;
    const from = this.room.words;
    const to = at >> 2;
    if (length < 128) for (let i = 0; i < length; i++) words[to + i] = from[i] as number;
    else words.set(from.subarray(0, length), to);
    for (const part of far) bytes.set(part.bytes, at + length * 4 + part.at);
  }

  /** Forgets the message (EN1). */
  clear(): void {
    if (this.farLength > 0) {
      this.far.length = 0;
      this.farLength = 0;
    }
    if (this.extras.length > 0) this.extras.length = 0;
    if (this.room.words.length > 64 * WORDS) this.room = new Room(new ArrayBuffer(WORDS * 4));
  }

  /** The message will not be used (EN3). */
  abort(): void {
    const { words } = this.room;
    for (let at = words[format.AT_TRAVELLERS] as number; at !== 0; at = words[at + 1] as number) {
      const traveller = travellerAt((words[at] as number) >>> 8);
      traveller.drop(words[at + 2] as number, words[at + 3] as number, words[at + 4] as number, true);
    }
  }

  /** Makes room for `words` more, and ROOMY beyond them. */
  private reserve(words: number): void {
    const need = this.length + words + ROOMY;
    if (need <= this.room.words.length) return;
    let size = this.room.words.length * 2;
    while (size < need) size *= 2;
    const larger = new Room(new ArrayBuffer(size * 4));
    larger.words.set(this.room.words.subarray(0, this.length));
    this.room = larger;
  }

  /** Writes a tag with a number. */
  private tag(tag: number, n: number): void {
    const { words } = this.room;
    if (n < format.MANY) words[this.length++] = tag | (n << 8);
    else {
      words[this.length++] = tag | (format.MANY << 8);
      words[this.length++] = n;
    }
  }

  private value(value: unknown): void {
    this.reserve(0);
    switch (typeof value) {
      case "number":
        this.number(value);
        return;
      case "string":
        this.text(value);
        return;
      case "boolean":
        this.room.words[this.length++] = value ? format.TRUE : format.FALSE;
        return;
      case "undefined":
        this.room.words[this.length++] = format.UNDEFINED;
        return;
      case "bigint":
        this.bigint(value);
        return;
      case "object":
        if (value === null) this.room.words[this.length++] = format.NULL;
        else this.object(value);
        return;
      default:
        throw new Unsendable();
    }
  }

  private hole(): void {
    this.reserve(0);
    this.room.words[this.length++] = format.HOLE;
  }

  private number(value: number): void {
    const { words } = this.room;
    const k = value | 0;
    if (k === value && (k !== 0 || 1 / value > 0)) {
      if ((k << 8) >> 8 === k) words[this.length++] = format.SMALL | (k << 8);
      else {
        words[this.length++] = format.INT;
        words[this.length++] = k;
      }
    } else {
      words[this.length++] = format.FLOAT;
      this.float(value);
    }
  }

  /** Writes a float at the next even word (FO1). */
  private float(value: number): void {
    const at = (this.length + 1) & -2;
    this.room.floats[at >> 1] = value;
    this.length = at + 2;
  }

  private bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) === value) {
      this.room.words[this.length++] = format.BIG;
      const at = (this.length + 1) & -2;
      this.room.bigs[at >> 1] = value;
      this.length = at + 2;
      return;
    }
    const isNegative = value < 0n;
    const digits = (isNegative ? -value : value).toString(16);
    this.reserve(digits.length >> 2);
    this.tag(isNegative ? format.HUGE_NEGATIVE : format.HUGE, digits.length);
    this.room.writeNarrow(digits, this.length * 4);
    this.length += padded(digits.length) >> 2;
  }

  private text(text: string): void {
    const { length } = text;
    if (isNarrow(text)) {
      this.reserve(length >> 2);
      this.tag(format.NARROW, length);
      const at = this.length;
      this.length = at + (padded(length) >> 2);
      // The bytes that fill up the last word are zeros: short keys are compared by words.
      if (length > 0) this.room.words[this.length - 1] = 0;
      this.room.writeNarrow(text, at * 4);
    } else {
      this.reserve(length >> 1);
      this.tag(format.WIDE, length);
      this.room.writeWide(text, this.length * 4);
      this.length += padded(length * 2) >> 2;
    }
  }

  private object(value: object): void {
    const seen = this.met.numberOf(value);
    if (seen >= 0) {
      this.tag(format.REF, seen);
      this.room.words[format.AT_FLAGS] = 1;
      return;
    }
    if (this.transfer?.has(value)) {
      this.extra(value);
      return;
    }
    switch (kinds.kindOf(value)) {
      case kinds.ORDINARY:
        this.ordinary(value as Record<string, unknown>);
        return;
      case kinds.ARRAY:
        this.array(value as unknown[]);
        return;
      case kinds.VIEW:
        this.view(value as ArrayBufferView);
        return;
      case kinds.BUFFER:
        this.buffer(value as ArrayBuffer);
        return;
      case kinds.MAP:
        this.map(value as Map<unknown, unknown>);
        return;
      case kinds.SET:
        this.set(value as Set<unknown>);
        return;
      case kinds.DATE:
        this.room.words[this.length++] = format.MOMENT;
        this.float(Date.prototype.getTime.call(value));
        return;
      case kinds.REGEXP:
        this.room.words[this.length++] = format.PATTERN;
        this.text((value as RegExp).source);
        this.text((value as RegExp).flags);
        return;
      case kinds.ERROR:
        this.failure(value as Error);
        return;
      case kinds.BOXED:
        this.room.words[this.length++] = format.BOX;
        this.value(kinds.unbox(value));
        return;
      case kinds.TRAVELLER:
        this.traveller(value);
        return;
      case kinds.HOSTED:
        this.extra(value);
        return;
      case kinds.MOVABLE:
      case kinds.STUCK:
        throw new Unsendable();
    }
  }

  private ordinary(value: Record<string, unknown>): void {
    const keys = Object.keys(value);
    const n = keys.length;
    const shape = this.shapeOf(keys);
    if (shape >= 0) this.tag(format.LIKE, shape);
    else {
      this.tag(format.OBJECT, n);
      for (let i = 0; i < n; i++) this.text(keys[i] as string);
    }
    for (let i = 0; i < n; i++) {
      const key = keys[i] as string;
      const v = value[key];
      // A getter that ran before may have deleted it.
      if (v === undefined && !Object.hasOwn(value, key)) this.hole();
      else this.value(v);
    }
  }

  /** Number of the shape with these keys; -1 and a number of its own if it is new (FO3). */
  private shapeOf(keys: readonly string[]): number {
    const { shapes, shapeCount } = this;
    const n = keys.length;
    search: for (let i = shapes.length - 1; i >= 0; i--) {
      const shape = shapes[i] as readonly string[];
      if (shape.length !== n) continue;
      for (let k = 0; k < n; k++) if (shape[k] !== keys[k]) continue search;
      return shapeCount - shapes.length + i;
    }
    if (shapes.length === SHAPES) shapes.shift();
    shapes.push(keys);
    this.shapeCount = shapeCount + 1;
    return -1;
  }

  private array(value: unknown[]): void {
    const { length } = value;
    if (length > 0 && typeof value[0] === "number" && this.numbers(value)) return;
    const keys = Object.keys(value);
    // Keys that are indices come first, in ascending order: these two say that all are there, and nothing else.
    if (keys.length === length && (length === 0 || keys[length - 1] === String(length - 1))) {
      this.tag(format.LIST, length);
      for (let i = 0; i < length; i++) {
        const v = value[i];
        if (v === undefined && !Object.hasOwn(value, i)) this.hole();
        else this.value(v);
      }
      return;
    }
    this.tag(format.SPARSE, keys.length);
    this.room.words[this.length++] = length | 0;
    for (const key of keys) {
      this.value(key);
      this.value((value as unknown as Record<string, unknown>)[key]);
    }
  }

  /** Writes an array if all its elements are numbers; answers whether they are. */
  private numbers(value: unknown[]): boolean {
    const { length } = value;
    const start = this.length;
    this.reserve(length * 2);
    this.tag(format.INTS, length);
    const { words, floats } = this.room;
    const at = this.length;
    let i = 0;
    for (; i < length; i++) {
      const v = value[i];
      if (typeof v !== "number") break;
      const k = v | 0;
      if (k !== v || (k === 0 && 1 / v < 0)) break;
      words[at + i] = k;
    }
    this.length = at + length;
    if (i < length && typeof value[i] === "number") {
      this.length = start;
      this.tag(format.FLOATS, length);
      const even = ((this.length + 1) & -2) >> 1;
      for (i = 0; i < length; i++) {
        const v = value[i];
        if (typeof v !== "number") break;
        floats[even + i] = v;
      }
      this.length = (even + length) * 2;
    }
    if (i === length && (length > SCANNED || Object.keys(value).length === length)) return true;
    this.length = start;
    return false;
  }

  private map(value: Map<unknown, unknown>): void {
    // A copy: what getters of its values do to the map does not matter any more.
    const entries = [...Map.prototype.entries.call(value)];
    this.tag(format.MAPPING, entries.length);
    for (const [k, v] of entries) {
      this.value(k);
      this.value(v);
    }
  }

  private set(value: Set<unknown>): void {
    const values = [...Set.prototype.values.call(value)];
    this.tag(format.COLLECTION, values.length);
    for (const v of values) this.value(v);
  }

  private failure(error: Error): void {
    const name = String(error.name);
    this.tag(
      format.FAILURE,
      Math.max(
        0,
        format.ERRORS.findIndex((each) => each.name === name),
      ),
    );
    const message = Object.getOwnPropertyDescriptor(error, "message");
    if (message === undefined || !("value" in message)) this.hole();
    else this.text(String(message.value));
    const { stack } = error;
    if (typeof stack !== "string") this.hole();
    else this.text(stack);
    if (!Object.hasOwn(error, "cause")) this.hole();
    else this.value(error.cause);
  }

  private view(view: ArrayBufferView): void {
    const name = Object.prototype.toString.call(view).slice(8, -1);
    this.tag(format.WINDOW, format.VIEWS.indexOf(name));
    const { words } = this.room;
    words[this.length++] = view.byteOffset;
    words[this.length++] = "length" in view ? (view.length as number) : view.byteLength;
    this.value(view.buffer);
  }

  private buffer(buffer: ArrayBuffer): void {
    // Of a buffer that was moved away no view can be made, which is how engines tell that have no `detached` yet.
    const bytes = viewOf(buffer);
    const { byteLength } = buffer;
    const { resizable, maxByteLength } = buffer as { resizable?: boolean; maxByteLength?: number };
    if (resizable === true) this.tag(format.GROWABLE, maxByteLength as number);
    if (byteLength <= NEAR) {
      this.reserve(NEAR >> 2);
      this.tag(format.BYTES, byteLength);
      this.room.bytes.set(bytes, this.length * 4);
      this.length += padded(byteLength) >> 2;
      return;
    }
    this.tag(format.FAR_BYTES, byteLength);
    this.room.words[this.length++] = this.farLength;
    this.far.push({ bytes, at: this.farLength });
    this.farLength += (byteLength + 7) & -8;
  }

  private traveller(value: object): void {
    const traveller = travellerOf(value);
    const { words } = this.room;
    const at = this.length;
    traveller.pack(value, words, at + 2);
    words[at] = format.TRAVEL | (traveller.kind << 8);
    words[at + 1] = words[format.AT_TRAVELLERS] as number;
    words[format.AT_TRAVELLERS] = at;
    this.length = at + 5;
  }

  private extra(value: object): void {
    this.tag(format.EXTRA, this.extras.length);
    this.extras.push(value);
  }
}

function viewOf(buffer: ArrayBuffer): Uint8Array {
  try {
    return new Uint8Array(buffer);
  } catch {
    throw new Unsendable();
  }
}

/** The encoder that is not at work; null while it is (EN2). */
let spare: Encoder | null = null;

/** An encoder to be given back by `release`. */
export function borrow(): Encoder {
  const encoder = spare ?? new Encoder();
  spare = null;
  return encoder;
}

/** Takes an encoder back. */
export function release(encoder: Encoder): void {
  encoder.clear();
  spare = encoder;
}
