/**
 * Effect 4, pipelines: `Stream`. `fromArray` hands the whole array on as one chunk, which the operators then go
 * through in loops: the quickest source Effect has for values that are there already. `buffer` takes chunks apart.
 */

import { Effect, Option, Stream } from "effect";
import {
  asyncWidth,
  hopRoom,
  inTurns,
  isOdd,
  mix,
  plusOne,
  plusOneLater,
  promisesAtATime,
} from "../cases-streams.js";
import type { CaseFn, Subject } from "../subject.js";

/** Runs a stream and takes its last value. */
const last = (stream: Stream.Stream<number>): Promise<number> =>
  Effect.runPromise(
    Effect.map(
      Stream.runLast(stream),
      Option.getOrElse(() => 0),
    ),
  );

const fused: CaseFn = (size) =>
  inTurns(size, (input) =>
    last(
      Stream.fromArray(input).pipe(
        Stream.map(plusOne),
        Stream.filter(isOdd),
        Stream.scan(() => 0, mix),
      ),
    ),
  );

const hop: CaseFn = (size) =>
  inTurns(size, (input) =>
    last(
      Stream.fromArray(input).pipe(
        Stream.map(plusOne),
        Stream.buffer({ capacity: hopRoom }),
        Stream.filter(isOdd),
        Stream.scan(() => 0, mix),
      ),
    ),
  );

const asyncMap: CaseFn = (size) =>
  inTurns(
    size,
    (input) =>
      Effect.runPromise(
        Stream.fromArray(input).pipe(
          Stream.mapEffect((value) => Effect.promise(() => plusOneLater(value)), {
            concurrency: asyncWidth,
            unordered: true,
          }),
          Stream.runFold(
            () => 0,
            (sum, value) => sum + value,
          ),
        ),
      ),
    promisesAtATime,
  );

export const streamCases: Subject = {
  "streams-fused": fused,
  "streams-hop": hop,
  "streams-async": asyncMap,
};
