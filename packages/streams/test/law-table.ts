/**
 * The operators beside RxJS's and beside a list: the table that the laws go through.
 *
 * A row makes fresh operators for each side each time it is asked: functions that fail at their n-th call count for
 * themselves.
 */
import { gosched } from "@gopark/core";
import * as rx from "rxjs";
import { batch } from "../src/batch.js";
import { buffer } from "../src/buffer.js";
import { catchError } from "../src/catch-error.js";
import { collect, count, first, last } from "../src/collect.js";
import { concat } from "../src/concat.js";
import { concatMap } from "../src/concat-map.js";
import { distinct, distinctUntilChanged } from "../src/distinct.js";
import { filter } from "../src/filter.js";
import { flatMap } from "../src/flat-map.js";
import { map } from "../src/map.js";
import { pairwise } from "../src/pairwise.js";
import { parallel } from "../src/parallel.js";
import { reduce, scan } from "../src/scan.js";
import { skip } from "../src/skip.js";
import type { Operator } from "../src/stage.js";
import { startWith } from "../src/start-with.js";
import { take, takeWhile } from "../src/take.js";
import { tap } from "../src/tap.js";

/** How a function given to an operator gives its result. */
export type Style = "plain" | "async" | "goroutine";

/** What the operators of a row are made with. */
export interface Params {
  /** Counts: of values to take, to skip, in a batch. */
  readonly n: number;
  /** Values of other sources. */
  readonly others: readonly number[];
  /** Whether `takeWhile` is inclusive, whether there is a seed, and the like. */
  readonly flag: boolean;
  /** At which call a function fails, from 1; none if undefined. */
  readonly failAt: number | undefined;
  /** How ours give their results. RxJS's are always plain. */
  readonly style: Style;
}

/** A function as a side is given it: one that fails at its `failAt`-th call. */
type Wrap = <F extends (...args: any[]) => unknown>(f: F) => any;

/** What a function fails with. */
export const broken: Error = new Error("broken");

/** How RxJS's side gets a function. */
export function plain({ failAt }: Params): Wrap {
  return (f) => {
    let calls = 0;
    return (...args: any[]) => {
      if (++calls === failAt) throw broken;
      return f(...args);
    };
  };
}

/** How our side gets it. */
export function styled(params: Params): Wrap {
  return (f) => {
    const called = plain(params)(f);
    if (params.style === "async") {
      return async (...args: any[]) => {
        await undefined;
        return called(...args);
      };
    }
    if (params.style === "plain") return called;
    return function* (...args: any[]) {
      yield* gosched();
      return called(...args);
    };
  };
}

/** A row: one operator, in its three forms. */
export interface Row {
  readonly ours: (params: Params, wrap: Wrap) => Operator<any, any>;
  readonly theirs: (params: Params, wrap: Wrap) => rx.OperatorFunction<any, any>;
  /** What becomes of a list, where nothing fails. */
  readonly model: (list: readonly number[], params: Params) => readonly unknown[];
}

const inc = (value: number, index: number): number => value * 2 + index;
const odd = (value: number): boolean => value % 2 !== 0;
const small = (value: number): boolean => value < 3;
const add = (total: number, value: number): number => total * 3 + value;
const half = (value: number): number => value >> 1;
const same = (left: number, right: number): boolean => left >> 1 === right >> 1;
const copies = (value: number): number[] =>
  Array.from({ length: value % 3 }, (_, index) => value * 10 + index);

function scanned(list: readonly number[], from: number | undefined): number[] {
  const totals: number[] = [];
  let total = from;
  for (const value of list) {
    total = total === undefined ? value : add(total, value);
    totals.push(total);
  }
  return totals;
}

