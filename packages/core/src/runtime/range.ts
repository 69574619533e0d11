/**
 * ch.range(body): receives until the channel is closed and drained.
 *
 *   N1  One receive operation serves all rounds: it is complete before it is performed again.
 *   N2  `body` returning false ends the loop; what is left stays in the channel.
 *
 * @go for range
 */
import { Composite } from "./composite.js";
import type { Operation } from "./operation.js";
import { FRESH } from "./opstate.js";
import { frameOf } from "./promise.js";

type Received<T> = [value: T, ok: true] | [value: undefined, ok: false];

function* loop<T>(receive: Operation<Received<T>>, body: (value: T) => unknown): Generator<any, void, any> {
  for (;;) {
    const [value, ok]: Received<T> = yield* receive;
    if (!ok) return;
    receive.state = FRESH;
    const result = body(value);
    const frame = frameOf(result);
    if ((frame ? yield* frame : result) === false) return;
  }
}

/** The loop over a channel, as an operation. */
export function range<T>(receive: Operation<Received<T>>, body: (value: T) => unknown): Composite<void> {
  return new Composite(() => loop(receive, body));
}
