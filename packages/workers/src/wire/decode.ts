/**
 * Reads a message (format.ts) and makes the value of it.
 *
 *   DE1  The message was written by the encoder of this version: it is not checked.
 *   DE2  While a message is read no code of users runs: one decoder serves all.
 *   DE3  What it makes shares no memory with the message, which may be overwritten afterwards.
 */
import * as format from "./format.js";
import { KeyCache } from "./key-cache.js";
import { padded, type Room } from "./room.js";
import { travellerAt } from "./travellers.js";

/** In place of a value that is not there. */
const NOTHING: unique symbol = Symbol("nothing");

/** The keys of ordinary objects of one shape. */
interface Shape {
  readonly keys: readonly string[];
  /** Whether one of them is `__proto__`, which an assignment would take for the prototype. */
  readonly isOdd: boolean;
}

type Ctor = new (buffer: ArrayBufferLike, at: number, length: number) => ArrayBufferView;

class Decoder {
  /** Where the message lies. */
  private room: Room = null as unknown as Room;
  /** The next word to read. */
  private at = 0;
  /** The word at which the message begins. */
  private start = 0;
  /** Objects by number (FO2), if the message has a REF. */
  private refs: unknown[] | null = null;
  /** What came by a port. */
  private extras: readonly unknown[] = [];
  /** Shapes by number (FO3). */
  private readonly shapes: Shape[] = [];
  /** Short keys seen before. */
  private readonly keys = new KeyCache();

  decode(room: Room, address: number, extras: readonly unknown[]): unknown {
    this.room = room;
    this.start = address >> 2;
    this.at = this.start + format.HEAD;
    this.extras = extras;
    this.refs = room.words[this.start + format.AT_FLAGS] === 0 ? null : [];
    try {
      return this.value();
    } finally {
      this.refs = null;
      this.extras = [];
      this.shapes.length = 0;
    }
  }

  /** The number beside a tag. */
  private count(word: number): number {
    const n = word >>> 8;
    return n < format.MANY ? n : (this.room.words[this.at++] as number) >>> 0;
  }

  /** Gives an object its number. */
  private made<T>(value: T): T {
    if (this.refs !== null) this.refs.push(value);
    return value;
  }

  private value(): unknown {
    const { words } = this.room;
    const word = words[this.at++] as number;
    switch (word & 0xff) {
      case format.UNDEFINED:
        return undefined;
      case format.NULL:
        return null;
      case format.FALSE:
        return false;
      case format.TRUE:
        return true;
      case format.SMALL:
        return word >> 8;
      case format.INT:
        return words[this.at++];
      case format.FLOAT:
        return this.float();
      case format.BIG: {
        const at = (this.at + 1) & -2;
        this.at = at + 2;
        return this.room.bigs[at >> 1];
      }
      case format.HUGE:
        return BigInt(`0x${this.narrow(this.count(word))}`);
      case format.HUGE_NEGATIVE:
        return -BigInt(`0x${this.narrow(this.count(word))}`);
      case format.NARROW:
        return this.narrow(this.count(word));
      case format.WIDE:
        return this.wide(this.count(word));
      case format.HOLE:
        return NOTHING;
      case format.REF:
        return (this.refs as unknown[])[this.count(word)];
      case format.OBJECT:
        return this.ordinary(this.shape(this.count(word)));
      case format.LIKE:
        return this.ordinary(this.shapes[this.count(word)] as Shape);
      case format.LIST:
        return this.list(this.count(word));
      case format.FLOATS:
        return this.floats(this.count(word));
      case format.INTS:
        return this.ints(this.count(word));
      case format.SPARSE:
        return this.sparse(this.count(word));
      default:
        return this.rare(word);
    }
  }

  /** Values that are seldom sent. */
  private rare(word: number): unknown {
    switch (word & 0xff) {
      case format.MAPPING:
        return this.mapping(this.count(word));
      case format.COLLECTION:
        return this.collection(this.count(word));
      case format.MOMENT:
        return this.made(new Date(this.float()));
      case format.PATTERN:
        return this.pattern();
      case format.FAILURE:
        return this.failure(this.count(word));
      case format.BYTES:
        return this.bytes(this.count(word), 0);
      case format.FAR_BYTES:
        return this.farBytes(this.count(word), 0);
      case format.GROWABLE:
        return this.growable(this.count(word));
      case format.WINDOW:
        return this.window(this.count(word));
      case format.BOX:
        return this.boxed();
      case format.TRAVEL: {
        const { words } = this.room;
        const at = this.at;
        this.at = at + 4;
        const [a, b, c] = [words[at + 1] as number, words[at + 2] as number, words[at + 3] as number];
        return this.made(travellerAt(word >>> 8).unpack(a, b, c));
      }
      case format.EXTRA:
        return this.made(this.extras[this.count(word)]);
      default:
        throw new Error(`message: unknown tag ${word & 0xff} (DE1)`);
    }
  }

  private float(): number {
    const at = (this.at + 1) & -2;
    this.at = at + 2;
    return this.room.floats[at >> 1] as number;
  }

  private narrow(length: number): string {
    const at = this.at;
    this.at = at + (padded(length) >> 2);
    return this.room.readNarrow(at * 4, length);
  }

  private wide(length: number): string {
    const at = this.at;
    this.at = at + (padded(length * 2) >> 2);
    return this.room.readWide(at * 4, length);
  }

