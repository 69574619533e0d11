/**
 * Web streams, as Node has them: a pulled ReadableStream, a TransformStream with room for `hopRoom` values as the
 * hop, and a WritableStream.
 *
 * The operators on the other side of the hop are plain code in the sink: a TransformStream for each of them would be
 * a hop more.
 */

import { hopRoom, inTurns, isOdd, mix, plusOne } from "../cases-streams.js";
import type { CaseFn, Subject } from "../subject.js";

const hop: CaseFn = (size) =>
  inTurns(size, async (input) => {
    let next = 0;
    const source = new ReadableStream<number>(
      {
        pull(controller) {
          if (next < input.length) controller.enqueue(input[next++] as number);
          else controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const mapped = new TransformStream<number, number>(
      {
        transform(value, controller) {
          controller.enqueue(plusOne(value));
        },
      },
      { highWaterMark: 1 },
      { highWaterMark: hopRoom },
    );
    let sum = 0;
    const sink = new WritableStream<number>({
      write(value) {
        if (isOdd(value)) sum = mix(sum, value);
      },
    });
    await source.pipeThrough(mapped).pipeTo(sink);
    return sum;
  });

export const subject: Subject = {
  "streams-hop": hop,
};
