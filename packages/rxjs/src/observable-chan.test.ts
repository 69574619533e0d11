/** The channel that an Observable sends to: subscription, buffer, error, leaving. */
import { type Go, go, gosched, numGoroutine, RuntimeError, run, sleep, wait } from "@gopark/core";
import { select, timeout, trySelect } from "@gopark/select";
import fc from "fast-check";
import { concat, Observable, of, range, Subject, type Subscriber, Subscription, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { Fed } from "../test/fed.js";
import { leavesNobody } from "../test/nobody-left.js";
import { fromObservable } from "./from-observable.js";
import { OverflowError } from "./index.js";
import type { OverflowOptions } from "./overflow.js";

const fake = useFakeHost();
const ALL = { buffer: 1000, overflow: "error" } as const;

/** Runs a program on the virtual clock. */
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

leavesNobody();

/** Everything a channel gives without waiting. */
function drain<T>(ch: { tryRecv(): [T, true] | [undefined, false] | undefined }): T[] {
  const values: T[] = [];
  for (let next = ch.tryRecv(); next?.[1]; next = ch.tryRecv()) values.push(next[0]);
  return values;
}

describe("subscribing", () => {
  it("O1 happens at once, and ends with the Observable", () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, ALL);
    expect(source.listeners.size).toBe(1);
    source.emit(1, 2);
    source.complete();
    expect(source.listeners.size).toBe(0);
    expect([ch.len, ch.cap]).toEqual([2, 1000]);
    expect([ch.tryRecv(), ch.tryRecv(), ch.tryRecv()]).toEqual([
      [1, true],
      [2, true],
      [undefined, false],
    ]);
  });

  it("O1 ends when the consumer leaves: unsubscribe, using, a Subscription", () => {
    const source = new Fed<number>();
    const first = fromObservable(source, ALL);
    source.emit(1);
    first.unsubscribe();
    first.unsubscribe();
    expect(source.listeners.size).toBe(0);
    source.emit(2);
    expect([first.tryRecv(), first.tryRecv()]).toEqual([
      [1, true],
      [undefined, false],
    ]);
    {
      using _second = fromObservable(source, ALL);
      expect(source.listeners.size).toBe(1);
    }
    expect(source.listeners.size).toBe(0);
    const all = new Subscription();
    all.add(fromObservable(source, ALL));
    all.unsubscribe();
    expect(source.listeners.size).toBe(0);
    expect(source.subscribed).toBe(3);
  });

  it("O1 stops a source that emits without end from within subscribe", () => {
    let count = 0;
    const endless = new Fed<number>((subscriber) => {
      while (!subscriber.closed) subscriber.next(count++);
    });
    const ch = fromObservable(endless, { buffer: 2, overflow: "error" });
    expect(count).toBe(3);
    expect([ch.tryRecv()?.[0], ch.tryRecv()?.[0]]).toEqual([0, 1]);
    expect(() => ch.tryRecv()).toThrow(OverflowError);
  });

  it("O1 what a producer calls after the end has no effect", () => {
    let producer: Subscriber<number> | undefined;
    const ch = fromObservable(new Observable<number>((subscriber) => void (producer = subscriber)), ALL);
    producer?.next(1);
    ch.unsubscribe();
    producer?.next(2);
    producer?.error(new Error("late"));
    producer?.complete();
    expect([ch.tryRecv(), ch.tryRecv(), ch.tryRecv()]).toEqual([
      [1, true],
      [undefined, false],
      [undefined, false],
    ]);
  });

  it("throws at once for what can't be observed, and for options that are missing", () => {
    expect(() => fromObservable(undefined as never, ALL)).toThrow(TypeError);
    const source = new Fed<number>();
    expect(() => fromObservable(source, undefined as never)).toThrow(TypeError);
    expect(() => fromObservable(source, { buffer: 1 } as never)).toThrow(
      "fromObservable: overflow: want one of",
    );
    expect(source.subscribed).toBe(0);
  });
});

