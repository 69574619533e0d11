/** Channels and pipelines as Observables: values, ends, errors, and leaving at every point. */
import { chan, type Go, go, gosched, numGoroutine, run, sleep, wait } from "@gopark/core";
import { type HChan, m } from "@gopark/core/internal";
import { map, pipe, StreamError, withContext } from "@gopark/streams";
import { lastValueFrom, materialize, type Notification, Observable, of, take, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { checkChan } from "../../core/test/check-chan.js";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { Fed } from "../test/fed.js";
import { leavesNobody } from "../test/nobody-left.js";
import { fromObservable } from "./from-observable.js";
import { toObservable } from "./to-observable.js";

const fake = useFakeHost();
leavesNobody();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));
const inner = <T>(ch: unknown): HChan<T> => ch as HChan<T>;
/** How many stand in the lines of a channel. */
function waiting(ch: unknown): number {
  let count = 0;
  for (const line of [inner(ch).recvq, inner(ch).sendq])
    for (let sudog = line.first; sudog !== null; sudog = sudog.after) count++;
  return count;
}

describe("a channel as an Observable", () => {
  it("T1 nothing runs before it is subscribed; then its values arrive, and its end", () =>
    play(function* () {
      const ch = chan<number>(2);
      const source = toObservable(ch);
      yield* settle();
      expect([numGoroutine(), waiting(ch)]).toEqual([1, 0]);
      const all = lastValueFrom(source.pipe(toArray()));
      for (const n of [1, 2, 3, 4]) yield* ch.send(n);
      ch.close();
      expect(yield* wait(all)).toEqual([1, 2, 3, 4]);
      expect(numGoroutine()).toBe(1);
    }));

  it("outside of goroutines the default program delivers", async () => {
    const ch = chan<string>(2);
    const all = lastValueFrom(toObservable(ch).pipe(toArray()));
    ch.trySend("a");
    ch.trySend("b");
    ch.close();
    expect(await fake.host.finish(all)).toEqual(["a", "b"]);
    expect(numGoroutine()).toBe(0);
  });

  it("an unbuffered sender waits until the value is taken", () =>
    play(function* () {
      const ch = chan<number>();
      const seen: number[] = [];
      const subscription = toObservable(ch).subscribe((n) => seen.push(n));
      for (const n of [1, 2, 3]) {
        yield* ch.send(n);
        expect(seen.length).toBeGreaterThanOrEqual(n - 1);
      }
      yield* settle();
      expect(seen).toEqual([1, 2, 3]);
      subscription.unsubscribe();
      yield* settle();
      expect([numGoroutine(), waiting(ch)]).toEqual([1, 0]);
    }));

  it("several subscribers share the values out", () =>
    play(function* () {
      const ch = chan<number>();
      const source = toObservable(ch);
      const got: number[][] = [[], []];
      for (const list of got) source.subscribe((n) => list.push(n));
      yield* settle();
      for (let i = 0; i < 10; i++) yield* ch.send(i);
      ch.close();
      yield* settle();
      expect(got.flat().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(got.every((list) => list.length > 0)).toBe(true);
      expect(numGoroutine()).toBe(1);
    }));

  it("T3 a subscriber's code runs in the deliverer; undefined is a value like any", () =>
    play(function* () {
      const ch = chan<undefined>(1);
      ch.trySend(undefined);
      ch.close();
      const kinds: string[] = [];
      toObservable(ch)
        .pipe(materialize())
        .subscribe((n: Partial<Notification<undefined>>) => kinds.push(String(n.kind)));
      yield* settle();
      expect(kinds).toEqual(["N", "C"]);
    }));

  it("passes on the error of an Observable behind it", async () => {
    const source = new Fed<number>();
    const ch = fromObservable(source, { buffer: 4, overflow: "error" });
    const log: unknown[] = [];
    toObservable(ch).subscribe({ next: (n) => log.push(n), error: (e) => log.push(e) });
    source.emit(1, 2);
    source.fail("boom");
    await fake.host.settle();
    expect(log).toEqual([1, 2, "boom"]);
  });

  it("counts against the time slice: a channel that never runs dry locks nobody out", () =>
    play(function* () {
      const ch = chan<number>(100);
      let count = 0;
      const endless = go(function* () {
        for (let i = 0; ; i++) yield* ch.send(i);
      });
      const subscription = toObservable(ch).subscribe(() => void count++);
      fake.host.tick = 1;
      yield* sleep(200);
      fake.host.tick = 0;
      expect(count).toBeGreaterThan(50);
      expect(fake.host.longestGap).toBeLessThan(30);
      subscription.unsubscribe();
      expect(endless.status).not.toBe("dead");
    }));
});

describe("leaving", () => {
  it("T1 before it has started", () =>
    play(function* () {
      const ch = chan<number>(1);
      ch.trySend(1);
      toObservable(ch)
        .subscribe(() => expect.fail("delivered"))
        .unsubscribe();
      yield* settle();
      expect([ch.len, numGoroutine(), waiting(ch)]).toEqual([1, 1, 0]);
    }));

  it("T1 while it waits: it stands in no line from now on", () =>
    play(function* () {
      const ch = chan<number>();
      const subscription = toObservable(ch).subscribe();
      yield* settle();
      expect(waiting(ch)).toBe(1);
      subscription.unsubscribe();
      expect(waiting(ch)).toBe(0);
      expect(ch.trySend(1)).toBe(false);
      yield* settle();
      expect(numGoroutine()).toBe(1);
    }));

  it.each([0, 1, 3])(
    "T2 after a value was handed over and before it was delivered, capacity %i",
    (capacity) =>
      play(function* () {
        const ch = chan<number>(capacity);
        const subscription = toObservable(ch).subscribe(() => expect.fail("delivered"));
        yield* settle();
        // The receiver stands in line: it is handed the first value. It has not run when the subscriber leaves.
        expect(ch.trySend(0)).toBe(true);
        for (let i = 1; i <= capacity; i++) expect(ch.trySend(i)).toBe(true);
        subscription.unsubscribe();
        checkChan(inner(ch));
        for (let i = 0; i <= capacity; i++) expect(yield* ch.recv()).toBe(i);
        expect(ch.tryRecv()).toBe(undefined);
        yield* settle();
        expect([numGoroutine(), waiting(ch)]).toEqual([1, 0]);
      }),
  );

  it("T2 the value goes to the next receiver in line, if there is one", () =>
    play(function* () {
      const ch = chan<string>();
      const subscription = toObservable(ch).subscribe(() => expect.fail("delivered"));
      yield* settle();
      const other = go(() => ch.recv());
      yield* settle();
      ch.trySend("a");
      subscription.unsubscribe();
      expect(yield* other.join()).toBe("a");
    }));

  it("T2 after the end was told: it is still there for others", () =>
    play(function* () {
      const ch = chan<string>();
      const subscription = toObservable(ch).subscribe(() => expect.fail("delivered"));
      yield* settle();
      ch.close();
      subscription.unsubscribe();
      yield* settle();
      expect(yield* ch.recvOk()).toEqual([undefined, false]);
      expect(numGoroutine()).toBe(1);
    }));

  it("T2 an error that was told to one who left is told to the next", () =>
    play(function* () {
      const source = new Fed<string>();
      const ch = fromObservable(source, { buffer: 1, overflow: "error" });
      const subscription = toObservable(ch).subscribe({ error: () => expect.fail("told") });
      yield* settle();
      source.fail(new Error("boom"));
      subscription.unsubscribe();
      yield* settle();
      expect(() => ch.tryRecv()).toThrow("boom");
    }));

  it("T2 while it has lost the CPU with a value", () =>
    play(function* () {
      const ch = chan<number>(4);
      for (const n of [1, 2, 3, 4]) ch.trySend(n);
      const seen: number[] = [];
      fake.host.tick = 20; // each look at the clock ends the slice
      const subscription = toObservable(ch).subscribe((n) => seen.push(n));
      let looks = 0;
      while (ch.len === 4 - seen.length && looks++ < 100) yield* gosched();
      // It has taken a value that it has not delivered.
      expect(ch.len).toBe(3 - seen.length);
      subscription.unsubscribe();
      fake.host.tick = 0;
      yield* settle();
      const rest: number[] = [];
      while (ch.len > 0) rest.push((yield* ch.recv()) as number);
      expect([...seen, ...rest]).toEqual([1, 2, 3, 4]);
      expect(numGoroutine()).toBe(1);
    }));

  it("T2 in the middle of a value: what is behind it stays", () =>
    play(function* () {
      const ch = chan<number>(5);
      for (const n of [1, 2, 3, 4, 5]) ch.trySend(n);
      expect(yield* wait(lastValueFrom(toObservable(ch).pipe(take(2), toArray())))).toEqual([1, 2]);
      yield* sleep(1);
      expect([ch.len, numGoroutine(), waiting(ch)]).toEqual([3, 1, 0]);
    }));

  it("T2 a receive of a channel that knows how is asked to give back what it took", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = fromObservable(source, { buffer: 2, overflow: "error" });
      const subscription = toObservable(ch).subscribe(() => expect.fail("delivered"));
      yield* settle();
      source.emit(1, 2);
      subscription.unsubscribe();
      expect([yield* ch.recv(), yield* ch.recv()]).toEqual([1, 2]);
      ch.unsubscribe();
    }));
});

