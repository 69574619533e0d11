/**
 * broadcast and partition: several streams out of one.
 */
import { drive } from "./drive.js";
import { sourceOf } from "./feed.js";
import { Hub, type Route } from "./hub.js";
import { Branch } from "./origin.js";
import { Outlet } from "./outlet.js";
import type { Source } from "./pipe.js";
import { func, whole } from "./stage.js";
import { Plan, type Stream } from "./stream.js";

/**
 * How values are copied.
 *
 * @example
 * ```ts
 * import { type BroadcastOptions, broadcast, collect, count, pipe } from "@gopark/streams";
 *
 * const loose: BroadcastOptions = { buffer: 3 };
 * const [a, b] = broadcast([1, 2, 3], 2, loose);
 * console.log(await Promise.all([pipe(a, collect()), pipe(b, count())])); // prints: [ [ 1, 2, 3 ], 3 ]
 * ```
 */
export interface BroadcastOptions {
  /** How many values a copy may be behind the others; 0 if not given. */
  readonly buffer?: number;
}

/** Streams of one source. When each has been read to its end, or left, they can be read again. */
function copies(source: unknown, count: number, buffer: number, route: Route): Stream<any>[] {
  /** The run that is going on, or will be. */
  let hub: Hub;
  const renew = (hasLeft: boolean): void => {
    if (!hasLeft) return;
    const outlets = Array.from({ length: count }, () => new Outlet(buffer));
    hub = new Hub((last) => last.flow.scope.spawn(() => drive(last, source)), route, outlets, renew);
  };
  renew(true);
  return Array.from(
    { length: count },
    (_, i) => new Plan(new Branch((head) => hub.read(hub.outlets[i] as Outlet, head)), []),
  );
}

/**
 * Makes `count` streams that each give all values of the source, which is read once for all of them, from when the
 * first is.
 *
 * All have to be read at the same time: a value is given to one after the other, and who takes it late holds up the
 * others, but for `buffer` values. A copy that leaves early is left out, but one that is never read holds up the others, and
 * keeps the source open, also if its reader was cancelled before it began. When all have ended they can be read again,
 * as far as the source can. The source is read in the program of the first reader: when that ends before it, those who
 * read in other programs fail with `program has ended`.
 *
 * @throws TypeError `source` is none, `count` or `buffer` no integer from 1, or 0, up
 * @example
 * ```ts
 * import { broadcast, count, pipe, reduce } from "@gopark/streams";
 *
 * const [a, b] = broadcast([1, 2, 3], 2);
 * const [n, sum] = await Promise.all([
 *   pipe(a, count()),
 *   pipe(b, reduce((sum, n) => sum + n, 0)),
 * ]);
 * console.log(n, sum); // prints: 3 6
 * ```
 */
export function broadcast<A>(source: Source<A>, count: 2, options?: BroadcastOptions): [Stream<A>, Stream<A>];
/** The same with three copies. */
export function broadcast<A>(
  source: Source<A>,
  count: 3,
  options?: BroadcastOptions,
): [Stream<A>, Stream<A>, Stream<A>];
/** The same with any number of copies. */
export function broadcast<A>(source: Source<A>, count: number, options?: BroadcastOptions): Stream<A>[];
export function broadcast(source: unknown, count: number, options: BroadcastOptions = {}): Stream<any>[] {
  sourceOf("broadcast", source);
  whole("broadcast: count", count, 1);
  const { buffer = 0 } = options;
  whole("broadcast: buffer", buffer, 0);
  return copies(source, count, buffer, null);
}

/**
 * Makes two streams of one: of the values for which `f` gives true, and of the others. The source is read once for
 * both, from when the first is read.
 *
 * Both have to be read at the same time: a value that nobody takes holds up the source, and keeps it open, also if its reader
 * was cancelled before it began. `f` is a plain function: a promise
 * counts as true. It gets the value and its index, which counts all values.
 *
 * @throws TypeError `source` is none, `f` is no function
 * @example
 * ```ts
 * import { collect, partition, pipe } from "@gopark/streams";
 *
 * const [even, odd] = partition([1, 2, 3], (n) => n % 2 === 0);
 * console.log(await Promise.all([pipe(even, collect()), pipe(odd, collect())])); // prints: [ [ 2 ], [ 1, 3 ] ]
 * ```
 */
export function partition<A, B extends A>(
  source: Source<A>,
  f: (value: A, index: number) => value is B,
): [Stream<B>, Stream<Exclude<A, B>>];
/** The same without a narrower type. */
export function partition<A>(
  source: Source<A>,
  f: (value: A, index: number) => unknown,
): [Stream<A>, Stream<A>];
export function partition(
  source: unknown,
  f: (value: any, index: number) => unknown,
): [Stream<any>, Stream<any>] {
  sourceOf("partition", source);
  func("partition", f);
  const route = (value: unknown, index: number): number => (f(value, index) ? 0 : 1);
  return copies(source, 2, 0, route) as [Stream<any>, Stream<any>];
}
