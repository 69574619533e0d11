import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { ELSEWHERE } from "../test/threads/elsewhere.js";

const children = useWorkersChildren();

/** Goroutines that run on any thread. */
const crew = `
  import { gosched, sleep } from "@gopark/core";
  import { select } from "@gopark/select";
  import { goroutine, stats } from "@gopark/workers";

  const here = (name, fn) => goroutine(import.meta.url, name, fn);

  export const produce = here("produce", function* (ch, from, n) {
    for (let i = 0; i < n; i++) yield* ch.send(from + i);
    return n;
  });
  export const consume = here("consume", function* (ch) {
    let sum = 0, count = 0;
    yield* ch.range((v) => { sum += v; count++; });
    return [count, sum];
  });
  /** Sends on one channel or receives from the other, whatever is possible, until both are over. */
  export const trade = here("trade", function* (out, from, n, into) {
    let sent = 0, open = true, count = 0, sum = 0;
    while (sent < n || open) {
      const send = sent < n ? out.send(into + sent) : null;
      const r = yield* select({ send, recv: open ? from.recvOk() : null });
      if (r.case === "send") { if (++sent === n) out.close(); }
      else if (r.value[1]) { count++; sum += r.value[0]; }
      else open = false;
    }
    return [count, sum];
  });
  export const addLocked = here("addLocked", function* (mu, cell, n) {
    for (let i = 0; i < n; i++) {
      yield* mu.lock();
      const before = cell.load();
      if (i % 50 === 0) yield* gosched();
      cell.store(before + 1);
      mu.unlock();
    }
  });
  export const readOrWrite = here("readOrWrite", function* (rw, inside, broken, n, isWriter) {
    for (let i = 0; i < n; i++) {
      if (isWriter) {
        yield* rw.lock();
        if (inside.add(1000) !== 1000) broken.add(1);
        if (i % 10 === 0) yield* gosched();
        inside.add(-1000);
        rw.unlock();
      } else {
        yield* rw.rLock();
        if (inside.add(1) >= 1000) broken.add(1);
        if (i % 10 === 0) yield* gosched();
        inside.add(-1);
        rw.rUnlock();
      }
    }
  });
  export const initialize = here("initialize", function* (once, calls) {
    yield* once.do(function* () { yield* sleep(1); calls.add(1); });
    return calls.load();
  });
  export const awaitTurn = here("awaitTurn", function* (cond, turn, mine, n) {
    for (let round = 0; round < n; round++) {
      yield* cond.l.lock();
      while (turn.load() % 4 !== mine) yield* cond.wait();
      turn.add(1);
      cond.broadcast();
      cond.l.unlock();
    }
  });
  /** The same, nudged by values of a channel as well. Whatever wakes it, the lock is held then. */
  export const awaitTurnOrNudge = here("awaitTurnOrNudge", function* (cond, turn, inside, nudges, mine, n) {
    let nudged = 0;
    for (let round = 0; round < n; round++) {
      yield* cond.l.lock();
      inside.add(1);
      while (turn.load() % 4 !== mine) {
        inside.add(-1);
        const r = yield* select({ turn: cond.wait(), nudge: nudges.recv() });
        if (inside.add(1) !== 1) throw new Error("not alone in the lock");
        if (r.case === "nudge") nudged++;
      }
      if (round % 10 === 0) yield* gosched();
      turn.add(1);
      cond.broadcast();
      inside.add(-1);
      cond.l.unlock();
    }
    return nudged;
  });
  export const initializeOr = here("initializeOr", function* (once, calls, other) {
    const r = yield* select({
      done: once.do(function* () { yield* sleep(1); calls.add(1); }),
      other: other.recv(),
    });
    return r.case === "other" ? r.value : calls.load();
  });
  export const echo = here("echo", function* (from, to) {
    yield* from.range(function* (v) { yield* to.send(v); });
    try { yield* to.send(Symbol()); } catch (error) { return error.message; }
  });
  export const answer = here("answer", function* (to) { yield* to.send([1]); });
  export const report = here("report", function* (wg, n) { n.add(1); wg.done(); });
`;