describe("a pipeline as an Observable", () => {
  const numbers = [1, 2, 3];

  it("runs once for each subscription", async () => {
    const source = toObservable(
      pipe(
        numbers,
        map((n) => n * n),
      ),
    );
    for (let i = 0; i < 2; i++)
      expect(await fake.host.finish(lastValueFrom(source.pipe(toArray())))).toEqual([1, 4, 9]);
    expect(numGoroutine()).toBe(0);
  });

  it("its failure is the Observable's error, with the name of the stage", async () => {
    const source = toObservable(
      pipe(
        numbers,
        map((n) => {
          if (n === 2) throw new Error("two");
          return n;
        }),
      ),
    );
    const error = await fake.host.finish(lastValueFrom(source).catch((error: unknown) => error));
    expect(error).toBeInstanceOf(StreamError);
    expect((error as Error).cause).toEqual(new Error("two"));
  });

  it("T1 is cancelled by leaving: between two values, at a value, and before the first", () =>
    play(function* () {
      for (const count of [0, 1, 2]) {
        let isClosed = false;
        function* endless() {
          try {
            for (let i = 0; ; i++) yield i;
          } finally {
            isClosed = true;
          }
        }
        const seen: number[] = [];
        const slow = pipe(
          endless(),
          map((n) => n + 1),
        );
        const subscription = toObservable(slow)
          .pipe(take(count === 0 ? 1e9 : count))
          .subscribe((n) => seen.push(n));
        if (count === 0) subscription.unsubscribe();
        yield* sleep(1);
        expect(seen).toEqual([1, 2].slice(0, count));
        expect(isClosed).toBe(count > 0);
        expect(numGoroutine()).toBe(1);
      }
    }));

  it("T1 is cancelled by leaving while it waits", () =>
    play(function* () {
      const ch = chan<number>();
      const subscription = toObservable(pipe(ch, withContext(new AbortController().signal))).subscribe();
      yield* settle();
      expect(numGoroutine()).toBeGreaterThan(1);
      subscription.unsubscribe();
      yield* sleep(1);
      expect([numGoroutine(), waiting(ch)]).toEqual([1, 0]);
    }));

  it("takes every source of a pipeline", async () => {
    expect(await fake.host.finish(lastValueFrom(toObservable([1, 2]).pipe(toArray())))).toEqual([1, 2]);
    const failed = fake.host.finish(lastValueFrom(toObservable(5 as never)));
    await expect(failed).rejects.toBeInstanceOf(TypeError);
  });

  it("a pipeline over an Observable that leaves early unsubscribes", () =>
    play(function* () {
      const source = new Fed<number>();
      const ch = fromObservable(source, { buffer: 4, overflow: "error" });
      const first = lastValueFrom(
        toObservable(
          pipe(
            ch,
            map((n) => n * 2),
          ),
        ).pipe(take(1)),
      );
      yield* settle();
      source.emit(4);
      expect(yield* wait(first)).toBe(8);
      yield* sleep(1);
      expect(source.listeners.size).toBe(0);
      expect(m.g).not.toBe(null);
    }));
});

it("an Observable of RxJS takes it wherever it takes one", async () => {
  const ch = chan<number>(1);
  ch.trySend(1);
  ch.close();
  const source: Observable<number> = toObservable(ch);
  expect(source).toBeInstanceOf(Observable);
  expect(await fake.host.finish(lastValueFrom(of(0).pipe(toArray())))).toEqual([0]);
  expect(await fake.host.finish(lastValueFrom(source))).toBe(1);
});