describe("receiving", () => {
  it("O2 hands a value to who waits, first come, first served", () =>
    play(function* () {
      const source = new Fed<string>();
      const ch = fromObservable(source, { buffer: 1, overflow: "dropNewest" });
      const first = go(() => ch.recv());
      yield* settle();
      const second = go(() => ch.recvOk());
      yield* settle();
      source.emit("a", "b", "c", "d");
      expect([yield* first.join(), yield* second.join()]).toEqual(["a", ["b", true]]);
      expect(yield* ch.recv()).toBe("c");
      ch.unsubscribe();
    }));

  it("works in range, which may be left and called again", () =>
    play(function* () {
      const ch = fromObservable(range(1, 5), ALL);
      const seen: number[] = [];
      yield* ch.range((n) => {
        seen.push(n);
        return n < 2;
      });
      yield* ch.range(function* (n) {
        yield* sleep(1);
        seen.push(n);
      });
      expect(seen).toEqual([1, 2, 3, 4, 5]);
    }));

  it("is a case of a select; one that loses takes nothing", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = fromObservable(source, ALL);
      expect(trySelect({ value: ch.recv() })).toBe(undefined);
      const r = yield* select({ value: ch.recv(), late: sleep(5) });
      expect(r.case).toBe("late");
      source.emit(1);
      expect(yield* select({ value: ch.recvOk(), late: sleep(5) })).toEqual({
        case: "value",
        value: [1, true],
      });
      yield* expectRejection(timeout(ch.recv(), 1));
      ch.unsubscribe();
    }));

  it("is awaited outside goroutines", async () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, ALL);
    const first = fake.host.finish(Promise.resolve(ch.recv()));
    source.emit(1);
    expect(await first).toBe(1);
    ch.unsubscribe();
    expect(await fake.host.finish(Promise.resolve(ch.recvOk()))).toEqual([undefined, false]);
  });

  it("a for await loop that is left unsubscribes", async () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, ALL);
    source.emit(1, 2, 3);
    for await (const n of ch) if (n === 2) break;
    expect(source.listeners.size).toBe(0);
  });

  it("an iterator that returns while a next is pending unsubscribes, and the next ends", async () => {
    const source = new Fed<number>();
    const values = fromObservable(source, ALL)[Symbol.asyncIterator]();
    const pending = values.next();
    const left = values.return?.("over");
    expect(source.listeners.size).toBe(0);
    expect(await fake.host.finish(pending)).toEqual({ value: undefined, done: true });
    expect(await left).toEqual({ value: "over", done: true });
  });

  it("counts against the time slice", () =>
    play(function* () {
      const ch = fromObservable(range(0, 1000), ALL);
      fake.host.tick = 1;
      let turns = 0;
      const other = go(function* () {
        for (;;) {
          turns++;
          yield* gosched();
        }
      });
      yield* ch.range(() => {});
      fake.host.tick = 0;
      expect(turns).toBeGreaterThan(10);
      expect(other.status).toBe("runnable");
    }));

  it("O4 no deadlock is reported while the Observable may emit", async () => {
    const source = new Fed<number>();
    const program = run(function* () {
      using ch = fromObservable(source, ALL);
      return yield* ch.recv();
    });
    await fake.host.advance(10_000);
    source.emit(7);
    expect(await fake.host.finish(program)).toBe(7);
  });
});

/** Performs an operation that fails, and gives what it fails with. */
function* expectRejection(op: { [Symbol.iterator](): Iterator<any, any, any> }): Go<unknown> {
  try {
    yield* op;
  } catch (error) {
    return error;
  }
  return expect.fail("it does not fail");
}

