/**
 * What `sharedChan` makes where memory can't be shared: a channel of one thread that copies its values.
 *
 *   CC1  A receiver gets a copy, on whichever thread it is, and a value that is not what the codec is for is refused at the send:
 *        as with a channel in shared memory.
 *   CC2  What is moved leaves its sender's hands when the send is made; a `trySend` that finds no room leaves it there.
 *   CC3  For other threads it is a channel of this one (bridge.ts), like any `chan`.
 */
import { HChan, type SendOp } from "@gopark/core/internal";
import type { Codec } from "../codec.js";
import { full } from "../handles.js";
import { alloc } from "../shm/heap.js";
import { memory, type SharedMemory } from "../thread.js";

/** Bytes of a cell. */
const CELL = 16;

/** A cell of this thread's memory for the time of a copy. */
const scratch: { of: SharedMemory | null; cell: number } = { of: null, cell: 0 };

/** The cell; a new one if there is another memory now. */
function cell(): number {
  const of = memory();
  if (scratch.of !== of) {
    const at = alloc(CELL);
    if (at === 0) throw full("a cell");
    scratch.of = of;
    scratch.cell = at;
  }
  return scratch.cell;
}

/** A channel that copies what is sent. */
export class CopyingChan<T> extends HChan<T> {
  /** How values are copied. */
  readonly codec: Codec<T>;

  constructor(capacity: number, codec: Codec<T>) {
    super(capacity);
    this.codec = codec;
  }

  override send(value: T): SendOp {
    return super.send(this.copy(value));
  }

  override trySend(value: T): boolean {
    const { cap, isClosed, recvq, ring } = this;
    if (!isClosed && recvq.first === null && ring.count === cap) return false;
    return super.trySend(this.copy(value));
  }

  private copy(value: T): T {
    const at = cell();
    // A getter of the value may send, and use the same cell: it has done so before this value is written.
    this.codec.put(at, value, "send: value");
    return this.codec.take(at);
  }
}
