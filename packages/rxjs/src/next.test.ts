import { chan, Deadlock, type Go, go, gosched, numGoroutine, run, sleep } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { select, timeout, trySelect } from "@gopark/select";
import { BehaviorSubject, EMPTY, EmptyError, finalize, Observable, of, Subject, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { Fed } from "../test/fed.js";
import { leavesNobody } from "../test/nobody-left.js";
import { next } from "./next.js";

const fake = useFakeHost();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

leavesNobody();

describe("next", () => {
  it("subscribes when it is performed, takes the first value, unsubscribes", () =>
    play(function* () {
      const source = new Fed<number>();
      const op = next(source);
      expect(source.subscribed).toBe(0);
      const g = go(() => op);
      yield* settle();
      expect(source.listeners.size).toBe(1);
      source.emit(1, 2);
      expect(source.listeners.size).toBe(0);
      expect(yield* g.join()).toBe(1);
      expect(numGoroutine()).toBe(1);
    }));

  it("takes a value that is emitted from within subscribe", async () => {
    expect(await play(() => takeOne(of("a", "b")))).toBe("a");
    expect(await fake.host.finish(Promise.resolve(next(new BehaviorSubject(5))))).toBe(5);
  });

  it("an error is a panic; an end without a value is an EmptyError", async () => {
    await expect(play(() => takeOne(throwError(() => new Error("boom"))))).rejects.toThrow("panic: boom");
    await expect(fake.host.finish(Promise.resolve(next(EMPTY)))).rejects.toBeInstanceOf(EmptyError);
    await expect(
      fake.host.finish(
        Promise.resolve(
          next({
            subscribe(): void {
              throw new Error("refused");
            },
          }),
        ),
      ),
    ).rejects.toThrow("refused");
  });

  it("throws at once for what can't be observed", () => {
    expect(() => next(undefined as never)).toThrow(TypeError);
  });

  it("N2 unsubscribes when it loses in a select, with no other effect", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = chan<number>();
      const g = go(() => select({ value: next(source), other: ch.recv() }));
      yield* settle();
      expect(source.listeners.size).toBe(1);
      yield* ch.send(5);
      expect(yield* g.join()).toEqual({ case: "other", value: 5 });
      yield* sleep(1);
      expect(source.listeners.size).toBe(0);
      yield* settle();
    }));

  it("N1 is not subscribed if another case is ready", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = chan<number>(1);
      ch.trySend(1);
      expect((yield* select({ value: next(source), other: ch.recv() })).case).toBe("other");
      expect(trySelect([next(of(1))])).toBe(undefined);
      expect(source.subscribed).toBe(0);
    }));

  it("N1 is not subscribed if another case is chosen before its turn", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = chan<number>();
      go(() => ch.send(1));
      expect((yield* select({ value: next(source), other: ch.recv() })).case).toBe("other");
      yield* settle();
      expect(source.subscribed).toBe(0);
    }));

  it("N1 is not subscribed any more if to subscribe has decided the select", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = chan<number>();
      const eager = new Observable<number>((subscriber) => {
        ch.trySend(1);
        return source.subscribe(subscriber);
      });
      expect((yield* select({ value: next(eager), other: ch.recv() })).case).toBe("other");
      yield* settle();
      expect([source.subscribed, source.listeners.size]).toEqual([1, 0]);
    }));

  it("N2 unsubscribes also while goroutines leave the host no turn", () =>
    play(function* () {
      const source = new Fed<number>();
      const [there, back] = [chan<number>(), chan<number>()];
      go(function* () {
        for (let n = yield* there.recv(); n; n = yield* there.recv()) {
          yield* gosched();
          yield* back.send(n);
        }
      });
      let most = 0;
      for (let n = 1; n <= 1000; n++) {
        yield* there.send(n);
        yield* select({ value: next(source), back: back.recv() });
        most = Math.max(most, source.listeners.size);
      }
      there.close();
      expect(most).toBeLessThan(5);
    }));

  it("N2 what is torn down may use the channel that has won", () =>
    play(function* () {
      const ch = chan<string>();
      const log: string[] = [];
      const source = new Subject<number>().pipe(
        finalize(() => {
          log.push(ch.trySend("torn down") ? "received" : "nobody there");
        }),
      );
      const g = go(function* () {
        const r = yield* select({ value: next(source), message: ch.recv() });
        return [r.value, yield* ch.recv()];
      });
      yield* settle();
      yield* ch.send("won");
      expect(yield* g.join()).toEqual(["won", "torn down"]);
      expect(log).toEqual(["received"]);
    }));

  it("N3 the same operation in a loop of selects subscribes again in each round", () =>
    play(function* () {
      const source = new Fed<number>();
      const ticks = chan<void>();
      const value = next(source);
      const g = go(function* () {
        for (let rounds = 1; ; rounds++) {
          const r = yield* select({ tick: ticks.recv(), value });
          if (r.case === "value") return [rounds, r.value];
        }
      });
      for (let i = 0; i < 3; i++) yield* ticks.send();
      yield* sleep(1);
      expect(source.listeners.size).toBe(1);
      source.emit(9, 10);
      expect(yield* g.join()).toEqual([4, 9]);
      expect(source.listeners.size).toBe(0);
    }));

  it("takes a timeout", () =>
    play(function* () {
      const source = new Fed<number>();
      try {
        yield* timeout(next(source), 10);
        expect.fail("no timeout");
      } catch (error) {
        expect((error as Error).message).toBe("observable: not complete after 10 ms");
      }
      yield* sleep(1);
      expect(source.listeners.size).toBe(0);
    }));

  it("N4 D-59 no deadlock while somebody waits; one afterwards", async () => {
    const source = new Fed<number>();
    const program = run(function* () {
      yield* next(source);
      yield* chan().recv();
    });
    program.catch(() => {});
    await fake.host.advance(10_000);
    expect(source.listeners.size).toBe(1);
    source.emit(1);
    await expect(fake.host.finish(program)).rejects.toBeInstanceOf(Deadlock);
  });

  it("a program that ends unsubscribes", async () => {
    const source = new Fed<number>();
    await play(function* () {
      go(() => next(source));
      yield* settle();
      expect(source.listeners.size).toBe(1);
    });
    await fake.host.settle();
    expect(source.listeners.size).toBe(0);
  });

  it("can be waited for in a finally block of a program that is ending", async () => {
    let value: number | undefined;
    const program = run(
      function* () {
        go(function* () {
          try {
            yield* sleep(1000);
          } finally {
            value = yield* next(of(7));
          }
        });
        yield* settle();
      },
      { onExit: "unwind" },
    );
    await fake.host.finish(program);
    expect(value).toBe(7);
    expect(currentSched().p.isBusy).toBe(false);
  });
});

/** The first value, in a goroutine body. */
function* takeOne<T>(source: Parameters<typeof next<T>>[0]): Go<T> {
  return yield* next<T>(source);
}
