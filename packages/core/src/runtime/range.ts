/**
 * ch.range(body): receives until the channel is closed and drained.
 *
 *   N1  One receive operation serves all rounds: it is complete before it is performed again.
 *   N2  `body` returning false ends the loop; what is left stays in the channel.
 *   N3  A goroutine that leaves its frames while `body` runs receives nothing more. JavaScript has forgotten by then that it
 *       leaves them if a `finally` block of `body` has waited: it is told once more.
 *
 * @go for range
 */
import { Composite } from "./composite.js";
import type { G } from "./g.js";
import { m } from "./m.js";
import type { Operation } from "./operation.js";
import { FRESH } from "./opstate.js";
import { frameOf } from "./promise.js";
import { CALL } from "./suspend.js";
import { unwind } from "./unwind.js";

type Received<T> = [value: T, ok: true] | [value: undefined, ok: false];

function* loop<T>(receive: Operation<Received<T>>, body: (value: T) => unknown): Generator<any, void, any> {
  const g = m.g as G;
  const exit = g.value;
  for (;;) {
    const [value, ok]: Received<T> = yield* receive;
    if (!ok) return;
    receive.state = FRESH;
    const result = body(value);
    const frame = frameOf(result);
    const verdict: unknown = frame ? yield* frame : result;
    if (g.value !== exit) {
      unwind(g);
      yield CALL;
    }
    if (verdict === false) return;
  }
}

/** The loop over a channel, as an operation. */
export function range<T>(receive: Operation<Received<T>>, body: (value: T) => unknown): Composite<void> {
  return new Composite(() => loop(receive, body));
}
