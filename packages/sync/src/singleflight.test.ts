import { chan, type Go, GoPanic, go, goexit, gosched, panic, run, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { runLong } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { SingleFlight } from "./singleflight.js";

/** What a panic in a call is, for those who wait. */
interface FlightPanic extends Error {
  readonly value: unknown;
}

it("SF-01 SF-02 who asks for one key at the same time gets one result, shared; in Go's order", () =>
  runLong(function* () {
    const flights = new SingleFlight<string, number>();
    const hold = chan<void>();
    const log: unknown[] = [];
    let calls = 0;
    for (let i = 0; i < 4; i++) {
      go(function* () {
        const result = yield* flights.do("k", function* () {
          calls++;
          yield* hold.recv();
          return i;
        });
        log.push([i, result]);
      });
      yield* settle();
    }
    hold.close();
    yield* settle();
    const result = { value: 0, shared: true };
    expect(calls).toBe(1);
    // Recorded from Go.
    expect(log).toEqual([0, 3, 1, 2].map((i) => [i, result]));
  }));

it("SF-02 a result that went to one is not shared", () =>
  run(function* () {
    const flights = new SingleFlight<string, string>();
    expect(yield* flights.do("k", () => "alone")).toEqual({ value: "alone", shared: false });
    expect(yield* flights.doChan("k", () => "alone").recv()).toEqual({ value: "alone", shared: false });
  }));

it("SF-01 other keys have other calls", () =>
  run(function* () {
    const flights = new SingleFlight<unknown, string>();
    const keys = ["a", "b", {}, {}, Number.NaN];
    const gs = keys.map((key) =>
      go(() =>
        flights.do(key, function* () {
          yield* gosched();
          return String(key);
        }),
      ),
    );
    for (const [i, g] of gs.entries())
      expect(yield* g.join()).toEqual({ value: String(keys[i]), shared: false });
  }));

it("SF-03 when the call is over the next one asks anew, after a throw as well", () =>
  run(function* () {
    const flights = new SingleFlight<string, number>();
    let calls = 0;
    const next = () => ++calls;
    expect((yield* flights.do("k", next)).value).toBe(1);
    expect((yield* flights.do("k", next)).value).toBe(2);
    let error: unknown;
    try {
      yield* flights.do("k", () => {
        throw new Error("no");
      });
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(Error);
    expect((yield* flights.do("k", next)).value).toBe(3);
  }));

it("SF-04 forget lets the next one start while the old call runs; each has its own result", () =>
  run(function* () {
    const flights = new SingleFlight<string, string>();
    const holds = [chan<void>(), chan<void>()] as const;
    const asking = (name: string, hold: { recv(): ReturnType<(typeof holds)[0]["recv"]> }) =>
      go(() =>
        flights.do("k", function* () {
          yield* hold.recv();
          return name;
        }),
      );
    const first = asking("first", holds[0]);
    yield* settle();
    flights.forget("k");
    const second = asking("second", holds[1]);
    yield* settle();
    holds[0].close();
    expect(yield* first.join()).toEqual({ value: "first", shared: false });
    // The end of the forgotten call leaves the new one in place.
    const third = asking("third", holds[1]);
    yield* settle();
    holds[1].close();
    expect(yield* second.join()).toEqual({ value: "second", shared: true });
    expect(yield* third.join()).toEqual({ value: "second", shared: true });
    flights.forget("nobody asked for this");
  }));

describe("SF-05 doChan", () => {
  it("gives a channel with room for one, which gets the result and is not closed", () =>
    run(function* () {
      const flights = new SingleFlight<string, number>();
      const channels = [1, 2].map((n) =>
        flights.doChan("k", function* () {
          yield* gosched();
          return n;
        }),
      );
      const joined = go(() => flights.do("k", () => 3));
      expect(channels.map((ch) => [ch.cap, ch.len])).toEqual(new Array(2).fill([1, 0]));
      for (const ch of channels) {
        expect(yield* ch.recv()).toEqual({ value: 1, shared: true });
        expect(ch.tryRecv()).toBe(undefined);
      }
      expect(yield* joined.join()).toEqual({ value: 1, shared: true });
    }));

  it("blocks nobody, in code that is no goroutine either", async () => {
    const flights = new SingleFlight<string, number>();
    const hold = chan<void>();
    const ch = flights.doChan("k", async () => {
      await hold.recv();
      return 1;
    });
    const outside = flights.do("k", () => 2).then((result) => result);
    await new Promise(setImmediate);
    hold.close();
    expect(await outside).toEqual({ value: 1, shared: true });
    expect(await ch.recv()).toEqual({ value: 1, shared: true });
  });

  it("a result that nobody receives holds up nothing", () =>
    run(function* () {
      const flights = new SingleFlight<string, number>();
      flights.doChan("k", () => 1);
      yield* settle();
      expect((yield* flights.do("k", () => 2)).value).toBe(2);
    }));
});

describe("SF-06 a throw in the function", () => {
  it("is thrown in all who wait, as one error that holds the value and the stack", () =>
    run(
      function* () {
        const flights = new SingleFlight<string, number>();
        const boom = new RangeError("boom");
        const hold = chan<void>();
        const errors: unknown[] = [];
        const order: number[] = [];
        for (let i = 0; i < 3; i++) {
          go(function* () {
            try {
              yield* flights.do("k", function* () {
                yield* hold.recv();
                throw boom;
              });
            } catch (error) {
              errors.push(error);
              order.push(i);
            }
          });
          yield* settle();
        }
        hold.close();
        yield* settle();
        // Recorded from Go.
        expect(order).toEqual([0, 2, 1]);
        expect(new Set(errors).size).toBe(1);
        const error = errors[0] as FlightPanic;
        expect(error).toBeInstanceOf(Error);
        expect(error.value).toBe(boom);
        expect(error.cause).toBe(boom);
        expect(error.message).toBe(`RangeError: boom\n\n${boom.stack}`);
        expect(boom.stack).toContain("singleflight.test");
        // Taking the stack may take longer than a slice, and who is preempted comes later.
      },
      { slice: 60_000 },
    ));

  it("that is no Error, and that can't be printed, reaches all as well", () =>
    run(function* () {
      const flights = new SingleFlight<string, number>();
      for (const value of ["boom", undefined, Object.create(null)]) {
        const hold = chan<void>();
        const errors: FlightPanic[] = [];
        for (let i = 0; i < 2; i++) {
          go(function* () {
            try {
              yield* flights.do("k", function* () {
                yield* hold.recv();
                throw value;
              });
            } catch (error) {
              errors.push(error as FlightPanic);
            }
          });
          yield* settle();
        }
        hold.close();
        yield* settle();
        expect(errors.map((error) => error.value)).toEqual([value, value]);
        if (value === "boom") expect(errors[0]?.message).toBe("boom\n\n");
      }
    }));

  it("by panic, too, is known by its value", () =>
    run(function* () {
      let error: unknown;
      try {
        yield* new SingleFlight<string, number>().do("k", () => panic("boom"));
      } catch (e) {
        error = e;
      }
      expect((error as FlightPanic).value).toBe("boom");
      expect((error as FlightPanic).message).toMatch(/^boom\n\n.*singleflight\.test/s);
    }));

  it("ends the program if nobody catches it, with Go's first line", async () => {
    const error = await run(() =>
      new SingleFlight<string, number>().do("k", () => {
        throw "boom";
      }),
    ).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).message.split("\n")[0]).toBe("panic: boom");
  });
});

