/**
 * What the page's program runs on other threads.
 */
import type { Chan, Go, RecvChan, SendChan } from "@gopark/core";
import { select } from "@gopark/select";
import { goroutine, lockOSThread, move, type shared } from "@gopark/workers";

/** Whether this is the thread of the page. */
export const inPage = (): boolean => "document" in globalThis;

/** Computes, and says where. */
export const sum: (from: number, to: number) => Go<[total: number, inPage: boolean]> = goroutine(
  import.meta.url,
  "sum",
  function* (from: number, to: number) {
    let total = 0;
    for (let i = from; i < to; i++) total += i;
    return [total, inPage()] as [number, boolean];
  },
);

/** Sends the numbers below `count`. */
export const produce: (ch: Chan<number>, count: number) => Go<boolean> = goroutine(
  import.meta.url,
  "produce",
  function* (ch: Chan<number>, count: number) {
    for (let i = 0; i < count; i++) yield* ch.send(i);
    return inPage();
  },
);

/** Adds to a counter under a lock. */
export const count: (mutex: shared.Mutex, counter: shared.Int32, times: number) => Go = goroutine(
  import.meta.url,
  "count",
  function* (mutex: shared.Mutex, counter: shared.Int32, times: number) {
    for (let i = 0; i < times; i++) {
      yield* mutex.lock();
      counter.store(counter.load() + 1);
      mutex.unlock();
    }
  },
);

/** What the goroutines of `tally` have in common. */
interface Common {
  readonly lock: shared.Mutex;
  readonly done: shared.WaitGroup;
  readonly total: Chan<number>;
}

/** Counts under a lock, and says when it is done. */
export const tally: (common: Common, times: number) => Go = goroutine(
  import.meta.url,
  "tally",
  function* ({ lock, done, total }: Common, times: number) {
    for (let i = 0; i < times; i++) {
      yield* lock.lock();
      yield* total.send(((yield* total.recv()) ?? 0) + 1);
      lock.unlock();
    }
    done.done();
  },
);

/** Sends back what it receives. */
export const echo: (from: RecvChan<unknown>, to: SendChan<unknown>) => Go = goroutine(
  import.meta.url,
  "echo",
  function* (from: RecvChan<unknown>, to: SendChan<unknown>) {
    yield* from.range(function* (value) {
      yield* to.send(value);
    });
    to.close();
  },
);

/** Sends what comes on either channel, until both are closed. */
export const merge: (a: RecvChan<number>, b: RecvChan<number>, out: SendChan<number>) => Go = goroutine(
  import.meta.url,
  "merge",
  function* (a: RecvChan<number>, b: RecvChan<number>, out: SendChan<number>) {
    let isOpenA = true;
    let isOpenB = true;
    while (isOpenA || isOpenB) {
      const chosen = yield* select({ a: isOpenA ? a.recvOk() : null, b: isOpenB ? b.recvOk() : null });
      const [value, ok] = chosen.value;
      if (ok) yield* out.send(value);
      else if (chosen.case === "a") isOpenA = false;
      else isOpenB = false;
    }
    out.close();
  },
);

/** Fills a buffer that is handed over, and hands it back. */
export const fill: (ch: Chan<ArrayBuffer>, back: Chan<ArrayBuffer>) => Go = goroutine(
  import.meta.url,
  "fill",
  function* (ch: Chan<ArrayBuffer>, back: Chan<ArrayBuffer>) {
    const buffer = (yield* ch.recv()) as ArrayBuffer;
    new Uint8Array(buffer).fill(7);
    yield* back.send(move(buffer, [buffer]));
  },
);

/** A number that tells this thread from others. */
const self: number = Math.random();

/** Keeps its thread to itself until `end` is closed, and says which it is. */
export const occupy: (begun: SendChan<number>, end: RecvChan<void>) => Go = goroutine(
  import.meta.url,
  "occupy",
  function* (begun: SendChan<number>, end: RecvChan<void>) {
    lockOSThread();
    yield* begun.send(self);
    yield* end.recv();
  },
);

/** Computes until its thread is ended. */
export const spin: (begun: SendChan<boolean>) => Go = goroutine(
  import.meta.url,
  "spin",
  function* (begun: SendChan<boolean>) {
    yield* begun.send(true);
    while (!inPage());
  },
);

/** Ends its own thread, as a browser may. Not that of the page: it would close the window. */
export const vanish: () => Go = goroutine(import.meta.url, "vanish", function* () {
  if (!inPage()) (globalThis as unknown as { close(): void }).close();
});

/** Panics. */
export const fail: () => Go = goroutine(import.meta.url, "fail", function* () {
  throw new Error("boom");
});
