/**
 * A path as the file system knows it: bytes, one character of the string for each.
 *
 * A file name on Unix is any bytes but `/` and NUL, not necessarily UTF-8. Decoded as text, a name that is no
 * UTF-8 would change and could not be opened again. Kept byte by byte it survives, takes one byte of memory
 * per byte, and `<` compares as `LC_ALL=C sort` does.
 */

declare const bytes: unique symbol;

/** The bytes of a path. A string of its own kind, so that the compiler finds text passed by mistake. */
export type BytePath = string & { readonly [bytes]: true };

/** The path that this text names. */
export function bytePath(text: string): BytePath {
  return fromBytes(Buffer.from(text));
}

/** The path with these bytes, such as a name that `readdir` returned. */
export function fromBytes(name: Buffer): BytePath {
  return name.toString("latin1") as BytePath;
}

/** What to pass to `node:fs`. */
export function toBytes(path: BytePath): Buffer {
  return Buffer.from(path, "latin1");
}

/** What to show to people: bytes that are no UTF-8 become U+FFFD. */
export function toText(path: BytePath): string {
  return toBytes(path).toString();
}

/** `dir/name`. A slash that `dir` already ends in is not repeated, so that paths read as those of `find dir`. */
export function join(dir: BytePath, name: BytePath): BytePath {
  return (dir.endsWith("/") ? dir + name : `${dir}/${name}`) as BytePath;
}