describe("SF-07 with a channel waiting, a throw in the function", () => {
  it("ends the program, though all who could catch it do", async () => {
    const log: unknown[] = [];
    const error = await run(function* () {
      const flights = new SingleFlight<string, number>();
      go(function* () {
        try {
          yield* flights.do("k", function* () {
            yield* sleep(1);
            throw new Error("boom");
          });
        } catch {
          log.push("caught");
        }
      });
      yield* settle();
      const ch = flights.doChan("k", () => 1);
      try {
        yield* ch.recv();
      } catch {
        log.push("caught");
      }
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GoPanic);
    expect((error as GoPanic).message.split("\n")[0]).toBe("panic: boom");
    expect(log).toEqual([]);
  });

  it("also if the channel's own goroutine made the call", async () => {
    const error = await run(function* () {
      yield* new SingleFlight<string, number>()
        .doChan("k", () => {
          throw new Error("boom");
        })
        .recv();
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GoPanic);
  });
});

it("SF-08 a goexit in the function makes all who wait exit; a channel never gets anything", () =>
  runLong(function* () {
    const flights = new SingleFlight<string, number>();
    const hold = chan<void>();
    const log: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      go(function* () {
        try {
          yield* flights.do("k", function* (): Go<number> {
            yield* hold.recv();
            return yield* goexit();
          });
          log.push("not reached");
        } catch {
          log.push("not caught");
        } finally {
          log.push(i);
        }
      });
      yield* settle();
    }
    const ch = flights.doChan("k", () => 1);
    hold.close();
    yield* settle();
    // Recorded from Go.
    expect(log).toEqual([0, 2, 1]);
    expect(ch.tryRecv()).toBe(undefined);
    expect((yield* flights.do("k", () => 2)).value).toBe(2);
  }));

describe("SF-09", () => {
  const fake = useFakeHost();

  it("who does not want to wait for ever selects on doChan", async () => {
    const program = run(function* () {
      const flights = new SingleFlight<string, string>();
      const slow = function* (): Go<string> {
        yield* sleep(100);
        return "late";
      };
      const early = yield* select({ result: flights.doChan("k", slow).recv(), tired: sleep(10) });
      const late = yield* select({ result: flights.doChan("k", slow).recv(), tired: sleep(1000) });
      return [early, late];
    });
    expect(await fake.host.finish(program)).toEqual([
      { case: "tired", value: undefined },
      { case: "result", value: { value: "late", shared: true } },
    ]);
  });

  it("do itself can't be a case of a select: it has effects before it is complete", () => {
    const op = new SingleFlight<string, string>().do("k", () => "v");
    expect(() => select({ op })).toThrow(TypeError);
  });
});

it("what is no function is refused at once, and starts nothing", () =>
  run(function* () {
    const flights = new SingleFlight<string, number>();
    const bad = undefined as unknown as () => number;
    expect(() => flights.do("k", bad)).toThrow(TypeError);
    expect(() => flights.doChan("k", bad)).toThrow(TypeError);
    expect(yield* flights.do("k", () => 1)).toEqual({ value: 1, shared: false });
  }));

it("a function that gives undefined gives it to all", async () => {
  const flights = new SingleFlight<string, undefined>();
  const results = await Promise.all([1, 2].map(() => flights.do("k", async () => undefined)));
  expect(results).toEqual(new Array(2).fill({ value: undefined, shared: true }));
});

it("a call that was cut off by the end of its program holds up nobody who asks later", async () => {
  const flights = new SingleFlight<string, number>();
  await run(function* () {
    go(() => flights.do("k", () => chan<number>().recv() as never));
    yield* settle();
  });
  expect(await flights.do("k", () => 2)).toEqual({ value: 2, shared: false });
  await run(function* () {
    flights.doChan("k", () => chan<number>().recv() as never);
    yield* settle();
  });
  expect(await flights.doChan("k", () => 3).recv()).toEqual({ value: 3, shared: false });
});

it("a call that is cut off as its program unwinds is made again by those of other programs who wait for it", async () => {
  const flights = new SingleFlight<string, number>();
  const leader = new AbortController();
  const options = { signal: leader.signal, onExit: "unwind" } as const;
  const cutOff = run(() => flights.do("k", () => chan<number>().recv() as never), options).catch(String);
  const others = [1, 2].map((n) =>
    run(function* () {
      const flight = go(() => flights.do("k", () => n));
      yield* settle();
      leader.abort("client has gone");
      return yield* flight.join();
    }),
  );
  expect(await cutOff).toBe("client has gone");
  expect(await Promise.all(others)).toEqual([
    { value: 1, shared: false },
    { value: 2, shared: false },
  ]);
});
