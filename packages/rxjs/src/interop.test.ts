import { lastValueFrom, Observable, type Observer, observable, of, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type ObservableSource, observableOf } from "./interop.js";

const all = <T>(source: ObservableSource<T>): Promise<T[]> =>
  lastValueFrom(observableOf(source).pipe(toArray()));

describe("what can be observed", () => {
  it("an Observable of RxJS is itself", () => {
    const source = of(1);
    expect(observableOf(source)).toBe(source);
  });

  it("iterables, promises and async iterables, as with from", async () => {
    expect(await all([1, 2])).toEqual([1, 2]);
    expect(await all("ab")).toEqual(["a", "b"]);
    expect(await all(Promise.resolve(3))).toEqual([3]);
    expect(
      await all(
        (async function* () {
          yield 4;
        })(),
      ),
    ).toEqual([4]);
  });

  it("an object with Symbol.observable, whatever its class", async () => {
    let isOver = false;
    const foreign = {
      [observable]: () => ({
        subscribe(observer: Observer<string>) {
          observer.next("a");
          observer.complete();
          return { unsubscribe: () => void (isOver = true) };
        },
      }),
      subscribe: () => expect.fail("its own subscribe is not asked"),
    };
    expect(await all<string>(foreign as unknown as ObservableSource<string>)).toEqual(["a"]);
    expect(isOver).toBe(true);
  });

  it("an Observable of the platform, unsubscribed by its signal", () => {
    const seen: unknown[] = [];
    let signal: AbortSignal | undefined;
    let emit: Observer<number> | undefined;
    const platform: ObservableSource<number> = {
      subscribe(observer: Observer<number>, options?: { signal?: AbortSignal }) {
        emit = observer;
        signal = options?.signal;
      },
    };
    const subscription = observableOf<number>(platform).subscribe((value) => seen.push(value));
    emit?.next(1);
    expect(signal?.aborted).toBe(false);
    subscription.unsubscribe();
    emit?.next(2);
    expect(signal?.aborted).toBe(true);
    expect(seen).toEqual([1]);
  });

  it("an Observable of another library, by the subscription it gives; its end and its error arrive", async () => {
    let left = 0;
    const other = {
      subscribe(observer: Observer<number>) {
        observer.next(1);
        observer.complete();
        return { unsubscribe: () => void left++ };
      },
    };
    expect(await all<number>(other)).toEqual([1]);
    expect(left).toBe(1);
    const failing = { subscribe: (observer: Observer<number>) => observer.error(new Error("no")) };
    await expect(all<number>(failing)).rejects.toThrow("no");
    const throwing = {
      subscribe(): void {
        throw new Error("never");
      },
    };
    await expect(all<number>(throwing)).rejects.toThrow("never");
  });

  it.each([undefined, null, 5, true, {}])("nothing else: %s", (source) => {
    expect(() => observableOf(source as unknown as Observable<unknown>)).toThrow(TypeError);
  });

  it("is not subscribed by asking", () => {
    let count = 0;
    observableOf(new Observable(() => void count++));
    expect(count).toBe(0);
  });
});
