/**
 * RxJS 7: `from(array)` and pipeable operators, `lastValueFrom` for the result.
 *
 * No hop: an Observable cannot be slowed, so what lies between its producer and its consumer has no bound.
 */

import { filter, from, lastValueFrom, map, mergeMap, reduce, scan } from "rxjs";
import { asyncWidth, inTurns, isOdd, mix, plusOne, plusOneLater, promisesAtATime } from "../cases-streams.js";
import type { CaseFn, Subject } from "../subject.js";

const fused: CaseFn = (size) =>
  inTurns(size, (input) => lastValueFrom(from(input).pipe(map(plusOne), filter(isOdd), scan(mix, 0))));

const asyncMap: CaseFn = (size) =>
  inTurns(
    size,
    (input) =>
      lastValueFrom(
        from(input).pipe(
          mergeMap(plusOneLater, asyncWidth),
          reduce((sum, value) => sum + value, 0),
        ),
      ),
    promisesAtATime,
  );

export const subject: Subject = {
  "streams-fused": fused,
  "streams-async": asyncMap,
};