describe("the error of an Observable", () => {
  const boom = new Error("boom");
  const failing = () =>
    concat(
      of(1, 2),
      throwError(() => boom),
    );

  it("O3 is a panic in the receiver after the values, once", () =>
    play(function* () {
      const ch = fromObservable(failing(), ALL);
      expect([yield* ch.recv(), yield* ch.recv()]).toEqual([1, 2]);
      expect(yield* expectRejection(ch.recv())).toBe(boom);
      expect(yield* ch.recvOk()).toEqual([undefined, false]);
      expect(yield* ch.recv()).toBe(undefined);
    }));

  it.each(["recv", "recvOk"] as const)(
    "O3 reaches one of those who wait in %s, the others find the end",
    (way) =>
      play(function* () {
        const source = new Fed<number>();
        const ch = fromObservable(source, ALL);
        const log: unknown[] = [];
        for (let i = 0; i < 3; i++) {
          go(function* () {
            try {
              log.push((yield* ch[way]()) ?? "end");
            } catch (error) {
              log.push(error);
            }
          });
        }
        yield* settle();
        source.fail(boom);
        yield* settle();
        const end = way === "recv" ? "end" : [undefined, false];
        expect(log).toHaveLength(3);
        expect(log).toEqual(expect.arrayContaining([boom, end, end]));
        expect(log.filter((each) => each === boom)).toHaveLength(1);
      }),
  );

  it("O3 comes out of every way to receive", async () => {
    const none = () =>
      fromObservable(
        throwError(() => boom),
        ALL,
      );
    await play(function* () {
      expect(yield* expectRejection(none().range(() => {}))).toBe(boom);
      expect(yield* expectRejection(select({ v: none().recv() }))).toBe(boom);
      expect(yield* expectRejection(timeout(none().recvOk(), 5))).toBe(boom);
      expect(
        yield* expectRejection(
          none()
            .recv()
            .map(() => 1),
        ),
      ).toBe(boom);
      const source = new Fed<number>();
      const ch = fromObservable(source, ALL);
      const waiting = go(() => expectRejection(select({ v: ch.recv(), never: sleep(1000) })));
      yield* settle();
      source.fail(boom);
      expect(yield* waiting.join()).toBe(boom);
    });
    expect(() => none().tryRecv()).toThrow(boom);
    expect(() => trySelect([none().recv()])).toThrow(boom);
    await expect(none().recv()).rejects.toBe(boom);
    await expect(none()[Symbol.asyncIterator]().next()).rejects.toBe(boom);
  });

  it("O3 of undefined is one too", async () => {
    await expect(
      fromObservable(
        throwError(() => undefined),
        ALL,
      ).recv(),
    ).rejects.toBe(undefined);
  });

  it("O3 is still there if a receiver that was woken for it is dropped with its program", async () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, ALL);
    await play(function* () {
      go(() => ch.recv());
      yield* settle();
      source.fail(boom);
    });
    expect(() => ch.tryRecv()).toThrow(boom);
  });

  it("O3 a receive that has lost the CPU tells it when it goes on, and not before", () =>
    play(function* () {
      const ch = fromObservable(
        throwError(() => boom),
        ALL,
      );
      fake.host.tick = 20;
      expect(yield* expectRejection(ch.recv())).toBe(boom);
      fake.host.tick = 0;
      expect(yield* ch.recvOk()).toEqual([undefined, false]);
    }));
});

