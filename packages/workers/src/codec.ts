/**
 * Codecs: how the values of a shared channel lie in memory.
 *
 * Without a codec a value is written by what it is, which always works. A codec says beforehand what all values are:
 * that saves the looking, and a value that is something else is refused where it is sent, not found where it is received.
 *
 *   CO1  What a codec writes is taken by the same codec, and dropped by `drop` of value.ts without it.
 *   CO2  A codec that throws has written nothing (VA2).
 */
import { wrong } from "@gopark/core/internal";
import { get, put as putWord, views } from "./shm/atomics.js";
import { free, take as takeBlock } from "./wire/arena.js";
import {
  BIG,
  BYTES,
  FALSE,
  INLINE,
  INT,
  normal,
  put,
  putBlock,
  putNumber,
  RAW,
  TRUE,
  take,
  takeNumber,
} from "./wire/value.js";

/**
 * How the values of a shared channel are written: `f64`, `i32`, `bool`, `bigint`, `bytes`, `struct` or `structured`.
 *
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { type Codec, f64, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const codec: Codec<number> = f64;
 *   const ch = sharedChan<number>(1, codec);
 *   yield* ch.send(0.5);
 *   console.log(yield* ch.recv()); // prints: 0.5
 * });
 * ```
 */
export interface Codec<T> {
  /** Its name, for errors and reports. */
  readonly name: string;
  /**
   * Writes a value into a cell; `where` begins the text of errors.
   * @internal
   */
  put(cell: number, value: T, where: string): void;
  /**
   * Takes the value out of a cell.
   * @internal
   */
  take(cell: number): T;
}

/**
 * A codec for values of one size, as the fields of a struct need it.
 *
 * @example
 * ```ts
 * import { bool, f64, type FieldCodec, i32 } from "@gopark/workers";
 *
 * const fields: FieldCodec<any>[] = [f64, i32, bool];
 * console.log(fields.map((codec) => codec.size)); // prints: [ 8, 4, 4 ]
 * ```
 */
export interface FieldCodec<T> extends Codec<T> {
  /** Bytes of a value: a multiple of 4, and of 8 if it must lie at one. */
  readonly size: number;
  /**
   * Writes a value at an address.
   * @internal
   */
  write(at: number, value: T, where: string): void;
  /**
   * Reads a value at an address.
   * @internal
   */
  read(at: number): T;
}

class F64 implements FieldCodec<number> {
  readonly name = "f64";
  readonly size = 8;

  put(cell: number, value: number, where: string): void {
    if (typeof value !== "number") throw wrong(where, "a number", value);
    putNumber(cell, value);
  }

  take(cell: number): number {
    return takeNumber(cell);
  }

  write(at: number, value: number, where: string): void {
    if (typeof value !== "number") throw wrong(where, "a number", value);
    views.floats[at >> 3] = value;
  }

  read(at: number): number {
    return normal(views.floats[at >> 3] as number);
  }
}

class I32 implements FieldCodec<number> {
  readonly name = "i32";
  readonly size = 4;

  put(cell: number, value: number, where: string): void {
    this.write(cell + 4, value, where);
    putWord(cell, INT);
  }

  take(cell: number): number {
    return get(cell + 4);
  }

  write(at: number, value: number, where: string): void {
    if (typeof value !== "number" || (value | 0) !== value)
      throw wrong(where, "an integer from -2^31 to 2^31 - 1", value);
    putWord(at, value);
  }

  read(at: number): number {
    return get(at);
  }
}

class Bool implements FieldCodec<boolean> {
  readonly name = "bool";
  readonly size = 4;

  put(cell: number, value: boolean, where: string): void {
    if (typeof value !== "boolean") throw wrong(where, "a boolean", value);
    putWord(cell, value ? TRUE : FALSE);
  }

  take(cell: number): boolean {
    return get(cell) === TRUE;
  }

  write(at: number, value: boolean, where: string): void {
    if (typeof value !== "boolean") throw wrong(where, "a boolean", value);
    putWord(at, value ? 1 : 0);
  }

  read(at: number): boolean {
    return get(at) === 1;
  }
}

class Big implements FieldCodec<bigint> {
  readonly name = "bigint";
  readonly size = 8;

  put(cell: number, value: bigint, where: string): void {
    this.write(cell + 8, value, where);
    putWord(cell, BIG);
  }

