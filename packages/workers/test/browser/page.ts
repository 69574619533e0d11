/**
 * A page whose program runs on several threads. It shows what came of each part; features.mjs judges.
 *
 *   PG1  The page's own thread takes no goroutines that have a name (`lockOSThread`), where a part does not say
 *        otherwise: what a part proves of other threads does not depend on how fast they came up.
 */
import { chan, type Go, go, run as runHere, sleep } from "@gopark/core";
import { doctor, lockOSThread, type RunOptions, run, shared, sharedChan } from "@gopark/workers";
import { comlinkChannels } from "@gopark/workers/comlink";
import { proxy, wrap } from "comlink";
import { count, echo, fail, fill, merge, occupy, produce, spin, sum, tally, vanish } from "./tasks.js";

const options: RunOptions = {
  procs: 3,
  worker: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
};

/** Runs a part, and leaves the computing to others (PG1). */
function away<T>(body: () => Go<T>): Promise<T> {
  return run(function* () {
    lockOSThread();
    return yield* body();
  }, options);
}

/** Values that take each of the ways in which values are written. */
const letters = (): unknown[] => [
  42,
  0.5,
  -0,
  12345678901234567890n,
  "",
  "latin: café",
  "wide: \u{1F600} Ω",
  "x".repeat(10_000),
  undefined,
  null,
  new Array(3),
  { a: { b: [new Date(5), /x/g] }, map: new Map([[1, new Set(["s"])]]) },
  new Uint16Array([1, 2, 3]),
  new RangeError("out of range"),
];

/** A value as text, for comparisons. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === "bigint") return `${v}n`;
    if (Object.is(v, -0)) return "-0";
    if (v === undefined) return "undefined";
    if (v instanceof Map || v instanceof Set || ArrayBuffer.isView(v))
      return [v.constructor.name, ...(v as any)];
    return v instanceof RegExp || v instanceof Error ? String(v) : v;
  });
}

/** Which of the letters differ after they have gone to another goroutine and back. */
function* differing(there: any, back: any): Go<string[]> {
  const wrong: string[] = [];
  go(echo, there, back);
  for (const letter of letters()) {
    yield* there.send(letter);
    const answer = yield* back.recv();
    if (text(answer) !== text(letter)) wrong.push(`${text(letter)} became ${text(answer)}`);
  }
  there.close();
  return wrong;
}

/** Sums two channels, merged by another goroutine. */
function* merged(a: any, b: any, out: any): Go<number> {
  go(merge, a, b, out);
  go(produceHere, a, 300);
  go(produceHere, b, 300);
  let total = 0;
  yield* out.range((value: number) => void (total += value));
  return total;
}

/** Sends the numbers below `n` and closes. */
function* produceHere(ch: any, n: number): Go {
  for (let i = 0; i < n; i++) yield* ch.send(i);
  ch.close();
}