describe("overflow", () => {
  it("O2 dropOldest, dropNewest and latest agree with a list, whatever is received in between", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("dropOldest", "dropNewest", "latest", "error"),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom("emit", "emit", "recv", "end"), { maxLength: 40 }),
        (overflow, buffer, steps) => {
          const source = new Fed<number>();
          const ch = fromObservable(source, { buffer, overflow } as OverflowOptions);
          let model: number[] = [];
          let isOpen = true;
          let hasFailed = false;
          let count = 0;
          for (const step of steps) {
            if (step === "emit") {
              source.emit(++count);
              if (!isOpen) continue;
              if (model.length < buffer) model.push(count);
              else if (overflow === "dropOldest") model = [...model.slice(1), count];
              else if (overflow === "latest") model = [count];
              else if (overflow === "error") {
                isOpen = false;
                hasFailed = true;
              }
            } else if (step === "end") {
              if (isOpen) source.complete();
              isOpen = false;
            } else if (model.length > 0) expect(ch.tryRecv()).toEqual([model.shift(), true]);
            else if (hasFailed) {
              expect(() => ch.tryRecv()).toThrow(OverflowError);
              hasFailed = false;
            } else expect(ch.tryRecv()).toEqual(isOpen ? undefined : [undefined, false]);
            expect(ch.len).toBe(model.length);
            expect(source.listeners.size).toBe(isOpen ? 1 : 0);
          }
          ch.unsubscribe();
        },
      ),
    );
  });

  it("error: unsubscribes, and gives the value back", () => {
    const source = new Fed<string>();
    const ch = fromObservable(source, { buffer: 1, overflow: "error" });
    source.emit("a", "b", "c");
    expect(source.listeners.size).toBe(0);
    expect(drainOne(ch)).toBe("a");
    expect(() => ch.tryRecv()).toThrow(expect.objectContaining({ name: "OverflowError", value: "b" }));
    expect(ch.tryRecv()).toEqual([undefined, false]);
  });

  const drainOne = <T>(ch: { tryRecv(): readonly [T, boolean] | undefined }): T | undefined =>
    ch.tryRecv()?.[0] as T;

  it("O5 block: pauses at half of the buffer, resumes at a quarter, once each", () => {
    const source = new Fed<number>();
    const log: string[] = [];
    const ch = fromObservable(source, {
      buffer: 8,
      overflow: "block",
      pause: () => void log.push(`pause at ${ch.len}`),
      resume: () => void log.push(`resume at ${ch.len}`),
    });
    source.emit(1, 2, 3);
    expect(log).toEqual([]);
    source.emit(4, 5, 6);
    expect(log).toEqual(["pause at 4"]);
    for (let i = 0; i < 3; i++) ch.tryRecv();
    expect(log).toEqual(["pause at 4"]);
    ch.tryRecv();
    ch.tryRecv();
    ch.tryRecv();
    expect(log).toEqual(["pause at 4", "resume at 2"]);
    ch.unsubscribe();
  });

  it("O5 block: loses nothing whatever the buffer, and never fills it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.boolean(), { maxLength: 100 }),
        (buffer, steps) => {
          const source = new Fed<number>();
          let isPaused = false;
          let count = 0;
          const ch = fromObservable(source, {
            buffer,
            overflow: "block",
            pause: () => {
              expect(isPaused).toBe(false);
              isPaused = true;
            },
            // Emits from within resume, as a stream does that has values at hand.
            resume: () => {
              expect(isPaused).toBe(true);
              isPaused = false;
              source.emit(++count);
            },
          });
          const got: number[] = [];
          for (const isEmit of steps) {
            if (!isEmit) got.push(...(ch.tryRecv()?.[1] ? [got.length + 1] : []));
            else if (!isPaused) source.emit(++count);
            expect(ch.len).toBeLessThanOrEqual(Math.ceil(buffer / 2));
          }
          source.complete();
          const rest = drain<number>(ch);
          expect([...got, ...rest]).toEqual(Array.from({ length: count }, (_, i) => i + 1));
        },
      ),
    );
  });

  it("block: a producer that goes on and on is an overflow", () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, { buffer: 2, overflow: "block", pause: () => {}, resume: () => {} });
    source.emit(1, 2, 3);
    expect(source.listeners.size).toBe(0);
    expect([ch.tryRecv()?.[0], ch.tryRecv()?.[0]]).toEqual([1, 2]);
    expect(() => ch.tryRecv()).toThrow(OverflowError);
  });

  it.each(["pause", "resume"] as const)(
    "block: what %s throws reaches the receiver, no value is lost",
    (which) => {
      const source = new Fed<number>();
      const boom = new Error("stuck");
      const fail = () => {
        throw boom;
      };
      const options = {
        buffer: 1,
        overflow: "block",
        pause: () => {},
        resume: () => {},
        [which]: fail,
      } as const;
      const ch = fromObservable(source, options);
      source.emit(1);
      expect(ch.tryRecv()).toEqual([1, true]);
      expect(() => ch.tryRecv()).toThrow(boom);
      expect(source.listeners.size).toBe(0);
    },
  );
});

describe("beside RxJS", () => {
  it("a Subject has no observer left after the program", async () => {
    const subject = new Subject<number>();
    const sum = play(function* () {
      using ch = fromObservable(subject, ALL);
      const values = go(function* () {
        let total = 0;
        for (let i = 0; i < 3; i++) total += (yield* ch.recv()) ?? 0;
        return total;
      });
      for (const n of [1, 2, 3]) subject.next(n);
      const total = yield* values.join();
      expect(numGoroutine()).toBe(1);
      return total;
    });
    expect(await sum).toBe(6);
    expect(subject.observed).toBe(false);
  });

  it("an operation is performed once, as any", () =>
    play(function* () {
      const ch = fromObservable(of(1, 2), ALL);
      const op = ch.recv();
      yield* op;
      expect(yield* expectRejection(op)).toBeInstanceOf(RuntimeError);
      yield* wait(undefined);
    }));
});
