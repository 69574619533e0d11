import { describe, expectTypeOf, test } from "vitest";
import {
  type After,
  after,
  afterFunc,
  type Duration,
  type FuncTimer,
  type Go,
  now,
  type Op,
  type RecvChan,
  Second,
  Ticker,
  Timer,
  tick,
} from "./index.js";

describe("timers", () => {
  test("their channels may only be received from, and give dates", () => {
    const timer = new Timer(1);
    expectTypeOf(timer.c).toEqualTypeOf<RecvChan<Date>>();
    expectTypeOf(new Ticker(1).c).toEqualTypeOf<RecvChan<Date>>();
    expectTypeOf(tick(1)).toEqualTypeOf<RecvChan<Date>>();
    // @ts-expect-error nobody sends
    timer.c.send(new Date());
    // @ts-expect-error nor closes
    timer.c.close();
    // @ts-expect-error the channel stays
    timer.c = tick(1);
    // @ts-expect-error a timer has a duration
    new Timer();
    // @ts-expect-error in milliseconds
    new Ticker("1s");
  });

  test("stop and reset tell of a timer, not of a ticker", () => {
    const timer = new Timer(1);
    expectTypeOf(timer.stop()).toEqualTypeOf<boolean>();
    expectTypeOf(timer.reset(1)).toEqualTypeOf<boolean>();
    const ticker = new Ticker(1);
    expectTypeOf(ticker.stop()).toEqualTypeOf<void>();
    expectTypeOf(ticker.reset(1)).toEqualTypeOf<void>();
    expectTypeOf<Timer>().toExtend<Disposable>();
    expectTypeOf<Ticker>().toExtend<Disposable>();
    expectTypeOf<FuncTimer>().toExtend<Disposable>();
  });

  test("after is a channel and an operation", () => {
    const timeUp: After = after(1);
    const channel: RecvChan<Date> = timeUp;
    const op: Op<Date> = timeUp;
    expectTypeOf(timeUp.map((date) => date.getTime())).toEqualTypeOf<Op<number>>();
    expectTypeOf<Awaited<After>>().toEqualTypeOf<Date>();
    function* body(): Go {
      expectTypeOf(yield* after(1)).toEqualTypeOf<Date>();
      expectTypeOf(yield* after(1).recv()).toEqualTypeOf<Date | undefined>();
    }
    void [channel, op, body];
  });

  test("durations are numbers", () => {
    expectTypeOf<Duration>().toEqualTypeOf<number>();
    expectTypeOf(now()).toEqualTypeOf<number>();
    expectTypeOf(1.5 * Second).toEqualTypeOf<number>();
  });

  test("afterFunc takes what go takes, with its arguments", () => {
    expectTypeOf(afterFunc(1, () => {})).toEqualTypeOf<FuncTimer>();
    afterFunc(1, async (s: string) => s.length, "s");
    afterFunc(1, () => after(1));
    afterFunc(
      1,
      function* (n: number): Go<number> {
        yield* after(n);
        return n;
      },
      1,
    );
    // @ts-expect-error wrong argument
    afterFunc(1, (n: number) => n, "s");
    // @ts-expect-error missing argument
    afterFunc(1, (n: number) => n);
    // @ts-expect-error a generator that yields what is no operation
    afterFunc(1, function* () {
      yield 5;
    });
    // @ts-expect-error it has no channel
    void afterFunc(1, () => {}).c;
  });
});
