import { type Context, chan, type Op, type RecvChan, type SendChan } from "@gopark/core";
import { select } from "@gopark/select";
import { map as mapped, pipe, type Stream } from "@gopark/streams";
import { interval, type Observable, type OperatorFunction, of, type SchedulerLike, Subscription } from "rxjs";
import { describe, expectTypeOf, it } from "vitest";
import {
  fromObservable,
  goparkScheduler,
  next,
  type ObservedChan,
  throughGoroutines,
  throughWorkers,
  toObservable,
} from "./index.js";

const drop = { buffer: 4, overflow: "dropOldest" } as const;

describe("fromObservable", () => {
  it("gives a channel that can be received from, disposed, and added to a Subscription", () => {
    const ch = fromObservable(of(1, 2), drop);
    expectTypeOf(ch).toEqualTypeOf<ObservedChan<number>>();
    expectTypeOf(ch).toExtend<RecvChan<number>>();
    expectTypeOf(ch).toExtend<Disposable>();
    expectTypeOf(ch.recv()).toEqualTypeOf<Op<number | undefined>>();
    new Subscription().add(ch);
    const r = select({ value: ch.recvOk(), other: chan<string>().recv() });
    expectTypeOf(r).toExtend<Op<{ readonly case: "value" | "other" }>>();
  });

  it("can't be sent to or closed", () => {
    const ch = fromObservable(of(1), drop);
    // @ts-expect-error the Observable sends
    ch.send(1);
    // @ts-expect-error the Observable ends
    ch.close();
    // @ts-expect-error
    const _wrong: SendChan<number> = ch;
  });

  it("takes whatever can be observed", () => {
    expectTypeOf(fromObservable(["a"], drop)).toEqualTypeOf<ObservedChan<string>>();
    expectTypeOf(fromObservable(Promise.resolve(1), drop)).toEqualTypeOf<ObservedChan<number>>();
    // @ts-expect-error a number can't be observed
    fromObservable(5, drop);
  });

  it("does not go without a buffer and a policy", () => {
    // @ts-expect-error
    fromObservable(of(1));
    // @ts-expect-error
    fromObservable(of(1), {});
    // @ts-expect-error
    fromObservable(of(1), { buffer: 1 });
    // @ts-expect-error
    fromObservable(of(1), { overflow: "latest" });
    // @ts-expect-error
    fromObservable(of(1), { buffer: 1, overflow: "drop" });
  });

  it("blocks only where the producer can be paused and resumed", () => {
    const pause = (): void => {};
    fromObservable(of(1), { buffer: 1, overflow: "block", pause, resume: pause });
    // @ts-expect-error
    fromObservable(of(1), { buffer: 1, overflow: "block" });
    // @ts-expect-error
    fromObservable(of(1), { buffer: 1, overflow: "block", pause });
    // @ts-expect-error only who blocks is paused
    fromObservable(of(1), { buffer: 1, overflow: "latest", pause, resume: pause });
  });
});

it("next is an operation", () => {
  expectTypeOf(next(of("a"))).toEqualTypeOf<Op<string>>();
  // @ts-expect-error
  next(5);
});

it("toObservable takes channels and pipelines", () => {
  const ch: RecvChan<number> = chan<number>();
  expectTypeOf(toObservable(ch)).toEqualTypeOf<Observable<number>>();
  const stream: Stream<string> = pipe(
    ch,
    mapped((n) => String(n)),
  );
  expectTypeOf(toObservable(stream)).toEqualTypeOf<Observable<string>>();
  const sender: SendChan<number> = chan<number>();
  // @ts-expect-error nothing can be received from it
  toObservable(sender);
});

describe("operators", () => {
  it("take the type of the source, and give that of the function", () => {
    const texts = of(1, 2).pipe(
      throughGoroutines(2, function* (n, ctx) {
        expectTypeOf(n).toEqualTypeOf<number>();
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        return String(n);
      }),
    );
    expectTypeOf(texts).toEqualTypeOf<Observable<string>>();
    expectTypeOf(of(1).pipe(throughGoroutines(1, async (n) => n > 1))).toEqualTypeOf<Observable<boolean>>();
    expectTypeOf(of(1).pipe(throughGoroutines(1, (n) => [n]))).toEqualTypeOf<Observable<number[]>>();
    const work = (text: string): number => text.length;
    expectTypeOf(throughGoroutines(1, work)).toEqualTypeOf<OperatorFunction<string, number>>();
    expectTypeOf(throughWorkers(work, { procs: 2 })).toEqualTypeOf<OperatorFunction<string, number>>();
    // @ts-expect-error the source gives numbers
    of(1).pipe(throughGoroutines(1, work));
    // @ts-expect-error no function
    throughGoroutines(1);
    // @ts-expect-error
    throughGoroutines(1, work, { order: true });
  });
});

it("the scheduler is one of RxJS", () => {
  expectTypeOf(goparkScheduler).toEqualTypeOf<SchedulerLike>();
  expectTypeOf(interval(1, goparkScheduler)).toEqualTypeOf<Observable<number>>();
});