  take(cell: number): bigint {
    return this.read(cell + 8);
  }

  write(at: number, value: bigint, where: string): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value)
      throw wrong(where, "a bigint from -2^63 to 2^63 - 1", value);
    views.bigs[at >> 3] = value;
  }

  read(at: number): bigint {
    return views.bigs[at >> 3] as bigint;
  }
}

class Bytes implements Codec<Uint8Array> {
  readonly name = "bytes";

  put(cell: number, value: Uint8Array, where: string): void {
    if (!(value instanceof Uint8Array)) throw wrong(where, "a Uint8Array", value);
    const block = takeBlock(value.length);
    views.bytes.set(value, block);
    putBlock(cell, BYTES, block, value.length);
  }

  take(cell: number): Uint8Array {
    return take(cell) as Uint8Array;
  }
}

class Structured implements Codec<any> {
  readonly name = "structured";

  put(cell: number, value: unknown, where: string): void {
    put(cell, value, where);
  }

  take(cell: number): any {
    return take(cell);
  }
}

/** One field of a struct. */
interface Field {
  readonly name: string;
  readonly codec: FieldCodec<any>;
  readonly offset: number;
}

class Struct implements FieldCodec<any> {
  readonly name: string;
  readonly size: number;
  /** In the order of their declaration. */
  private readonly fields: readonly Field[];

  constructor(shape: Readonly<Record<string, FieldCodec<any>>>) {
    const names = Object.keys(shape);
    for (const name of names) {
      const codec: unknown = shape[name];
      const isFixed = typeof codec === "object" && codec !== null && "size" in codec;
      if (!isFixed) throw wrong(`struct: field ${JSON.stringify(name)}`, "a codec of fixed size", codec);
    }
    // Those of 8 bytes first: then all lie where they must without gaps.
    const size = (name: string): number => (shape[name] as FieldCodec<any>).size;
    const isWide = (name: string): boolean => size(name) % 8 === 0;
    const offsets = new Map<string, number>();
    let end = 0;
    for (const name of [...names.filter(isWide), ...names.filter((each) => !isWide(each))]) {
      offsets.set(name, end);
      end += size(name);
    }
    const hasWide = names.some(isWide);
    this.size = hasWide ? (end + 7) & -8 : end;
    this.fields = names.map((name) => ({
      name,
      codec: shape[name] as FieldCodec<any>,
      offset: offsets.get(name) as number,
    }));
    // Other threads make the codec from it (codec-number.ts).
    this.name = `struct{${this.fields.map(({ name, codec }) => `${fieldName(name)}: ${codec.name}`).join(", ")}}`;
  }

  put(cell: number, value: unknown, where: string): void {
    if (this.size <= 8) {
      this.write(cell + 8, value, where);
      putWord(cell, INLINE);
      return;
    }
    const block = takeBlock(this.size);
    try {
      this.write(block, value, where);
    } catch (error) {
      free(block);
      throw error;
    }
    putBlock(cell, RAW, block, this.size);
  }

  take(cell: number): unknown {
    if (this.size <= 8) return this.read(cell + 8);
    const block = get(cell + 4);
    const value = this.read(block);
    free(block);
    return value;
  }

  write(at: number, value: unknown, where: string): void {
    if (typeof value !== "object" || value === null) throw wrong(where, `an object ${this.name}`, value);
    const { fields } = this;
    for (let i = 0; i < fields.length; i++) {
      const { name, codec, offset } = fields[i] as Field;
      const v = (value as Record<string, unknown>)[name];
      try {
        codec.write(at + offset, v, where);
      } catch (error) {
        // The path is put together only now: in the good case it costs nothing.
        throw retold(error, where, `${where}.${name}`);
      }
    }
  }

  read(at: number): Record<string, unknown> {
    const { fields } = this;
    const value: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i++) {
      const { name, codec, offset } = fields[i] as Field;
      value[name] = codec.read(at + offset);
    }
    return value;
  }
}

/** A field's name as it stands in the name of a struct. */
function fieldName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}

/** The same error about a place further in. */
function retold(error: unknown, where: string, within: string): unknown {
  const { message } = error as Error;
  return message.startsWith(where) ? new TypeError(within + message.slice(where.length)) : error;
}

