import { chan, type Go, type Goroutine, go, type Op, type RecvChan, type SendChan } from "@gopark/core";
import { describe, expectTypeOf, it } from "vitest";
import { blocking, goroutine, main, type RunOptions, run, type Stats, sharedChan, stats } from "./index.js";

const crunch = goroutine(
  import.meta.url,
  "crunch",
  function* (jobs: RecvChan<number>, out: SendChan<string>): Go<boolean> {
    for (;;) {
      const [job, ok] = yield* jobs.recvOk();
      if (!ok) return true;
      yield* out.send(String(job));
    }
  },
);

describe("goroutine", () => {
  it("has the type of the function, so that go checks the arguments", () => {
    expectTypeOf(go(crunch, sharedChan<number>(1), chan<string>())).toEqualTypeOf<Goroutine<boolean>>();
    // @ts-expect-error the channels are the wrong way round
    go(crunch, chan<string>(), sharedChan<number>(1));
    // @ts-expect-error an argument is missing
    go(crunch, chan<number>());
  });

  it("takes functions only", () => {
    // @ts-expect-error no function
    goroutine(import.meta.url, "n", 5);
    // @ts-expect-error no name
    goroutine(import.meta.url, () => {});
  });
});

describe("run", () => {
  it("gives what main returns", () => {
    expectTypeOf(run(() => 5, { procs: 1 })).toEqualTypeOf<Promise<number>>();
    expectTypeOf(
      run(function* (): Go<string> {
        return "done";
      }),
    ).toEqualTypeOf<Promise<string>>();
    expectTypeOf(main).returns.toEqualTypeOf<void>();
  });

  it("takes the core's options and its own", () => {
    expectTypeOf<RunOptions>().toHaveProperty("signal");
    expectTypeOf<{ procs: 4; slice: 5; onExit: "unwind" }>().toExtend<RunOptions>();
    // @ts-expect-error a number
    run(() => {}, { procs: "4" });
  });
});

it("blocking is an operation that gives what the call returns", () => {
  expectTypeOf(blocking(() => "text")).toEqualTypeOf<Op<string>>();
});

it("stats can't be changed", () => {
  expectTypeOf(stats()).toEqualTypeOf<Stats>();
  // @ts-expect-error read only
  stats().gomaxprocs = 2;
});
