/**
 * Programs in which a thread ends at a random moment, one after the other. Prints what they met.
 *
 * None hangs, no value comes twice or out of order, none is missing where nobody has died, and without a supervisor the program fails
 * with WorkerLost, if with anything.
 */
import assert from "node:assert/strict";
import { chan, go, sleep } from "@gopark/core";
import { lockOSThread, run, shared, sharedChan } from "@gopark/workers";
import { dice, inTime } from "../random.mjs";
import { add, bomb, branch, consume, LOST, produce, serve, unlessLost } from "./crew.mjs";

const [programs, first] = process.argv.slice(2).map(Number);
const totals = { programs: 0, deaths: 0, lost: 0 };

/** The result of a task, LOST if its thread died. */
function* outcome(g) {
  const result = yield* unlessLost(() => g.join());
  if (result === LOST) totals.lost++;
  return result;
}

function* outcomes(goroutines) {
  const results = [];
  for (const g of goroutines) results.push(yield* outcome(g));
  return results;
}

const someCapacity = (roll) => [0, 0, 1, 2, 8][roll(5)];

/** Lets a thread end, mostly. */
function threaten(roll) {
  if (roll(3) > 0) go(bomb, roll(61) - 1);
}

/** Producers and consumers over one channel, or two. */
function* traffic(roll, deaths) {
  const chans = Array.from({ length: 1 + roll(2) }, () =>
    roll(2) === 0 ? sharedChan(someCapacity(roll)) : chan(someCapacity(roll)),
  );
  const each = 50 + roll(150);
  const producers = Array.from({ length: 1 + roll(3) }, (_, p) => go(produce, chans, p * each, each));
  const consumers = Array.from({ length: 1 + roll(3) }, () => go(consume, chans));
  // One that stays: who sends is never left alone.
  consumers.push(go(() => consume(chans)));
  threaten(roll);
  yield* outcomes(producers);
  for (const ch of chans) {
    yield* unlessLost(function* () {
      ch.close();
    });
  }
  const received = (yield* outcomes(consumers)).flat().filter((value) => value !== LOST);
  assert.equal(new Set(received).size, received.length, "a value came twice");
  if (totals.deaths === deaths) assert.equal(received.length, producers.length * each, "values are missing");
}

/** Goroutines that start goroutines. */
function* trees(roll) {
  const depth = 2 + roll(5);
  const roots = [go(branch, depth), go(branch, depth)];
  threaten(roll);
  for (const leaves of yield* outcomes(roots))
    assert.ok(leaves === LOST || leaves === 2 ** depth, `${leaves} leaves`);
}

/** A counter under a lock. */
function* counting(roll) {
  const [lock, box] = [new shared.Mutex(), chan(1)];
  yield* box.send(0);
  const count = 20 + roll(60);
  const tasks = Array.from({ length: 2 + roll(3) }, () => go(add, lock, box, count));
  threaten(roll);
  const results = yield* outcomes(tasks);
  if (!results.includes(LOST)) assert.equal(yield* box.recv(), tasks.length * count, "lost updates");
}

/** Channels that lie on the threads of who made them. */
function* owners(roll) {
  const answers = chan();
  const count = 20 + roll(50);
  const tasks = Array.from({ length: 1 + roll(3) }, () => go(serve, answers, someCapacity(roll), count));
  threaten(roll);
  const readers = tasks.map(() =>
    go(() =>
      unlessLost(function* () {
        const [own, ok] = yield* answers.recvOk();
        let next = 0;
        if (ok) yield* own.range((value) => assert.equal(value, next++, "out of order"));
        return next;
      }),
    ),
  );
  for (const sent of yield* outcomes(tasks))
    assert.ok(sent === LOST || sent === count, `sent ${sent} of ${count}`);
  // Some were lost before they told their channel.
  answers.close();
  yield* outcomes(readers);
}

/** One program. */
async function trial(seed) {
  const roll = dice(seed);
  const body = [traffic, traffic, trees, counting, owners][roll(5)];
  const isSupervised = roll(4) > 0;
  const isMainElsewhere = roll(2) === 0;
  const supervised = isSupervised ? { onWorkerLost: () => totals.deaths++ } : {};
  const program = run(
    function* () {
      if (isMainElsewhere) lockOSThread();
      // Now and then the threads are up before there is anything to do.
      if (roll(3) === 0) yield* sleep(60);
      yield* body(roll, totals.deaths);
    },
    { procs: 2 + roll(2), ...supervised },
  ).catch((error) => {
    if (isSupervised || error.name !== "WorkerLost")
      throw new Error(`seed ${seed}, ${body.name}`, { cause: error });
  });
  await inTime(program, `seed ${seed}, ${body.name}`);
  totals.programs++;
}

for (let seed = first; seed < first + programs; seed++) await trial(seed);
console.log(JSON.stringify(totals));