/** Runs \`body\`, in which \`go\`, \`sharedChan\`, \`shared\` and the crew can be used, on \`procs\` Ps. */
async function runOn(procs: number, body: string): Promise<void> {
  const program = `
    import { chan, go, sleep } from "@gopark/core";
    import { select } from "@gopark/select";
    import { run, shared, sharedChan } from "@gopark/workers";
    import * as codecs from "@gopark/workers";
    import * as crew from "./crew.mjs";
    import assert from "node:assert/strict";
    ${ELSEWHERE}
    await run(function* () { ${body} }, { procs: ${procs} });
    console.log("over");
  `;
  const ended = await children.run(program, {}, { "crew.mjs": crew });
  expect(ended).toEqual({ code: 0, stderr: "", stdout: "over\n" });
}

describe.each([2, 3])("on %i Ps", (procs) => {
  it.each([0, 1, 2, 128])("many-to-many: each value of a channel of capacity %i arrives once", (cap) =>
    runOn(
      procs,
      `
      const ch = sharedChan(${cap});
      const consumers = [0, 1, 2, 3].map(() => go(crew.consume, ch));
      const producers = [0, 1, 2, 3].map((i) => go(crew.produce, ch, i * 2000, 2000));
      for (const p of producers) yield* p.join();
      ch.close();
      let count = 0, sum = 0;
      for (const c of consumers) { const [n, s] = yield* c.join(); count += n; sum += s; }
      assert.deepEqual([count, sum], [8000, 8000 * 7999 / 2]);
    `,
    ),
  );

  it.each([0, 1, 5])("selects that send and receive on two channels of capacity %i lose nothing", (cap) =>
    runOn(
      procs,
      `
      const n = 2000, pairs = [];
      for (let i = 0; i < 3; i++) {
        const a = sharedChan(${cap}), b = sharedChan(${cap});
        pairs.push(go(crew.trade, a, b, n, 0), go(crew.trade, b, a, n, n));
      }
      for (let i = 0; i < pairs.length; i += 2) {
        const [first, second] = [yield* pairs[i].join(), yield* pairs[i + 1].join()];
        assert.deepEqual(first, [n, n * n + n * (n - 1) / 2]);
        assert.deepEqual(second, [n, n * (n - 1) / 2]);
      }
    `,
    ),
  );

  it("a select over local and shared channels takes each value once", () =>
    runOn(
      procs,
      `
      const local = chan(), far = sharedChan(), n = 3000;
      go(function* () { for (let i = 0; i < n; i++) yield* local.send(i); local.close(); });
      const producer = go(crew.produce, far, n, n);
      go(function* () { yield* producer.join(); far.close(); });
      let a = local, b = far, count = 0, sum = 0;
      while (a !== null || b !== null) {
        const r = yield* select({ a: a && a.recvOk(), b: b && b.recvOk() });
        if (r.value[1]) { count++; sum += r.value[0]; }
        else if (r.case === "a") a = null;
        else b = null;
      }
      assert.deepEqual([count, sum], [2 * n, 2 * n * (2 * n - 1) / 2]);
    `,
    ));

  it("a shared.Mutex lets one at a time in", () =>
    runOn(
      procs,
      `
      const mu = new shared.Mutex(), cell = new shared.Int32(), wg = new shared.WaitGroup();
      for (let i = 0; i < 6; i++) wg.go(crew.addLocked, mu, cell, 1000);
      yield* wg.wait();
      assert.equal(cell.load(), 6000);
    `,
    ));

  it("a shared.RWMutex keeps writers from readers and each other", () =>
    runOn(
      procs,
      `
      const rw = new shared.RWMutex(), inside = new shared.Int32(), broken = new shared.Int32();
      const wg = new shared.WaitGroup();
      for (let i = 0; i < 6; i++) wg.go(crew.readOrWrite, rw, inside, broken, 500, i % 3 === 0);
      yield* wg.wait();
      assert.deepEqual([inside.load(), broken.load()], [0, 0]);
    `,
    ));

  it("a shared.Once runs its function once, and nobody goes on before", () =>
    runOn(
      procs,
      `
      const once = new shared.Once(), calls = new shared.Uint32();
      const all = [0, 1, 2, 3, 4, 5].map(() => go(crew.initialize, once, calls));
      for (const g of all) assert.equal(yield* g.join(), 1);
      assert.equal(calls.load(), 1);
    `,
    ));

  it("a shared.Cond wakes those who wait on other threads", () =>
    runOn(
      procs,
      `
      const cond = new shared.Cond(new shared.Mutex()), turn = new shared.Int32();
      const wg = new shared.WaitGroup();
      for (let i = 0; i < 4; i++) wg.go(crew.awaitTurn, cond, turn, i, 200);
      yield* wg.wait();
      assert.equal(turn.load(), 800);
    `,
    ));

  it("CO3 as a case of a select a shared.Cond has its lock again, whatever wakes those who wait", () =>
    runOn(
      procs,
      `
      const cond = new shared.Cond(new shared.Mutex()), turn = new shared.Int32(), inside = new shared.Int32();
      const nudges = sharedChan(), over = chan();
      const all = [0, 1, 2, 3].map((i) => go(crew.awaitTurnOrNudge, cond, turn, inside, nudges, i, 200));
      const nudging = go(function* () {
        for (let n = 0; ; n++) {
          const r = yield* select({ nudged: nudges.send(n), over: over.recv() });
          if (r.case === "over") return n;
        }
      });
      let nudged = 0;
      for (const g of all) nudged += yield* g.join();
      over.close();
      assert.deepEqual([turn.load(), inside.load(), yield* nudging.join()], [800, 0, nudged]);
    `,
    ));

  it("as a case of a select a shared.Once runs its function once, or is left", () =>
    runOn(
      procs,
      `
      const once = new shared.Once(), calls = new shared.Uint32(), other = sharedChan(2);
      yield* other.send(7);
      yield* other.send(7);
      const all = [0, 1, 2, 3, 4, 5].map(() => go(crew.initializeOr, once, calls, other));
      const got = [];
      for (const g of all) got.push(yield* g.join());
      yield* once.do(() => assert.fail("has been done"));
      const left = got.filter((n) => n === 7).length;
      assert.deepEqual([calls.load(), left + other.len, got.filter((n) => n === 1).length], [1, 2, 6 - left]);
    `,
    ));

  it("a shared.WaitGroup counts what is done elsewhere", () =>
    runOn(
      procs,
      `
      const wg = new shared.WaitGroup(), n = new shared.Int32();
      wg.add(200);
      for (let i = 0; i < 200; i++) go(crew.report, wg, n);
      yield* wg.wait();
      assert.equal(n.load(), 200);
    `,
    ));
});