/** The parts of the test, by name. */
const parts: Record<string, () => Promise<unknown>> = {
  isolated: async () => globalThis.crossOriginIsolated,
  doctor: async () => doctor().threads && doctor().accelerated && doctor().problems.length === 0,
  sums: () =>
    away(function* () {
      const size = 20_000_000;
      const tasks = [0, 1, 2, 3, 4, 5].map((i) => go(sum, i * size, (i + 1) * size));
      let total = 0;
      let elsewhere = 0;
      for (const task of tasks) {
        const [part, isHere] = yield* task.join();
        total += part;
        if (!isHere) elsewhere++;
      }
      return [total, elsewhere];
    }),
  spread: () =>
    away(function* () {
      // Each keeps its thread to itself, so the other one runs on another.
      const begun = chan<number>();
      const end = chan<void>();
      for (let i = 0; i < 2; i++) go(occupy, begun, end);
      const threads = new Set([yield* begun.recv(), yield* begun.recv()]);
      end.close();
      return threads.size;
    }),
  together: () =>
    // Here the page's thread works as well.
    run(function* () {
      const tasks = Array.from({ length: 200 }, (_, i) => go(sum, i * 100_000, (i + 1) * 100_000));
      let total = 0;
      for (const task of tasks) total += (yield* task.join())[0];
      return total;
    }, options),
  channel: () =>
    away(function* () {
      const ch = sharedChan<number>(4);
      const tasks = [go(produce, ch, 1000), go(produce, ch, 1000)];
      go(function* () {
        for (const task of tasks) yield* task.join();
        ch.close();
      });
      let total = 0;
      for (;;) {
        const [value, ok] = yield* ch.recvOk();
        if (!ok) return total;
        total += value;
      }
    }),
  values: () => away(() => differing(sharedChan(), sharedChan())),
  bridged: () => away(() => differing(chan(), chan())),
  selects: () => away(() => merged(sharedChan<number>(), sharedChan<number>(2), sharedChan<number>())),
  bridgedSelects: () => away(() => merged(chan<number>(), chan<number>(2), chan<number>())),
  moved: () =>
    away(function* () {
      const there = sharedChan<ArrayBuffer>();
      const back = sharedChan<ArrayBuffer>();
      go(fill, there, back);
      yield* there.send(new ArrayBuffer(1000));
      return new Uint8Array((yield* back.recv()) as ArrayBuffer).reduce((a, b) => a + b);
    }),
  lock: () =>
    away(function* () {
      const mutex = new shared.Mutex();
      const counter = new shared.Int32();
      const tasks = [1, 2, 3, 4].map(() => go(count, mutex, counter, 500));
      for (const task of tasks) yield* task.join();
      return counter.load();
    }).catch((error: unknown) => String(error)),
  locks: () =>
    away(function* () {
      const all = { lock: new shared.Mutex(), done: new shared.WaitGroup(), total: chan<number>(1) };
      yield* all.total.send(0);
      all.done.add(4);
      for (let i = 0; i < 4; i++) go(tally, all, 10);
      yield* all.done.wait();
      return [yield* all.total.recv(), all.lock.tryLock()];
    }),
  panic: () =>
    away(function* () {
      go(fail);
      yield* sleep(60_000);
    }).catch((error: unknown) => String(error)),
  frames: async () => {
    // The page draws while others compute: it is never blocked.
    let frames = 0;
    let isOver = false;
    const draw = (): void => {
      frames++;
      if (!isOver) setTimeout(draw, 10);
    };
    draw();
    await away(function* () {
      const tasks = [0, 1].map((i) => go(sum, i, 300_000_000));
      for (const task of tasks) yield* task.join();
    });
    isOver = true;
    return frames;
  },
  roundTrip: () =>
    away(function* () {
      // Microseconds from a value sent to its echo received.
      const there = sharedChan<number>();
      const back = sharedChan<unknown>();
      go(echo, there, back);
      yield* there.send(0);
      yield* back.recv();
      const start = performance.now();
      for (let i = 0; i < 2000; i++) {
        yield* there.send(i);
        yield* back.recv();
      }
      return Math.round(((performance.now() - start) / 2000) * 1000);
    }),
  endless: async () => {
    // The program ends, and with it a thread that never comes to rest. Milliseconds that this takes.
    let start = 0;
    await away(function* () {
      const begun = chan<boolean>();
      go(spin, begun);
      yield* begun.recv();
      start = performance.now();
    });
    const took = Math.round(performance.now() - start);
    const [total] = await away(function* () {
      return yield* go(sum, 0, 1000).join();
    });
    return [took, total];
  },
  death: () =>
    away(function* () {
      yield* go(vanish).join();
      yield* sleep(60_000);
      return "nothing was noticed";
    }).catch((error: unknown) => String(error)),
  comlink: async () => {
    // A worker of the page's own, and a channel as an argument: no shared memory is needed.
    comlinkChannels();
    const worker = new Worker(new URL("./comlink.js", import.meta.url), { type: "module" });
    const serve = wrap<(numbers: unknown, done: (sum: number) => void) => void>(worker);
    const total = await new Promise<number>((resolve) => {
      void runHere(async () => {
        const numbers = chan<number>();
        await serve(numbers, proxy(resolve));
        for (let i = 1; i <= 100; i++) await numbers.send(i);
        numbers.close();
      });
    });
    worker.terminate();
    return total;
  },
  waits: async () => (globalThis as unknown as { waits: number }).waits,
  left: async () => {
    // Each thread of a program holds a shared lock of its own for life.
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return held.filter(({ mode }) => mode === "shared").length;
  },
};

const results: Record<string, unknown> = {};
const times: Record<string, number> = {};
for (const [name, part] of Object.entries(parts)) {
  const start = performance.now();
  console.log(`begins: ${name}`);
  try {
    results[name] = await part();
  } catch (error) {
    results[name] = `failed: ${(error as Error).stack ?? String(error)}`;
  }
  times[name] = Math.round(performance.now() - start);
}
(document.querySelector("#result") as HTMLElement).textContent = JSON.stringify({ ...results, times });
