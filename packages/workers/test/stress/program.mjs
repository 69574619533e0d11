/**
 * Random programs over shared channels and locks, one after the other, until the time is over. Prints what it did.
 */
import assert from "node:assert/strict";
import { go, gosched } from "@gopark/core";
import { run, shared, sharedChan } from "@gopark/workers";
import { dice } from "../random.mjs";
import * as crew from "./crew.mjs";

const [procs, milliseconds, first] = process.argv.slice(2).map(Number);
const sumOf = (results, at) => results.reduce((sum, result) => sum + result[at], 0);

function* joinAll(goroutines) {
  const results = [];
  for (const g of goroutines) results.push(yield* g.join());
  return results;
}

/**
 * Starts a goroutine: on any thread, on this one, or on any after a while on this one. So some channels are handed out at once, some in
 * mid-traffic, some never.
 */
function start(roll, f, ...args) {
  const [how, turns] = [roll(3), roll(40)];
  if (how === 0) return go(f, ...args);
  return go(function* () {
    for (let i = 0; i < turns; i++) yield* gosched();
    return how === 1 ? yield* f(...args) : yield* go(f, ...args).join();
  });
}

/** Producers and consumers over channels of random capacities: each value arrives once. */
function* traffic(roll, seed) {
  const chans = Array.from({ length: 1 + roll(3) }, () => sharedChan([0, 0, 1, 2, 7][roll(5)]));
  const n = 50 + roll(400);
  const consumers = Array.from({ length: 1 + roll(4) }, (_, i) =>
    start(roll, crew.consume, chans, seed * 64 + i),
  );
  const producers = Array.from({ length: 1 + roll(4) }, (_, i) =>
    start(roll, crew.produce, chans, i, n, seed * 64 + 32 + i),
  );
  const sent = yield* joinAll(producers);
  for (const ch of chans) ch.close();
  const received = yield* joinAll(consumers);
  assert.deepEqual(
    [sumOf(received, 0), sumOf(received, 1)],
    [sumOf(sent, 0), sumOf(sent, 1)],
    "lost or twice",
  );
  assert.equal(sumOf(received, 2), 0, "out of order");
  return [sumOf(sent, 0), sumOf(sent, 2)];
}

/** A channel is closed under its senders: what was sent is received, what was not is handed back. */
function* closing(roll) {
  const ch = sharedChan([0, 1, 2, 7][roll(4)]);
  const producers = Array.from({ length: 1 + roll(4) }, (_, i) => go(crew.sendUntilClosed, ch, i));
  const [count, , broken] = yield* go(crew.drainAndClose, ch, 1 + roll(200)).join();
  const sent = yield* joinAll(producers);
  assert.equal(
    count,
    sent.reduce((a, b) => a + b, 0),
    "lost or twice at the close",
  );
  assert.equal(broken, 0, "out of order");
  return [count, sent.length];
}

/** A counter under a mutex. */
function* counting(roll, seed) {
  const [mu, a, b, atomic] = [new shared.Mutex(), new shared.Int32(), new shared.Int32(), new shared.Int32()];
  const n = 50 + roll(300);
  const all = Array.from({ length: 2 + roll(5) }, (_, i) =>
    go(crew.addLocked, mu, a, b, atomic, n, seed * 64 + i),
  );
  assert.equal(
    (yield* joinAll(all)).reduce((x, y) => x + y, 0),
    0,
    "two inside",
  );
  const total = n * all.length;
  assert.deepEqual([a.load(), b.load(), atomic.load()], [total, total, total], "lost updates");
  return [0, 0];
}

const totals = { programs: 0, values: 0, handedBack: 0 };
let seed = first;
process.on("exit", () =>
  console.log(`procs ${procs}, from seed ${first} to ${seed}: ${JSON.stringify(totals)}`),
);
const end = performance.now() + milliseconds;
await run(
  function* () {
    for (; performance.now() < end || totals.programs < 12; seed++) {
      const roll = dice(seed);
      const what = [traffic, traffic, closing, counting][roll(4)];
      try {
        const [values, handedBack] = yield* what(roll, seed);
        totals.programs++;
        totals.values += values;
        totals.handedBack += handedBack;
      } catch (error) {
        throw new Error(`seed ${seed}, ${what.name}: ${error.message}`, { cause: error });
      }
    }
  },
  { procs },
);
