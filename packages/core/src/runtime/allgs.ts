/**
 * The list of all goroutines of a program, for dumps and for the end of the program.
 *
 * The list must not keep a goroutine alive: one that can never be woken again is garbage, however long the
 * program runs. A WeakRef per goroutine would do, at a price that a million goroutines feel; so they are
 * listed in chunks, and only the chunk is held weakly, by one WeakRef.
 *
 *   A1  A chunk is reachable from each goroutine in it and, strongly, from nowhere else, except the one
 *       chunk that is being filled.
 *   A2  A goroutine leaves its slot when it ends.
 *
 * The price: a lost goroutine lives as long as the longest-lived of the 64 neighbours it was started with.
 *
 * @go runtime/proc.go allgs
 */
import type { G } from "./g.js";
import { CHUNK } from "./limits.js";
import { m } from "./m.js";

/** Goroutines with consecutive ids, held as one. */
export interface Chunk {
  /** Id of the goroutine in slot 0. */
  readonly base: number;
  /** The goroutines, by id; null where one has ended. */
  readonly slots: (G | null)[];
  /** Goroutines that have not ended. */
  live: number;
}

/** All goroutines of one program. */
export class AllGs {
  /** Goroutines that have started and not ended, whether or not they can still be reached. */
  count = 0;
  /** Goroutines that are listed and held elsewhere: those that other threads have started. They are counted here. */
  more: Iterable<G> = [];
  /** The chunk that is being filled. */
  private current: Chunk | null = null;
  /** All chunks that may hold a living goroutine. */
  private chunks: WeakRef<Chunk>[] = [];
  /** Length of `chunks` at which it is swept. */
  private sweepAt = CHUNK;

  /** Lists a new goroutine. Ids come in order. */
  add(g: G): void {
    let chunk = this.current;
    if (!chunk || chunk.slots.length >= CHUNK) {
      // Chunks that are gone or empty are dropped whenever the list has doubled: cheap on average.
      if (this.chunks.length >= this.sweepAt) {
        this.chunks = this.chunks.filter((ref) => ref.deref()?.live);
        this.sweepAt = this.chunks.length * 2 + CHUNK;
      }
      chunk = this.current = { base: g.id, slots: [], live: 0 };
      this.chunks.push(new WeakRef(chunk));
    }
    chunk.slots.push(g);
    chunk.live++;
    g.chunk = chunk;
    this.count++;
  }

  /** Forgets a goroutine that has ended. */
  remove(g: G): void {
    const chunk = g.chunk;
    if (!chunk) return;
    chunk.slots[g.id - chunk.base] = null;
    chunk.live--;
    g.chunk = null;
    this.count--;
    m.trace?.(g);
  }

  /** Lets go of the chunk being filled (A1); the next goroutine opens another. */
  release(): void {
    this.current = null;
  }

  /** Every goroutine that has not ended and can still be reached, in the order of their ids, then these. */
  *[Symbol.iterator](): Generator<G> {
    for (const ref of this.chunks) {
      const chunk = ref.deref();
      if (chunk?.live) for (const g of chunk.slots) if (g) yield g;
    }
    yield* this.more;
  }
}
