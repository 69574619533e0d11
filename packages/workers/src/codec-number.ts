/**
 * The numbers of codecs: how a thread that is handed a shared channel learns how its values lie in memory.
 *
 *   CN1  0 is `structured`. All others have a number of their own, also those whose values say themselves what they are
 *        (value.ts): what one thread wrote by what a value is, another can't read by what all values are.
 *   CN2  The number of a codec is that of its name (names.ts), and the name says all: `i32`, `struct{x: f64, at: struct{n: i32}}`.
 *        Names of fields that are more than letters, digits, _ and $ stand in it as JSON.
 */
import { bigint, bool, bytes, type Codec, type FieldCodec, f64, i32, struct, structured } from "./codec.js";
import { nameId, nameOf } from "./wire/names.js";

/** Codecs of fields, by name. */
const fieldCodecs: ReadonlyMap<string, FieldCodec<any>> = new Map(
  [f64, i32, bool, bigint].map((codec: FieldCodec<any>) => [codec.name, codec]),
);

/** The codecs that this thread knows, by number. */
const known = new Map<number, Codec<any>>();

/** The number of a codec, the same on all threads. */
export function numberOf(codec: Codec<any>): number {
  if (codec === structured) return 0;
  const number = nameId(codec.name);
  if (!known.has(number)) known.set(number, codec);
  return number;
}

/** The codec with a number. */
export function codecNumbered(number: number): Codec<any> {
  if (number === 0) return structured;
  let codec = known.get(number);
  if (codec === undefined) {
    const name = nameOf(number);
    codec = name === bytes.name ? bytes : parse(name);
    known.set(number, codec);
  }
  return codec;
}

/** A field's name, as it is or as JSON, and what stands around it. */
const FIELD = /^ ?(?:([\w$]+)|("(?:[^"\\]|\\.)*")): /;

/** Makes a codec from its name (CN2). */
function parse(name: string): FieldCodec<any> {
  let at = 0;

  function codec(): FieldCodec<any> {
    const [word = ""] = /^\w*/.exec(name.slice(at)) as RegExpExecArray;
    at += word.length;
    const simple = fieldCodecs.get(word);
    return simple ?? fields();
  }

  function fields(): FieldCodec<any> {
    const shape: [string, FieldCodec<any>][] = [];
    while (name[at++] !== "}") {
      if (name[at] === "}") continue;
      const [all, key = "", quoted] = FIELD.exec(name.slice(at)) as RegExpExecArray;
      at += all.length;
      shape.push([quoted === undefined ? key : (JSON.parse(quoted) as string), codec()]);
    }
    return struct(Object.fromEntries(shape));
  }

  return codec();
}
