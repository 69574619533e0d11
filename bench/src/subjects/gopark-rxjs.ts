/** gopark beside RxJS: an Observable's values through a channel and back, as the adapter's documentation teaches. */

import { gosched, run, wait } from "@gopark/core";
import { fromObservable, toObservable } from "@gopark/rxjs";
import { lastValueFrom, reduce, Subject } from "rxjs";
import { burst } from "../cases-rxjs.js";
import type { Subject as BenchSubject, CaseFn } from "../subject.js";

/** Bursts, as events come: between two of them the subscriber gets what is waiting. */
const roundTrip: CaseFn = (size) =>
  run(function* () {
    const source = new Subject<number>();
    const ch = fromObservable(source, { buffer: burst, overflow: "error" });
    const sum = lastValueFrom(toObservable(ch).pipe(reduce((total, n) => total + n, 0)));
    for (let i = 0; i < size; ) {
      for (const end = Math.min(size, i + burst); i < end; i++) source.next(i);
      while (ch.len > 0) yield* gosched();
    }
    source.complete();
    return yield* wait(sum);
  });

export const rxjsCases: BenchSubject = { "rxjs-round-trip": roundTrip };
