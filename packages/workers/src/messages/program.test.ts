/**
 * Programs on real threads that share no memory: what only they do. What all do: ../program.test.ts and ../program-ends.test.ts.
 */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../../test/threads/children.js";
import { READY_WHEN } from "../../test/threads/elsewhere.js";
import { programsOn } from "../../test/threads/programs.js";

const { output, start } = programsOn("messages", useWorkersChildren());

describe("without shared memory", () => {
  it("D-69 main's thread takes part, unless it is locked", async () => {
    const printed = await output(`
      await run(function* () {
        const here = yield* go(where).join();
        lockOSThread();
        const there = yield* go(where).join();
        unlockOSThread();
        console.log(here === threadId, there !== threadId);
      }, { procs: 2 });
    `);
    expect(printed).toBe("true true\n");
  });

  it("a thread that a goroutine has to itself is replaced, as often as that happens", async () => {
    const printed = await output(`
      export const holds = define("holds", function* (up, ch) {
        lockOSThread();
        yield* up.send(threadId);
        return yield* ch.recv();
      });
      await run(function* () {
        lockOSThread();
        const up = chan(), ch = chan(), threads = new Set([threadId]);
        const held = [1, 2, 3].map(() => go(holds, up, ch));
        for (const _ of held) threads.add(yield* up.recv());
        threads.add(yield* go(where).join());
        for (const i of held.keys()) yield* ch.send(i);
        let sum = 0;
        for (const g of held) sum += yield* g.join();
        console.log(threads.size, sum);
      }, { procs: 2 });
    `);
    expect(printed).toBe("5 3\n");
  });

  it("DK4 goroutines begin also where main's thread is locked and those of another never park", async () => {
    const printed = await output(`
      export const busy = define("busy", function* (over) {
        const [a, b] = [chan(), chan()];
        go(function* () { for (;;) { yield* a.send(1); yield* b.recv(); } });
        let isOver = false;
        go(function* () { yield* over.recv(); isOver = true; });
        while (!isOver) { yield* a.recv(); yield* b.send(1); }
      });
      await run(function* () {
        lockOSThread();
        const over = chan();
        const g = go(busy, over);
        yield* sleep(20);
        const all = Array.from({ length: 100 }, () => go(where));
        for (const one of all) if ((yield* one.join()) === threadId) throw new Error("not locked");
        console.log("all");
        over.close();
        yield* g.join();
      }, { procs: 2 });
    `);
    expect(printed).toBe("all\n");
  });

  it("long goroutines spread over all threads, none waits behind another while a thread is idle", async () => {
    const printed = await output(`
      export const long = define("long", function* () {
        for (const end = performance.now() + 100; performance.now() < end; );
        return threadId;
      });
      await run(function* () {
        lockOSThread();
        const all = Array.from({ length: 8 }, () => go(long));
        const threads = {};
        for (const g of all) { const id = yield* g.join(); threads[id] = (threads[id] ?? 0) + 1; }
        console.log(Object.keys(threads).length);
      }, { procs: 3 });
    `);
    expect(printed).toBe("2\n");
  });

  it("D-69 works on its own thread, and is refused with what to do where it is sent to another", async () => {
    const printed = await output(`
      await run(function* () {
        const counter = new shared.Int32(), lock = new shared.Mutex();
        yield* lock.lock();
        counter.add(2);
        lock.unlock();
        const carrier = sharedChan(1);
        yield* carrier.send({ counter });
        console.log(counter.load(), (yield* carrier.recv()).counter === counter);
        try { go(square, 1, { tally: [counter] }); } catch (error) { failed(error); }
      }, { procs: 2 });
    `);
    expect(printed).toBe(
      "2 true\nTypeError: go: argument 2.tally[0]: atomics, Once and Cond can be used on other threads only in shared memory: " +
        "this platform has no SharedArrayBuffer\n",
    );
  });
});

describe("dumps without shared memory", () => {
  const holds = `
    export const holds = define("holds", function* holds(begun, end) {
      lockOSThread();
      yield* begun.send(threadId);
      yield* end.recv();
    });
    /** The one that holds its thread has heard that its send is over, and waits again. */
    function* held(begun) {
      yield* begun.recv();
      while (!/receive\\]:\\nholds/.test(yield* stackAll())) yield* sleep(1);
    }
  `;

  it("stackAll tells of the goroutines of all threads, and of those that nobody has taken, whoever asks", async () => {
    const printed = await output(`${holds}
      export const asks = define("asks", () => stackAll());
      /** Gets the thread that takes the other's place, and never leaves it idle. */
      export const turns = define("turns", function* turns() {
        for (;;) yield* gosched();
      });
      const text = (dump, ids) =>
        dump.replace(/^\\t.*\\n/gm, "").replace(/goroutine (\\d+)/g, (_, id) => "goroutine " + (ids[id] ?? id));
      await run(function* main() {
        lockOSThread();
        const begun = chan();
        const g = go(holds, begun, chan());
        yield* held(begun);
        const busy = go(turns);
        const isHanded = () => stats().ms.some(({ id, started }) => id === 2 && started > 0);
        // Handed out, and listed all the same: it has begun there.
        while (!isHanded() || !/turns/.test(yield* stackAll())) yield* sleep(1);
        const queued = go(square, 1);
        console.log(text(yield* stackAll(), { [g.id]: "A", [busy.id]: "D", [queued.id]: "B" }));
      }, { procs: 2 });
      await run(function* main() {
        lockOSThread();
        const g = go(asks);
        console.log(text(yield* g.join(), { [g.id]: "C" }));
      }, { procs: 2 });
    `);
    expect(printed.replace(/\(.*\)/g, "()")).toBe(
      "goroutine 1 [running]:\nmain()\n\ngoroutine A [chan receive]:\nholds()\n\n" +
        "goroutine D [runnable]:\nturns()\n\ngoroutine B [runnable]:\nsquare()\n\n" +
        "goroutine C [running]:\nasks()\n\ngoroutine 1 [join]:\nmain()\n\n",
    );
  });

  it("SIGQUIT prints them and ends the process", async () => {
    const child = start(
      `${holds}${READY_WHEN}
      main(function* main() {
        lockOSThread();
        const begun = chan(), end = chan();
        go(holds, begun, end);
        yield* held(begun);
        // Without it this is a deadlock.
        go(() => sleep(60_000));
        void readyWhen(/^goroutine 1 \\[chan receive\\]/);
        yield* end.recv();
      }, { procs: 2 });`,
    );
    await child.printed("ready");
    child.process.kill("SIGQUIT");
    const { code, stderr } = await child.ended;
    expect(stderr).toMatch(
      /SIGQUIT: quit\n\ngoroutine 1 \[chan receive\]:\nmain\([\s\S]*\n\ngoroutine \d+ \[chan receive\]:\nholds\(/,
    );
    expect(code).toBe(2);
  });
});