function chunks(list: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** Operators that are fused, and their likes in RxJS. */
export const fusedRows: Readonly<Record<string, Row>> = {
  map: {
    ours: (_, wrap) => map(wrap(inc)),
    theirs: (_, wrap) => rx.map(wrap(inc)),
    model: (list) => list.map(inc),
  },
  filter: {
    ours: (_, wrap) => filter(wrap(odd)),
    theirs: (_, wrap) => rx.filter(wrap(odd)),
    model: (list) => list.filter(odd),
  },
  take: {
    ours: ({ n }) => take(n),
    theirs: ({ n }) => rx.take(n),
    model: (list, { n }) => list.slice(0, n),
  },
  takeWhile: {
    ours: ({ flag }, wrap) => takeWhile(wrap(small), flag),
    theirs: ({ flag }, wrap) => rx.takeWhile(wrap(small), flag),
    model: (list, { flag }) => {
      const end = list.findIndex((value) => !small(value));
      return end < 0 ? list : list.slice(0, end + Number(flag));
    },
  },
  skip: {
    ours: ({ n }) => skip(n),
    theirs: ({ n }) => rx.skip(n),
    model: (list, { n }) => list.slice(n),
  },
  tap: {
    ours: (_, wrap) => tap(wrap(inc)),
    theirs: (_, wrap) => rx.tap(wrap(inc)),
    model: (list) => list,
  },
  scan: {
    ours: ({ n, flag }, wrap) => (flag ? scan(wrap(add), n) : scan(wrap(add))),
    theirs: ({ n, flag }, wrap) => (flag ? rx.scan(wrap(add), n) : rx.scan(wrap(add))),
    model: (list, { n, flag }) => scanned(list, flag ? n : undefined),
  },
  reduce: {
    ours: ({ n }, wrap) => reduce<number, number>(wrap(add), n),
    theirs: ({ n }, wrap) => rx.reduce(wrap(add), n),
    model: (list, { n }) => [scanned(list, n).at(-1) ?? n],
  },
  "reduce without a seed": {
    ours: (_, wrap) => reduce<number>(wrap(add)),
    theirs: (_, wrap) => rx.reduce(wrap(add)),
    model: (list) => scanned(list, undefined).slice(-1),
  },
  distinct: {
    ours: (p) => (p.flag ? distinct(plain(p)(half)) : distinct()),
    theirs: ({ flag }, wrap) => (flag ? rx.distinct(wrap(half)) : rx.distinct()),
    model: (list, { flag }) => {
      const key = flag ? half : (value: number) => value;
      return list.filter((value, index) => list.findIndex((other) => key(other) === key(value)) === index);
    },
  },
  distinctUntilChanged: {
    ours: (p) => (p.flag ? distinctUntilChanged(plain(p)(same)) : distinctUntilChanged()),
    theirs: ({ flag }, wrap) => (flag ? rx.distinctUntilChanged(wrap(same)) : rx.distinctUntilChanged()),
    model: (list, { flag }) => {
      const passed: number[] = [];
      for (const value of list) {
        const before = passed.at(-1);
        if (before === undefined || !(flag ? same(before, value) : before === value)) passed.push(value);
      }
      return passed;
    },
  },
  "distinctUntilChanged by a key": {
    ours: (p) => distinctUntilChanged(undefined, plain(p)(half)),
    theirs: (_, wrap) => rx.distinctUntilChanged(Object.is, wrap(half)),
    model: (list) =>
      list.filter((value, index) => index === 0 || half(list[index - 1] as number) !== half(value)),
  },
  startWith: {
    ours: ({ others }) => startWith(...others),
    theirs: ({ others }) => rx.startWith(...others),
    model: (list, { others }) => [...others, ...list],
  },
  concat: {
    ours: ({ others }) => concat(others, others),
    theirs: ({ others }) => rx.concatWith(others, others),
    model: (list, { others }) => [...list, ...others, ...others],
  },
  pairwise: {
    ours: () => pairwise(),
    theirs: () => rx.pairwise(),
    model: (list) => list.slice(1).map((value, index) => [list[index], value]),
  },
  "concatMap to one value": {
    ours: (p, wrap) => {
      const f = wrap((value: number) => value + 1);
      return concatMap(p.style === "plain" ? (value: number) => Promise.resolve(f(value)) : f);
    },
    theirs: (_, wrap) => rx.map(wrap((value: number) => value + 1)),
    model: (list) => list.map((value) => value + 1),
  },
  concatMap: {
    ours: (p) => concatMap(plain(p)(copies)),
    theirs: (_, wrap) => rx.concatMap(wrap(copies)),
    model: (list) => list.flatMap(copies),
  },
  batch: {
    ours: ({ n }) => batch(n + 1),
    theirs: ({ n }) => rx.bufferCount(n + 1),
    model: (list, { n }) => chunks(list, n + 1),
  },
  collect: {
    ours: () => collect(),
    theirs: () => rx.toArray(),
    model: (list) => [list],
  },
  count: {
    ours: () => count(),
    theirs: () => rx.count(),
    model: (list) => [list.length],
  },
  first: {
    ours: () => first(),
    theirs: () => rx.take(1),
    model: (list) => list.slice(0, 1),
  },
  last: {
    ours: () => last(),
    theirs: () => rx.takeLast(1),
    model: (list) => list.slice(-1),
  },
};

/** Operators with goroutines of their own that keep the order of values. */
export const orderedRows: Readonly<Record<string, Row>> = {
  buffer: {
    ours: ({ n }) => buffer(n),
    theirs: () => rx.map((value: unknown) => value),
    model: (list) => list,
  },
  "flatMap one at a time": {
    ours: (p) => flatMap(plain(p)(copies), 1),
    theirs: (_, wrap) => rx.mergeMap(wrap(copies), 1),
    model: (list) => list.flatMap(copies),
  },
  "parallel in order": {
    ours: ({ n }, wrap) => parallel(n + 1, wrap(inc)),
    theirs: (_, wrap) => rx.map(wrap(inc)),
    model: (list) => list.map(inc),
  },
  catchError: {
    ours: ({ others }) => catchError(() => others),
    theirs: ({ others }) => rx.catchError(() => rx.from(others)),
    model: (list) => list,
  },
};