it.each([
  ["i32", "[1, -2, 2 ** 31 - 1]", "an integer from -2^31 to 2^31 - 1, got Symbol() (symbol)"],
  ["f64", "[1, 0.5, -0, NaN]", "a number, got Symbol() (symbol)"],
  ["bool", "[true, false]", "a boolean, got Symbol() (symbol)"],
  ["bigint", "[1n, -(2n ** 63n)]", "a bigint from -2^63 to 2^63 - 1, got Symbol() (symbol)"],
  ["bytes", "[new Uint8Array([1, 2])]", "a Uint8Array, got Symbol() (symbol)"],
  [
    "struct({ größe: codecs.f64 })",
    "[{ größe: 0.5 }]",
    'an object struct{"größe": f64}, got Symbol() (symbol)',
  ],
])("on both threads a channel is written by its codec: %s", (codec, values, wanted) =>
  runOn(
    2,
    `
    const to = sharedChan(1, codecs.${codec}), back = sharedChan(1, codecs.${codec});
    const echo = elsewhere(crew.echo, to, back);
    for (const value of ${values}) { yield* to.send(value); assert.deepEqual(yield* back.recv(), value); }
    to.close();
    assert.equal(yield* echo.join(), ${JSON.stringify(`send: value: want ${wanted}`)});
  `,
  ),
);

it("HD3 channels that nobody has any more make room for others", () =>
  runOn(
    2,
    `
    for (let i = 0; i < 5000; i++) {
      const to = sharedChan(1000);
      go(crew.answer, to);
      assert.deepEqual(yield* to.recv(), [1]);
    }
  `,
  ));

it("HD3 memory that is full of what is left in channels that nobody has any more has room again, soon", () =>
  runOn(
    2,
    `
    const litter = () => sharedChan(1).trySend("x".repeat(16_000));
    assert.throws(() => { for (;;) litter(); }, /shared memory is full/);
    for (let hasRoom = false; !hasRoom; ) {
      yield* sleep(1);
      try { hasRoom = litter(); } catch {}
    }
  `,
  ));
