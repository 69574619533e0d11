/**
 * Networks of goroutines in which each channel has one sender and one receiver, and nobody looks whether something is there: what each
 * one receives does not depend on who is faster (G. Kahn, The semantics of a simple language for parallel programming, 1974). So
 * each network is run on one thread, and on several: with the same results, or the same deadlock.
 */
import assert from "node:assert/strict";
import { chan, go, run as runHere } from "@gopark/core";
import { f64, run, sharedChan } from "@gopark/workers";
import { dice, inTime } from "../random.mjs";
import { actor, follow } from "./crew.mjs";

const [networks, first] = process.argv.slice(2).map(Number);
const totals = { networks: 0, deadlocks: 0 };

/** A network: who sends and receives on each channel, and the scripts. It comes to its end, but for one step that may be missing. */
function someNetwork(roll) {
  const actors = 2 + roll(5);
  const chans = Array.from({ length: 1 + roll(7) }, () => {
    const from = roll(actors);
    const to = (from + 1 + roll(actors - 1)) % actors;
    return { from, to, capacity: [0, 0, 1, 2, 5][roll(5)], kind: roll(3), isClosed: false };
  });
  const scripts = Array.from({ length: actors }, () => []);
  const recv = (n) => scripts[chans[n].to].push([roll(2) === 0 ? "recv" : "recvInSelect", n]);
  for (let left = 10 + roll(60); left > 0; left--) {
    const n = roll(chans.length);
    const ch = chans[n];
    const count = ch.isClosed ? 0 : 1 + roll(ch.capacity + 2);
    for (let i = 0; i < count; i++) scripts[ch.from].push([roll(3) > 0 ? "send" : "sendInSelect", n]);
    // Of one that is closed something can always be received.
    for (let i = 0; i < Math.max(1, count); i++) recv(n);
    if (!ch.isClosed && roll(8) === 0) {
      scripts[ch.from].push(["close", n]);
      ch.isClosed = true;
    }
    if (roll(6) === 0) scripts[roll(actors)].push(["sleep", roll(10)]);
    if (roll(6) === 0) scripts[roll(actors)].push(["gosched", 0]);
  }
  const spoilt = scripts[roll(actors)];
  if (roll(3) === 0 && spoilt.length > 0) spoilt.splice(roll(spoilt.length), 1);
  return { chans, scripts };
}

/** The results of all, in order; of a deadlock, what all wait for. */
function outcome(runner, scripts, start, makeAll, options) {
  return runner(function* () {
    const chans = makeAll();
    const all = scripts.map((script) => start(script, chans));
    const results = [];
    for (const g of all) results.push(yield* g.join());
    return results.join();
  }, options).catch((error) => {
    assert.equal(error.name, "Deadlock");
    const waits = [...error.message.matchAll(/^goroutine \d+ \[(.*)\]:\n(\w+)/gm)];
    assert.ok(waits.length > 1, error.message);
    return `deadlock: ${waits
      .map(([, reason]) => reason)
      .sort()
      .join()}`;
  });
}

async function trial(seed) {
  const roll = dice(seed);
  const { chans, scripts } = someNetwork(roll);
  const procs = 2 + roll(3);
  const local = ({ capacity }) => chan(capacity);
  const of = [local, ({ capacity }) => sharedChan(capacity), ({ capacity }) => sharedChan(capacity, f64)];
  const expected = await outcome(
    runHere,
    scripts,
    (...args) => go(() => follow(...args)),
    () => chans.map(local),
  );
  const found = outcome(
    run,
    scripts,
    (...args) => go(actor, ...args),
    () => chans.map((ch) => of[ch.kind](ch)),
    { procs },
  );
  const name = `seed ${seed}, procs ${procs}`;
  assert.equal(await inTime(found, name), expected, name);
  totals.networks++;
  if (expected.startsWith("deadlock")) totals.deadlocks++;
}

for (let seed = first; seed < first + networks; seed++) await trial(seed);
console.log(JSON.stringify(totals));