/**
 * Numbers, all 64 bits of them. The fastest: a value takes no memory besides its place in the channel.
 *
 * @throws TypeError at the send, if the value is no number
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { f64, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(2, f64);
 *   yield* ch.send(1.5);
 *   console.log(yield* ch.recv()); // prints: 1.5
 * });
 * ```
 */
export const f64: FieldCodec<number> = /* @__PURE__ */ new F64();

/**
 * Integers of 32 bits.
 *
 * @throws TypeError at the send, if the value is none
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { i32, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(1, i32);
 *   try {
 *     yield* ch.send(0.5);
 *   } catch (error) {
 *     console.log((error as Error).message); // prints: send: value: want an integer from -2^31 to 2^31 - 1, got 0.5 (number)
 *   }
 * });
 * ```
 */
export const i32: FieldCodec<number> = /* @__PURE__ */ new I32();

/**
 * Booleans.
 *
 * @throws TypeError at the send, if the value is none
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { bool, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(1, bool);
 *   yield* ch.send(true);
 *   console.log(yield* ch.recv()); // prints: true
 * });
 * ```
 */
export const bool: FieldCodec<boolean> = /* @__PURE__ */ new Bool();

/**
 * Bigints of 64 bits. Without a codec they may be of any size.
 *
 * @throws TypeError at the send, if the value is none
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { bigint, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(1, bigint);
 *   yield* ch.send(2n ** 62n);
 *   console.log(yield* ch.recv()); // prints: 4611686018427387904n
 * });
 * ```
 */
export const bigint: FieldCodec<bigint> = /* @__PURE__ */ new Big();

/**
 * Bytes: what is sent is copied, and a Uint8Array with a buffer of its own is received.
 *
 * @throws TypeError at the send, if the value is no Uint8Array
 * @throws RangeError at the send, if the shared memory is full
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { bytes, sharedChan } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(1, bytes);
 *   yield* ch.send(new Uint8Array([1, 2, 3]));
 *   console.log((yield* ch.recv())?.length); // prints: 3
 * });
 * ```
 */
export const bytes: Codec<Uint8Array> = /* @__PURE__ */ new Bytes();

/**
 * Any value that can be cloned: what a shared channel does without a codec. Arrays, maps, sets, dates, errors, typed
 * arrays, cycles and references to the same object arrive as they are; of the instance of a class its own properties. A
 * channel or lock that is sent is the same one on the other side.
 *
 * @throws TypeError at the send, if a part of the value can't be sent: says which
 * @throws RangeError at the send, if the shared memory is full
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { sharedChan, structured } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan<unknown>(1, structured);
 *   yield* ch.send({ seen: new Set([1, 2]) });
 *   console.log(yield* ch.recv()); // prints: { seen: Set(2) { 1, 2 } }
 *   try {
 *     yield* ch.send({ items: [{ f: () => 1 }] });
 *   } catch (error) {
 *     console.log((error as Error).message); // prints: send: value.items[0].f: a function cannot be sent to another thread
 *   }
 * });
 * ```
 */
export const structured: Codec<any> = /* @__PURE__ */ new Structured();

/**
 * The value that a codec is for.
 *
 * @example
 * ```ts
 * import { type CodecValue, f64, i32, struct } from "@gopark/workers";
 *
 * const point = struct({ x: f64, n: i32 });
 * const value: CodecValue<typeof point> = { x: 0.5, n: 1 };
 * console.log(value.x, value.n); // prints: 0.5 1
 * ```
 */
export type CodecValue<C> = C extends Codec<infer T> ? T : never;

/**
 * Objects with the same fields each time. Only the fields' values are written; a struct may be a field of another.
 *
 * @throws TypeError a field's codec has no fixed size. At the send: a field is not what its codec is for
 * @example
 * ```ts
 * import { run } from "@gopark/core";
 * import { f64, i32, sharedChan, struct } from "@gopark/workers";
 *
 * await run(function* () {
 *   const ch = sharedChan(8, struct({ x: f64, n: i32 }));
 *   yield* ch.send({ x: 0.5, n: 1 });
 *   console.log(yield* ch.recv()); // prints: { x: 0.5, n: 1 }
 * });
 * ```
 */
export function struct<F extends Readonly<Record<string, FieldCodec<any>>>>(
  fields: F,
): FieldCodec<{ -readonly [K in keyof F]: CodecValue<F[K]> }> {
  return new Struct(fields) as FieldCodec<any>;
}
