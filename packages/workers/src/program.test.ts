/**
 * What programs on real threads do, whichever way the threads talk. A main that locks its thread takes no goroutines: what it
 * starts runs elsewhere, or not at all. So nothing here depends on who is faster.
 *
 * What only one of the ways has: program-shared.test.ts and messages/program.test.ts. How programs end: program-ends.test.ts.
 */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { programsOn } from "../test/threads/programs.js";

const children = useWorkersChildren();

describe.each(["shared memory", "messages"] as const)("threads that talk by %s", (memory) => {
  const { output, named } = programsOn(memory, children);

  it("main-to-worker: a goroutine runs on another thread, its result comes back, and the process ends by itself", async () => {
    const printed = await output(`
      const result = await run(function* () {
        lockOSThread();
        const g = go(where);
        const before = g.status;
        const there = yield* g.join();
        return [before, there !== threadId, g.status, typeof g.id];
      }, { procs: 2 });
      console.log(JSON.stringify(result));
    `);
    expect(printed).toBe('["runnable",true,"dead","number"]\n');
  });

  it("the reading side of a lock is one on every thread that it gets to, and of the same lock", async () => {
    const printed = await output(`
      export const reads = define("reads", function* (side, inside, over, hops) {
        if (hops > 0) return yield* go(reads, side, inside, over, hops - 1).join();
        yield* side.lock();
        yield* inside.send(threadId);
        yield* over.recv();
        side.unlock();
        return threadId;
      });
      await run(function* () {
        lockOSThread();
        const lock = new shared.RWMutex(), inside = sharedChan(0), over = sharedChan(0);
        const two = [go(reads, lock.rLocker(), inside, over, 0), go(reads, lock.rLocker(), inside, over, 2)];
        for (const _ of two) yield* inside.recv();
        const locked = lock.tryLock();
        const writer = go(function* () { yield* lock.lock(); return "written"; });
        for (const _ of two) yield* over.send(1);
        const threads = [];
        for (const g of two) threads.push((yield* g.join()) !== threadId);
        console.log(locked, threads.join(), yield* writer.join());
      }, { procs: 3 });
    `);
    expect(printed).toBe("false true,true written\n");
  });

  it("each of many goroutines runs once, whoever takes it, and no two have the same id", async () => {
    const printed = await output(`
      export const count = define("count", function* (n, hits) { yield* hits.send(n); return n * 2; });
      await run(function* () {
        const ids = new Set(), hits = sharedChan(5000);
        let sum = 0;
        for (let round = 0; round < 10; round++) {
          const all = Array.from({ length: 500 }, (_, n) => go(count, n, hits));
          for (const g of all) { ids.add(g.id); sum += yield* g.join(); }
          ids.add(go(function* () {}).id);
        }
        console.log(ids.size, hits.len, sum);
      }, { procs: 3 });
    `);
    expect(printed).toBe(`5010 5000 ${10 * 500 * 499}\n`);
  });

  it("worker-to-worker: a goroutine on another thread starts more, on any thread, and gets their results", async () => {
    const printed = await output(`
      export const tree = define("tree", function* (depth) {
        if (depth === 0) return 1;
        const [a, b] = [go(tree, depth - 1), go(tree, depth - 1)];
        return (yield* a.join()) + (yield* b.join());
      });
      await run(function* () {
        lockOSThread();
        console.log(yield* go(tree, 7).join());
      }, { procs: 3 });
    `);
    expect(printed).toBe("128\n");
  });

  it("arguments and results are copied, what is to be moved is moved, and all are told apart in errors", async () => {
    const printed = await output(`
      export const fill = define("fill", function* (list, { pixels }, n) {
        list.push(n);
        new Uint8Array(pixels).fill(n);
        return move({ list, pixels }, [pixels]);
      });
      await run(function* () {
        lockOSThread();
        const list = [1], pixels = new ArrayBuffer(1000);
        const g = go(fill, list, move({ pixels }, [pixels]), 7);
        console.log(pixels.byteLength);
        const result = yield* g.join();
        console.log(JSON.stringify([list, result.list, new Uint8Array(result.pixels)[999]]));
        try { go(square, 1, { cb: () => 1 }); } catch (error) { failed(error); }
        try { go(square, [Symbol()]); } catch (error) { failed(error); }
      }, { procs: 2 });
    `);
    expect(printed).toBe(
      "0\n[[1],[1,7],7]\n" +
        "TypeError: go: argument 2.cb: a function cannot be sent to another thread\n" +
        "TypeError: go: argument 1[0]: a symbol cannot be sent to another thread\n",
    );
  });

  it("a worker that is locked takes nothing new, and gives back what it has not begun", async () => {
    const printed = await output(`
      export const hold = define("hold", function* (begun, end) {
        lockOSThread();
        yield* begun.send(threadId);
        yield* end.recv();
        return threadId;
      });
      await run(function* () {
        lockOSThread();
        const begun = chan(), end = chan();
        const g = go(hold, begun, end);
        const locked = yield* begun.recv();
        const others = new Set();
        for (const each of Array.from({ length: 50 }, () => go(where))) others.add(yield* each.join());
        end.close();
        console.log(others.has(locked), others.has(threadId), (yield* g.join()) === locked);
      }, { procs: 3 });
    `);
    // How many others there are is not said: who is locked is replaced, and whoever is up first takes what there is.
    expect(printed).toBe("false false true\n");
  });

  describe("channels", () => {
    it.each(["sharedChan(0)", "sharedChan(4)", "sharedChan(4, f64)", "chan(0)", "chan(4)"])(
      "values pass through %s, in order",
      async (ch) => {
        const printed = await output(`
          await run(function* () {
            lockOSThread();
            const ch = ${ch}, back = ${ch};
            go(produce, ch, 100);
            go(echo, ch, back);
            let last = 0, sum = 0;
            yield* back.range((v) => { if (v !== ++last) throw new Error("order"); sum += v; });
            console.log(sum);
          }, { procs: 3 });
        `);
        expect(printed).toBe("5050\n");
      },
    );

    it("a shared channel copies, and its codec refuses, also between goroutines of one thread", async () => {
      const printed = await output(`
        await run(function* () {
          const ch = sharedChan(1), numbers = sharedChan(1, f64);
          const list = [1];
          yield* ch.send(list);
          list.push(2);
          console.log(JSON.stringify(yield* ch.recv()), ch.cap, ch.len);
          try { numbers.trySend("1"); } catch (error) { failed(error); }
          try { yield* ch.send({ f() {} }); } catch (error) { failed(error); }
        }, { procs: 2 });
      `);
      expect(printed).toBe(
        "[1] 1 0\nTypeError: send: value: want a number, got 1 (string)\n" +
          "TypeError: send: value.f: a function cannot be sent to another thread\n",
      );
    });

    it("select over channels of several threads: each value once", async () => {
      const printed = await output(`
        export const merge = define("merge", function* (a, b, out) {
          let open = 2;
          while (open > 0) {
            const r = yield* select({ a: a?.recvOk() ?? null, b: b?.recvOk() ?? null });
            if (r.value[1]) yield* out.send(r.value[0]);
            else { open--; if (r.case === "a") a = null; else b = null; }
          }
          out.close();
        });
        export const make = define("make", function* (answers) {
          const own = sharedChan(1);
          yield* answers.send(own);
          yield* produce(own, 50);
        });
        await run(function* () {
          lockOSThread();
          const answers = chan(), out = chan();
          go(make, answers);
          go(make, answers);
          go(merge, yield* answers.recv(), yield* answers.recv(), out);
          let sum = 0;
          yield* out.range((v) => { sum += v; });
          console.log(sum);
        }, { procs: 4 });
      `);
      expect(printed).toBe("2550\n");
    });
  });

  describe("locks", () => {
    it("a mutex and a wait group of main serve goroutines of all threads", async () => {
      const printed = await output(`
        export const add = define("add", function* ({ lock, done, total }) {
          for (let i = 0; i < 20; i++) {
            yield* lock.lock();
            // Nobody else is between these two: the channel is never found empty for long.
            const n = yield* total.recv();
            yield* total.send(n + 1);
            lock.unlock();
          }
          done.done();
        });
        await run(function* () {
          const all = { lock: new shared.Mutex(), done: new shared.WaitGroup(), total: chan(1) };
          yield* all.total.send(0);
          all.done.add(6);
          for (let i = 0; i < 6; i++) go(add, all);
          yield* all.done.wait();
          console.log(yield* all.total.recv(), all.lock.tryLock());
        }, { procs: 3 });
      `);
      expect(printed).toBe("120 true\n");
    });

    it("worker-to-worker: readers of all threads come in together, a writer alone", async () => {
      const printed = await output(`
        export const owns = define("owns", function* (answers, end) {
          lockOSThread();
          yield* answers.send(new shared.RWMutex());
          yield* end.recv();
        });
        export const reads = define("reads", function* (lock, inside, end) {
          lockOSThread();
          yield* lock.withRLock(function* () {
            yield* inside.send(1);
            yield* end.recv();
          });
        });
        await run(function* () {
          lockOSThread();
          const answers = chan(), inside = chan(), end = chan();
          go(owns, answers, end);
          const lock = yield* answers.recv();
          const readers = [go(reads, lock, inside, end), go(reads, lock, inside, end)];
          yield* inside.recv();
          yield* inside.recv();
          const writes = go(function* () { yield* lock.lock(); lock.unlock(); return "written"; });
          yield* gosched();
          const before = writes.status;
          end.close();
          console.log(before, yield* writes.join());
          for (const g of readers) yield* g.join();
        }, { procs: 4 });
      `);
      expect(printed).toBe("waiting written\n");
    });

    it("worker-dies: what it held is poisoned, for who waits on any thread", async () => {
      const printed = await output(`
        export const takes = define("takes", function* (lock) { yield* lock.lock(); process.exit(1); });
        export const waits = define("waits", function* (lock) {
          try { yield* lock.lock(); return "locked"; } catch (error) { return error.name + ": " + error.message; }
        });
        await run(function* () {
          lockOSThread();
          const lock = new shared.Mutex();
          try { yield* go(takes, lock).join(); } catch (error) { console.log(error.name); }
          console.log(yield* go(waits, lock).join());
          try { lock.tryLock(); } catch (error) { failed(error); }
        }, { procs: 2, onWorkerLost: () => {} });
      `);
      const lost = "WorkerLost: worker lost: M1 died with the shared lock\n";
      expect(named(printed)).toBe(named(`WorkerLost\n${lost}${lost}`));
    });
  });

  it("RT-01 one P is enough for goroutines that have a name while main's thread is locked", async () => {
    const printed = await output(`
      await run(function* () {
        lockOSThread();
        console.log(gomaxprocs(1), yield* go(square, 3).join());
      }, { procs: 2 });
    `);
    expect(printed).toBe("2 9\n");
  });

  it("RT-01 the number of Ps grows and shrinks, on whichever thread that is asked for", async () => {
    const printed = await output(`
      export const widen = define("widen", function* (n) { return gomaxprocs(n); });
      await run(function* () {
        const here = yield* go(where).join();
        console.log(here === threadId, gomaxprocs(2), gomaxprocs(), gomaxprocs(-5));
        lockOSThread();
        console.log((yield* go(where).join()) !== threadId);
        console.log(yield* go(widen, 3).join(), gomaxprocs(), stats().gomaxprocs);
        unlockOSThread();
        console.log(gomaxprocs(1), stats().ps.length);
        console.log(yield* go(square, 4).join());
        console.log(gomaxprocs(3));
        lockOSThread();
        console.log((yield* go(where).join()) !== threadId, stats().gomaxprocs);
      }, { procs: 1 });
    `);
    expect(printed).toBe("true 1 2 2\ntrue\n2 3 3\n3 1\n16\n1\ntrue 3\n");
  });
});
