/**
 * `move`: what is handed over instead of copied.
 */

import { wrong } from "@gopark/core/internal";
import type { HostType } from "./host/host-type.js";

/**
 * What can be moved to another thread: buffers, and what the platform at hand has of ports, streams and the like.
 *
 * @example
 * ```ts
 * import { type Movable, move } from "@gopark/workers";
 *
 * const parts: Movable[] = [new ArrayBuffer(8), new ReadableStream()];
 * console.log(move({ parts }, parts).parts.length); // prints: 2
 * ```
 */
export type Movable =
  | ArrayBuffer
  | HostType<
      | "MessagePort"
      | "ReadableStream"
      | "WritableStream"
      | "TransformStream"
      | "AudioData"
      | "ImageBitmap"
      | "MediaSourceHandle"
      | "OffscreenCanvas"
      | "RTCDataChannel"
      | "VideoFrame"
    >;

/** What is moved with an object, by object. Weak: an object that is never sent is forgotten with it. */
const moves = new WeakMap<object, ReadonlySet<unknown>>();
/** Whether `move` was ever called: most programs never look into the map. */
let isUsed = false;

/**
 * Marks what is to be moved when `value` is sent to another thread, instead of copied: buffers, ports, streams. Sending
 * makes them unusable here. As long as the value stays on its thread nothing happens to it.
 *
 * Worth it for buffers from about 50 KB up; below, a copy through shared memory is faster. MessagePorts and streams
 * can't be copied at all: they travel in this way only. The mark is used up by the first send.
 *
 * @throws TypeError `value` is no object, or `transfer` no list of objects
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import { move } from "@gopark/workers";
 *
 * const image = { width: 2, height: 2, pixels: new ArrayBuffer(16) };
 * const images = chan<typeof image>(1);
 * images.trySend(move(image, [image.pixels]));
 * console.log(images.len, image.pixels.byteLength); // prints: 1 16
 * ```
 */
export function move<T extends object>(value: T, transfer: readonly Movable[]): T {
  if (typeof value !== "object" || value === null) throw wrong("move", "an object", value);
  if (!Array.isArray(transfer))
    throw wrong("move: transfer", "a list of buffers, ports or streams", transfer);
  for (const each of transfer)
    if (Object(each) !== each) throw wrong("move: transfer", "buffers, ports or streams", each);
  isUsed = true;
  moves.set(value, new Set(transfer));
  return value;
}

/** What is moved with a value that is being sent, or with an element of a list; null if nothing is. */
export function movesOf(value: unknown): ReadonlySet<unknown> | null {
  if (!isUsed || typeof value !== "object" || value === null) return null;
  let moved = moves.get(value) ?? null;
  if (Array.isArray(value))
    for (const each of value) {
      const more = typeof each === "object" && each !== null ? moves.get(each) : undefined;
      if (more !== undefined) moved = new Set([...(moved ?? []), ...more]);
    }
  return moved;
}

/** A value was sent: its marks are used up. */
export function forgetMoves(value: unknown): void {
  moves.delete(value as object);
  if (Array.isArray(value))
    for (const each of value) if (typeof each === "object" && each !== null) moves.delete(each);
}
