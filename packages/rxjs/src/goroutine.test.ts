import { chan, type Go, go, gosched, numGoroutine, run, sleep, wait } from "@gopark/core";
import { currentSched, m } from "@gopark/core/internal";
import { Subscriber } from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { start } from "./goroutine.js";

const fake = useFakeHost();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

/** A subscriber that writes down what it gets. */
function writer(log: unknown[]): Subscriber<unknown> {
  return new Subscriber<unknown>({
    next: (value) => log.push(value),
    error: (error: unknown) => log.push(error),
    complete: () => log.push("complete"),
  });
}

describe("a goroutine that works for a subscriber", () => {
  it("gives its result, outside of goroutines", () =>
    play(function* () {
      const log: unknown[] = [];
      const plus = (a: number): number => a + 1;
      start(currentSched(), writer(log), plus, [1], (result) => log.push(result, m.g));
      yield* settle();
      expect(log).toEqual([2, null]);
    }));

  it("G4 starts in the order in which it was made", () =>
    play(function* () {
      const log: number[] = [];
      for (let i = 0; i < 20; i++)
        start(
          currentSched(),
          writer([]),
          () => log.push(i),
          [],
          () => {},
        );
      yield* settle();
      expect(log).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }));

  it("G2 its panic is the subscriber's error", () =>
    play(function* () {
      const log: unknown[] = [];
      const boom = new Error("boom");
      const fail = (): never => {
        throw boom;
      };
      start(currentSched(), writer(log), fail, [], () => log.push("done"));
      yield* settle();
      expect(log).toEqual([boom]);
    }));

  it("G1 never starts if it was ended before", () =>
    play(function* () {
      const log: unknown[] = [];
      const subscriber = writer(log);
      start(
        currentSched(),
        subscriber,
        () => log.push("started"),
        [],
        () => log.push("done"),
      );
      subscriber.unsubscribe();
      yield* settle();
      expect(log).toEqual(["done"]);
      expect(numGoroutine()).toBe(1);
    }));

  it("G1 leaves where it is parked, and its finally blocks run, waiting if they have to", () =>
    play(function* () {
      const log: unknown[] = [];
      const ch = chan<number>();
      function* body(): Go {
        try {
          yield* ch.recv();
          log.push("received");
        } finally {
          yield* sleep(5);
          log.push("finally");
        }
      }
      const subscriber = writer(log);
      start(currentSched(), subscriber, body, [], () => log.push("done"));
      yield* settle();
      subscriber.unsubscribe();
      expect(ch.trySend(1)).toBe(false);
      yield* sleep(10);
      expect(log).toEqual(["finally", "done"]);
      expect(numGoroutine()).toBe(1);
    }));

  it("G1 leaves once it has given up the CPU if it is running", () =>
    play(function* () {
      const log: unknown[] = [];
      const subscriber = writer(log);
      function* body(): Go {
        try {
          subscriber.unsubscribe();
          log.push("goes on");
          yield* sleep(1000);
          log.push("slept");
        } finally {
          log.push("finally");
        }
      }
      start(currentSched(), subscriber, body, [], () => log.push("done"));
      yield* sleep(1);
      expect(log).toEqual(["goes on", "finally", "done"]);
      expect(currentSched().p.timers?.whens.length).toBe(0);
    }));

  it("G2 what a finally block throws after the subscriber has left is an uncaught exception", () =>
    play(function* () {
      const log: unknown[] = [];
      const subscriber = writer(log);
      const boom = new Error("boom");
      function* body(): Go {
        try {
          yield* wait(new Promise(() => {}));
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: it is what the test is about.
          throw boom;
        }
      }
      start(currentSched(), subscriber, body, [], () => {});
      yield* settle();
      subscriber.unsubscribe();
      yield* settle();
      expect(log).toEqual([]);
      expect(fake.host.uncaught).toEqual([boom]);
    }));

  it("belongs to its program and is dropped with it", async () => {
    const log: unknown[] = [];
    await play(function* () {
      start(
        currentSched(),
        writer(log),
        () => sleep(1),
        [],
        () => log.push("done"),
      );
      go(() => gosched());
      yield* gosched();
    });
    await fake.host.advance(10);
    expect(log).toEqual([]);
  });
});