  private shape(n: number): Shape {
    const { words } = this.room;
    const keys: string[] = [];
    let isOdd = false;
    for (let i = 0; i < n; i++) {
      const word = words[this.at] as number;
      let key = this.keys.find(words, this.at);
      if (key !== undefined) this.at += 1 + (padded(word >>> 8) >> 2);
      else {
        const at = this.at;
        key = this.value() as string;
        this.keys.keep(words, at, key);
      }
      if (key === "__proto__") isOdd = true;
      keys.push(key);
    }
    const shape = { keys, isOdd };
    this.shapes.push(shape);
    return shape;
  }

  private ordinary({ keys, isOdd }: Shape): object {
    const object: Record<string, unknown> = this.made({});
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const value = this.value();
      if (isOdd || value === NOTHING) define(object, key, value);
      else object[key] = value;
    }
    return object;
  }

  private list(length: number): unknown[] {
    const list: unknown[] = this.made([]);
    let hasHoles = false;
    for (let i = 0; i < length; i++) {
      const value = this.value();
      if (value === NOTHING) hasHoles = true;
      list.push(value);
    }
    if (hasHoles) for (let i = 0; i < length; i++) if (list[i] === NOTHING) delete list[i];
    return list;
  }

  private floats(length: number): number[] {
    const { floats } = this.room;
    const from = (this.at + 1) >> 1;
    const list: number[] = this.made([]);
    for (let i = 0; i < length; i++) list.push(floats[from + i] as number);
    this.at = (from + length) * 2;
    return list;
  }

  private ints(length: number): number[] {
    const { words } = this.room;
    const { at } = this;
    const list: number[] = this.made([]);
    for (let i = 0; i < length; i++) list.push(words[at + i] as number);
    this.at = at + length;
    return list;
  }

  private sparse(pairs: number): unknown[] {
    const list: unknown[] = this.made([]);
    list.length = (this.room.words[this.at++] as number) >>> 0;
    for (let i = 0; i < pairs; i++) {
      const key = this.value() as string;
      define(list, key, this.value());
    }
    return list;
  }

  private mapping(size: number): Map<unknown, unknown> {
    const map = this.made(new Map<unknown, unknown>());
    for (let i = 0; i < size; i++) {
      const key = this.value();
      map.set(key, this.value());
    }
    return map;
  }

  private collection(size: number): Set<unknown> {
    const set = this.made(new Set<unknown>());
    for (let i = 0; i < size; i++) set.add(this.value());
    return set;
  }

  /** A RegExp counts before its strings, which are no objects. */
  private pattern(): RegExp {
    const source = this.value() as string;
    return this.made(new RegExp(source, this.value() as string));
  }

  private failure(index: number): Error {
    const { prototype } = format.ERRORS[index] as ErrorConstructor;
    const error: Error = this.made(new Error());
    if (index > 0) Object.setPrototypeOf(error, prototype);
    for (const key of ["message", "stack", "cause"]) {
      const value = this.value();
      if (value === NOTHING) delete (error as unknown as Record<string, unknown>)[key];
      else
        Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
    }
    return error;
  }

  private bytes(length: number, most: number): ArrayBuffer {
    const buffer = this.made(newBuffer(length, most));
    const { at } = this;
    const from = this.room.bytes.subarray(at * 4, at * 4 + length);
    new Uint8Array(buffer).set(from);
    this.at = at + (padded(length) >> 2);
    return buffer;
  }

  private farBytes(length: number, most: number): ArrayBuffer {
    const buffer = this.made(newBuffer(length, most));
    const { words, bytes } = this.room;
    const from =
      (this.start + (words[this.start + format.AT_BYTES] as number)) * 4 + (words[this.at++] as number);
    new Uint8Array(buffer).set(bytes.subarray(from, from + length));
    return buffer;
  }

  private growable(most: number): ArrayBuffer {
    const word = this.room.words[this.at++] as number;
    const length = this.count(word);
    return (word & 0xff) === format.BYTES ? this.bytes(length, most) : this.farBytes(length, most);
  }

  private window(index: number): ArrayBufferView {
    // The view has its number before its buffer: the place is kept for it.
    const { refs, room } = this;
    const number = refs === null ? 0 : refs.push(undefined) - 1;
    const offset = room.words[this.at++] as number;
    const length = room.words[this.at++] as number;
    const buffer = this.value() as ArrayBuffer;
    const name = format.VIEWS[index] as string;
    const view = new (globalThis as unknown as Record<string, Ctor>)[name]!(buffer, offset, length);
    if (refs !== null) refs[number] = view;
    return view;
  }

  /** What is boxed is no object: it takes no number. */
  private boxed(): object {
    return this.made(Object(this.value()));
  }
}

/** Defines a property as an assignment would, but for NOTHING and for names with a meaning. */
function define(object: object, key: string, value: unknown): void {
  if (value === NOTHING) return;
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function newBuffer(length: number, most: number): ArrayBuffer {
  if (most === 0) return new ArrayBuffer(length);
  const Growable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer;
  return new Growable(length, { maxByteLength: most });
}

const decoder = /* @__PURE__ */ new Decoder();

/** The value of the message at an address of a room. `extras`: what came with it by a port. */
export function decode(room: Room, address: number, extras: readonly unknown[]): unknown {
  return decoder.decode(room, address, extras);
}
