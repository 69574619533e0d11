/** gopark, pipelines: `pipe` with operators, awaited as its guide teaches. */

import { wait } from "@gopark/core";
import { buffer, filter, forEach, last, map, parallel, pipe, reduce, scan } from "@gopark/streams";
import { lines } from "@gopark/streams/node";
import {
  asyncWidth,
  block,
  hopRoom,
  inTurns,
  isOdd,
  linesPerBlock,
  mix,
  plusOne,
  plusOneLater,
  promisesAtATime,
} from "../cases-streams.js";
import type { CaseFn, Subject } from "../subject.js";

const fused: CaseFn = (size) =>
  inTurns(size, async (input) => (await pipe(input, map(plusOne), filter(isOdd), scan(mix, 0), last())) ?? 0);

const hop: CaseFn = (size) =>
  inTurns(
    size,
    async (input) =>
      (await pipe(input, map(plusOne), buffer(hopRoom), filter(isOdd), scan(mix, 0), last())) ?? 0,
  );

const asyncMap: CaseFn = (size) =>
  inTurns(
    size,
    async (input) =>
      pipe(
        input,
        parallel(asyncWidth, plusOneLater, { ordered: false }),
        reduce((sum, value) => sum + value, 0),
      ),
    promisesAtATime,
  );

/** The same block of lines, again and again. */
function* blocks(size: number): Generator<Uint8Array> {
  for (let i = 0; i < size; i++) yield block;
}

const memory: CaseFn = async (size) => {
  let taken = 0;
  await pipe(
    lines(blocks(size)),
    map((line) => line.length),
    buffer(hopRoom),
    forEach((_, index) => {
      taken++;
      // For every block's worth the sink lets the source run ahead if it can.
      return index % linesPerBlock === 0
        ? wait(new Promise((resolve) => void setImmediate(resolve)))
        : undefined;
    }),
  );
  return taken;
};

export const streamCases: Subject = {
  "streams-fused": fused,
  "streams-hop": hop,
  "streams-async": asyncMap,
  "streams-memory": memory,
};
