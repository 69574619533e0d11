import { describe, expectTypeOf, test } from "vitest";
import {
  afterDone,
  background,
  type CancelCauseFunc,
  Canceled,
  type CancelFunc,
  type Context,
  type ContextError,
  cause,
  DeadlineExceeded,
  fromSignal,
  type Go,
  type Key,
  key,
  type RecvChan,
  sleep,
  todo,
  withCancel,
  withCancelCause,
  withDeadline,
  withDeadlineCause,
  withoutCancel,
  withTimeout,
  withTimeoutCause,
  withValue,
} from "./index.js";

describe("contexts", () => {
  test("each way to derive gives a context and the function that cancels it", () => {
    expectTypeOf(background()).toEqualTypeOf<Context>();
    expectTypeOf(todo()).toEqualTypeOf<Context>();
    for (const [ctx, cancel] of [
      withCancel(background()),
      withTimeout(background(), 1),
      withTimeoutCause(background(), 1, "why"),
      withDeadline(background(), new Date()),
      withDeadlineCause(background(), 1, new Error("why")),
      fromSignal(new AbortController().signal),
    ]) {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      expectTypeOf(cancel).toEqualTypeOf<CancelFunc>();
    }
    const [, cancel] = withCancelCause(background());
    expectTypeOf(cancel).toEqualTypeOf<CancelCauseFunc>();
    cancel();
    cancel(new Error("why"));
    // @ts-expect-error a plain cancel takes no cause
    withCancel(background())[1]("why");
    // @ts-expect-error a context has a parent
    withCancel();
    // @ts-expect-error a deadline is a time
    withDeadline(background(), "soon");
  });

  test("what a context says", () => {
    const ctx = withoutCancel(background());
    expectTypeOf(ctx.done()).toEqualTypeOf<RecvChan<never>>();
    expectTypeOf(ctx.err()).toEqualTypeOf<Error | undefined>();
    expectTypeOf(ctx.deadline()).toEqualTypeOf<Date | undefined>();
    expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
    expectTypeOf(cause(ctx)).toEqualTypeOf<unknown>();
    expectTypeOf(Canceled).toEqualTypeOf<ContextError>();
    expectTypeOf(DeadlineExceeded.timeout()).toEqualTypeOf<boolean>();
    function* body(): Go {
      expectTypeOf(yield* ctx.done().recv()).toEqualTypeOf<undefined>();
    }
    void body;
  });

  test("a key knows the type of its values", () => {
    const user = key<string>("user");
    expectTypeOf(user).toEqualTypeOf<Key<string>>();
    const ctx = withValue(background(), user, "ann");
    expectTypeOf(ctx).toEqualTypeOf<Context>();
    expectTypeOf(ctx.value(user)).toEqualTypeOf<string | undefined>();
    // @ts-expect-error another type
    withValue(background(), user, 5);
    // @ts-expect-error a key is made by key
    ctx.value("user");
    // @ts-expect-error a key of strings is no key of strings and numbers
    const wide: Key<string | number> = user;
    // @ts-expect-error nor of some strings
    const narrow: Key<"ann"> = user;
    void [wide, narrow];
  });

  test("afterDone takes what go takes, without arguments", () => {
    expectTypeOf(afterDone(background(), () => {})).toEqualTypeOf<() => boolean>();
    afterDone(background(), async () => 5);
    afterDone(background(), () => sleep(1));
    // @ts-expect-error a generator that yields what is no operation
    afterDone(background(), function* () {
      yield 5;
    });
    // @ts-expect-error it gets no argument
    afterDone(background(), (n: number) => n);
  });

  test("a type of one's own may be a context", () => {
    class Own implements Context {
      readonly signal: AbortSignal = new AbortController().signal;
      done(): RecvChan<never> {
        return background().done();
      }
      err(): undefined {}
      deadline(): undefined {}
      value<T>(_key: Key<T>): T | undefined {
        return undefined;
      }
    }
    expectTypeOf(withCancel(new Own())[0]).toEqualTypeOf<Context>();
  });
});
