/**
 * The public face of select.
 *
 * The types are exact: the result is a union with one member for each case, told apart by its name or position.
 */
import type { Op } from "@gopark/core";
import { newSelect } from "./selectgo.js";

/**
 * What may stand as a case: an operation, or null or undefined for a case that is switched off, as a nil channel
 * switches it off in Go.
 *
 * @example A case that is there only while there is something to send.
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { type Case, select } from "@gopark/select";
 *
 * await run(function* () {
 *   const quit = chan<string>(1);
 *   const out = chan<number>();
 *   const queue: number[] = [];
 *   quit.trySend("enough");
 *   const send: Case<void> = queue.length > 0 ? out.send(queue[0] as number) : null;
 *   const r = yield* select({ quit: quit.recv(), send });
 *   console.log(r.case, r.value); // prints: quit enough
 * });
 * ```
 */
export type Case<T = any> = Op<T> | null | undefined;

/**
 * What a case gives when it is chosen.
 *
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import type { CaseValue } from "@gopark/select";
 *
 * const receive = chan<number>().recv();
 * const value: CaseValue<typeof receive> = undefined; // number | undefined
 * console.log(value); // prints: undefined
 * ```
 */
export type CaseValue<C> = C extends Op<infer T> ? T : never;

/**
 * The result of a select whose cases have names.
 *
 * @example
 * ```ts
 * import { type Op, run, sleep } from "@gopark/core";
 * import { type Selected, select } from "@gopark/select";
 *
 * const first: Selected<{ nap: Op<void> }> = await run(() => select({ nap: sleep(1) }));
 * console.log(first.case); // prints: nap
 * ```
 */
export type Selected<C> = {
  [K in keyof C]: {
    /** The name of the case that has happened. */
    readonly case: K;
    /** What its operation gave. */
    readonly value: CaseValue<C[K]>;
  };
}[keyof C];

/**
 * The result of a select whose cases have positions.
 *
 * @example
 * ```ts
 * import { type Op, run, sleep } from "@gopark/core";
 * import { type SelectedAt, select } from "@gopark/select";
 *
 * const [index]: SelectedAt<[Op<void>, null]> = await run(() => select([sleep(1), null]));
 * console.log(index); // prints: 0
 * ```
 */
export type SelectedAt<C extends readonly Case[]> = number extends C["length"]
  ? readonly [index: number, value: CaseValue<C[number]>]
  : {
      [K in keyof C]: K extends `${infer N extends number}`
        ? readonly [index: N, value: CaseValue<C[K]>]
        : never;
    }[number];

/**
 * Waits until one of several operations can complete, and completes exactly that one.
 *
 * Any operation may be a case: sends, receives, timers, locks, joins, `wait(promise)`, another select; not `call`,
 * `range`, `all`, `goexit` and what `func` makes, which are made of steps. So are `cond.wait()` and `once.do(f)`, which may be
 * cases all the same, of a select that is then performed once and can't be a case itself. If several are ready, one is chosen at random, each with the same
 * probability. Blocks while none is; with no case that is not null, for ever. A case that is not chosen has no effect:
 * no value is lost, nobody is left waiting, and the same operation object may be a case again. Only `cond.wait()` lets go of its
 * lock meanwhile, and has it again when the select is over.
 *
 * Unlike other operations a select that is not made of steps may be performed any number of times, one after the other, always with the
 * operations it was made from: a loop whose cases stay the same makes it once, before the loop, and saves most of its cost.
 *
 * @throws whatever the chosen case throws: a send on a closed channel counts as ready, and panics
 * @throws TypeError a case is no operation
 * @throws RuntimeError `operation performed twice`: a case has been performed before, by itself, or the select is
 * being performed by another goroutine
 * @example A loop that ends when it is told to, with a timeout.
 * ```ts
 * import { after, chan, go, run } from "@gopark/core";
 * import { select } from "@gopark/select";
 *
 * await run(function* () {
 *   const values = chan<number>();
 *   const quit = chan<void>();
 *   go(function* () {
 *     for (const n of [1, 2]) yield* values.send(n);
 *     quit.close();
 *   });
 *   for (let isOver = false; !isOver; ) {
 *     const r = yield* select({ value: values.recv(), quit: quit.recv(), late: after(1000) });
 *     if (r.case === "value") console.log("got", r.value); // prints: got 1 | got 2
 *     else isOver = true;
 *   }
 * });
 * ```
 * @example The same cases in every round: one select for all of them.
 * ```ts
 * import { chan, go, run } from "@gopark/core";
 * import { select } from "@gopark/select";
 *
 * await run(function* () {
 *   const [a, b] = [chan<number>(), chan<number>()];
 *   for (const ch of [a, b]) go(() => ch.send(1));
 *   const next = select({ a: a.recv(), b: b.recv() });
 *   let sum = 0;
 *   for (let i = 0; i < 2; i++) sum += (yield* next).value ?? 0;
 *   console.log(sum); // prints: 2
 * });
 * ```
 * @example Any number of cases, by position.
 * ```ts
 * import { chan, run } from "@gopark/core";
 * import { select } from "@gopark/select";
 *
 * await run(function* () {
 *   const inputs = [chan<string>(1), chan<string>(1)];
 *   inputs[1]?.trySend("hello");
 *   const [index, value] = yield* select(inputs.map((ch) => ch.recv()));
 *   console.log(index, value); // prints: 1 hello
 * });
 * ```
 * @go select statement
 * @differs D-18
 */
export function select<const C extends readonly Case[]>(cases: C): Op<SelectedAt<C>>;
/** The same with cases that have names. */
export function select<const C extends Readonly<Record<string, Case>>>(cases: C): Op<Selected<C>>;
export function select(cases: Readonly<Record<string, Case>>): Op<unknown> {
  return newSelect(cases);
}

/**
 * Completes one of several operations if that is possible now; undefined if none can. Never blocks.
 *
 * A plain call and no operation: what `select` with a `default` case is in Go. Like `trySend` it may be called
 * from anywhere.
 *
 * @throws whatever the chosen case throws
 * @throws TypeError a case is no operation
 * @example
 * ```ts
 * import { chan } from "@gopark/core";
 * import { trySelect } from "@gopark/select";
 *
 * const ch = chan<number>(1);
 * console.log(trySelect({ got: ch.recv() })); // prints: undefined
 * console.log(trySelect({ sent: ch.send(7) })?.case); // prints: sent
 * console.log(trySelect([ch.recv()])); // prints: [ 0, 7 ]
 * ```
 * @go select statement with a default case
 */
export function trySelect<const C extends readonly Case[]>(cases: C): SelectedAt<C> | undefined;
/** The same with cases that have names. */
export function trySelect<const C extends Readonly<Record<string, Case>>>(cases: C): Selected<C> | undefined;
export function trySelect(cases: Readonly<Record<string, Case>>): unknown {
  const op = newSelect(cases, false, false, true);
  return op.poll() ? op.finish(null) : undefined;
}
