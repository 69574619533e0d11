/**
 * An operation of gopark as an effect.
 *
 *   T1  The fiber waits in the same lines as goroutines do, first come, first served, and is woken by the loop of the
 *       program that it runs in.
 *   T2  To look, to stand in line and to take the result are one step of the fiber each with what follows (`settle`).
 *       Tempting and wrong: to return the next effect, `Effect.succeed(result)` for one. The fiber may yield before it:
 *       interrupted there it loses a message, and a channel has others change it between the look and the line.
 *   T3  Interrupted while it waits, the fiber leaves the line; interrupted after it was served, it gives back what it
 *       was served with. Either way the operation is FRESH again.
 *   T4  What is made of steps (`range`, `call`, a goroutine's body) runs in a goroutine; interrupted, that unwinds,
 *       and the fiber waits until its `finally` blocks have run. What these throw is told beside the interruption.
 */
import type { BodyResult, Op } from "@gopark/core";
import type { Sudog } from "@gopark/core/internal";
import type { Effect, Exit, Fiber } from "effect";
import { takeBack } from "./give-back.js";
import { programOf } from "./scheduler.js";
import {
  callback,
  DONE,
  EVER,
  exitFail,
  exitSucceed,
  expect,
  FRESH,
  flatMap,
  G,
  goready,
  leave,
  newproc,
  nothing,
  Operation,
  park,
  reused,
  suspend,
  sync,
  WAITING,
  withdraw,
  withFiber,
  yieldNow,
} from "./seam.js";

type AnyEffect = Effect.Effect<any, any>;
type AnyExit = Exit.Exit<any, any>;
/** Makes the exit of a result, or of a panic; throws for a defect. Called within a step of the fiber. */
type Ending = (resultOf: () => unknown) => AnyEffect;

/** Makes an effect part of the current step (T2): the method is the one that Effect's loop calls in the next. */
function settle(effect: AnyEffect, fiber: Fiber.Fiber<any, any>): any {
  return (effect as any)["~effect/Effect/evaluate"](fiber);
}

/** What a panic becomes where nothing else was said: a defect. */
export function defect(thrown: unknown): never {
  throw thrown;
}

/** Waits in the lines of an operation that can't complete now. */
function waitFor(op: Operation<any>, ending: Ending): AnyEffect {
  return callback(function (resume) {
    const { p } = programOf(this);
    let isTaken = false;
    const g = new G(0, p, null, undefined);
    // Until the fiber takes this step, an interruption gives back what it was served with (T3).
    g.onDone = () => {
      expect(g, -1);
      resume(
        withFiber((fiber) => {
          isTaken = true;
          return settle(
            ending(() => op.finish(g.sudog)),
            fiber,
          );
        }),
      );
    };
    expect(g, 1);
    park(op, g);
    return sync(() => {
      if (isTaken) return;
      if (g.state <= WAITING) {
        // It has not been told, and does not wait to be.
        expect(g, -1);
        g.onDone = () => {};
      }
      if (g.state === WAITING) op.state = FRESH;
      else takeBack(op, g.sudog as Sudog);
      withdraw(g);
    });
  });
}

/** Runs what is made of steps in a goroutine (T4). */
function runSteps(body: unknown, ending: Ending): AnyEffect {
  return callback(function (resume) {
    const sched = programOf(this);
    let isOver = false;
    let onEnd = resume;
    /** Makes the exit of what it threw: an interruption does not hide it. */
    let panic: Effect.Effect<void> = nothing;
    const g = newproc(sched, () => (isOver ? undefined : body), []);
    g.onDone = (hasFailed, value) => {
      isOver = true;
      const end = suspend(() => ending(() => (hasFailed ? defect(value) : value)));
      if (hasFailed) panic = end as typeof panic;
      onEnd(end);
    };
    goready(g);
    // In a later turn: the goroutine itself may be what interrupts.
    return flatMap(yieldNow, () =>
      isOver || sched.hasEnded
        ? panic
        : callback<void>((left) => {
            onEnd = () => left(panic);
            isOver = true;
            leave(g);
          }),
    );
  });
}

/** The effect of an operation. `onPanic` makes a failure of a panic, or throws a defect; `done` makes the exit of a result. */
export function effectOf(
  make: unknown,
  onPanic: (thrown: unknown) => unknown = defect,
  done: (value: any) => AnyExit = exitSucceed,
): AnyEffect {
  const attempt = (make: () => AnyEffect): AnyEffect => {
    try {
      return make();
    } catch (thrown) {
      // What this throws is thrown within a step of the fiber, and Effect makes a defect of it.
      return exitFail(onPanic(thrown));
    }
  };
  const ending: Ending = (resultOf) => attempt(() => done(resultOf()));
  return withFiber((fiber) => {
    const next = attempt(() => {
      const op = typeof make === "function" ? make() : make;
      if (!(op instanceof Operation)) return runSteps(op, ending);
      if (op.state === EVER) return yieldNow;
      if (op.state !== FRESH) throw reused(op.waitReason);
      if (!op.poll()) return waitFor(op, ending);
      op.state ||= DONE;
      return done(op.finish(null));
    });
    return settle(next, fiber);
  });
}

/**
 * An operation as an effect: the fiber waits for it as a goroutine would. Interrupted, or the loser of a race, it
 * leaves no waiter behind and loses no message: what it was about to take stays where it was.
 *
 * Takes an operation, which can be performed once (a select any number of times), or a function that makes one each
 * time the effect runs; also a goroutine's body, which then runs in a goroutine of its own. Interruption unwinds that
 * goroutine and waits until its `finally` blocks have run; what these throw is told beside it. A pipeline of
 * @gopark/streams is cancelled, but its clean-up is not waited for.
 *
 * A panic becomes a defect, as panics are mistakes; with `onPanic` it becomes a failure (or, if that throws, a defect). A race of effects that go on
 * after they have received can lose what the loser received, as with Effect's queues: race operations instead
 * (`toEffect(race([a.recv(), b.recv()]))`, `select`), of which exactly one happens.
 *
 * @example Go's select, in Effect.
 * ```ts
 * import { chan } from "@gopark/core";
 * import { toEffect } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * const ch = chan<string>(1);
 * const program = Effect.gen(function* () {
 *   yield* toEffect(ch.send("hello"));
 *   return yield* toEffect(() => ch.recv());
 * });
 * console.log(await Effect.runPromise(program)); // prints: hello
 * ```
 * @example A panic as a typed failure.
 * ```ts
 * import { chan } from "@gopark/core";
 * import { toEffect } from "@gopark/effect";
 * import { Effect } from "effect";
 *
 * const ch = chan<number>();
 * ch.close();
 * const send = toEffect(() => ch.send(1), (thrown) => String(thrown));
 * console.log(await Effect.runPromise(Effect.flip(send))); // prints: RuntimeError: send on closed channel
 * ```
 */
export function toEffect<T>(op: Op<T> | (() => BodyResult<T>)): Effect.Effect<T>;
/** The same with panics as failures. */
export function toEffect<T, E>(
  op: Op<T> | (() => BodyResult<T>),
  onPanic: (thrown: unknown) => E,
): Effect.Effect<T, E>;
export function toEffect(op: unknown, onPanic?: (thrown: unknown) => unknown): Effect.Effect<any, any> {
  return effectOf(op, onPanic);
}
