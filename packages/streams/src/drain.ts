/**
 * Drains: streams of others as the end of a pipeline.
 *
 *   D1  The next value is written when the drain says so: its own queue is the only buffer.
 *   D2  The pipeline is over when the drain has taken everything, and says that it has.
 *   D3  A drain that fails by itself cancels the pipeline at once, also while no value comes.
 *   D4  A drain that is left early is aborted, and that is waited for.
 */
import type { Go } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import type { Upstream } from "./drive.js";
import { wait } from "./engine.js";
import { type Sink, Stage } from "./stage.js";
import { named } from "./stream-error.js";

/** What takes values, for one run of a pipeline. */
export interface Drain<in A> {
  /** Takes a value, and gives what is to be waited for before the next. */
  write(value: A): PromiseLike<unknown> | undefined;
  /** No more values come. Gives what is to be waited for until all have been taken. */
  end(): PromiseLike<unknown> | undefined;
  /** The pipeline leaves early. Gives what is to be waited for. */
  abort(): PromiseLike<unknown> | undefined;
  /** Calls `fail` when it fails by itself. */
  watch(fail: (error: unknown) => void): void;
}

/** A sink that writes into a drain, which is opened when the pipeline runs. */
export function drainInto<A>(name: string, open: () => Drain<A>): Sink<A, void> {
  const stage = new Stage(name, null);
  stage.drive = (up) => pour(up, open);
  stage.isSink = true;
  return stage as unknown as Sink<A, void>;
}

function* pour<A>(up: Upstream, open: () => Drain<A>): Go<Code> {
  const drain = open();
  let isOpen = true;
  drain.watch((error) => {
    if (isOpen) up.scope.fail(named(error, up.where));
  });
  const { scope, ch } = up.inlet();
  let isThrough = false;
  try {
    for (;;) {
      const [value, ok] = yield* ch.recvOk();
      if (!ok) break;
      const room = drain.write(value);
      if (room !== undefined) yield* wait(room);
    }
    yield* wait(drain.end());
    isThrough = true;
    return MORE;
  } finally {
    isOpen = false;
    scope.cancel();
    // What goes wrong now is not the reason for leaving.
    if (!isThrough) yield* wait(Promise.resolve(drain.abort()).catch(() => {}));
  }
}
