/**
 * Chaos: programs on several threads, of which one is ended at a random moment, again and again.
 *
 *     node program.js <runs> <first seed>
 *
 * Prints a line for each run that went wrong, with its seed, then one with the totals; exits with 1 if any did.
 *
 *   CH1  No run hangs: a run that has not ended after LIMIT milliseconds, or that ends by a deadlock, went wrong.
 *   CH2  No value is delivered twice. Of what the tasks that came back have sent, as many are missing at most as
 *        consumers were lost: each may have had one in its hands.
 *   CH3  What a lock protects is as a holder left it, or the lock is poisoned.
 *   CH4  Without a supervisor the program fails with WorkerLost.
 *   CH5  A seed decides what is run and when the thread is ended, not what the operating system makes of it.
 */
import { type Chan, chan, type Go, type Goroutine, go, sleep, wait } from "@gopark/core";
import { currentSched, dump, type Sched } from "@gopark/core/internal";
import { randomOf } from "../../../core/test/random-of.js";
import { mergeDumps } from "../../src/dumps.js";
import { M_QUIET, M_UP } from "../../src/monitor-words.js";
import { programOf } from "../../src/program.js";
import { run } from "../../src/run.js";
import { Mutex } from "../../src/shared/mutex.js";
import { RWMutex } from "../../src/shared/rwmutex.js";
import { sharedChan } from "../../src/shared-chan.js";
import { get } from "../../src/shm/atomics.js";
import { alloc } from "../../src/shm/heap.js";
import {
  M_COUNT,
  M_INBOX,
  M_STATUS,
  mLine,
  P_COUNT,
  P_HEAD,
  P_RUNNEXT,
  P_STATUS,
  P_TAIL,
  pPage,
} from "../../src/shm/layout.js";
import { M_DEAD, M_NONE, S_COUNT, S_IDLE_PS, S_SPINNING, S_STARTING } from "../../src/shm/sched-words.js";
import { memory } from "../../src/thread.js";
import { WorkerLost } from "../../src/worker-lost.js";
import {
  branch,
  consume,
  gather,
  guarded,
  LOST,
  produce,
  reads,
  relay,
  serve,
  spread,
  square,
  writes,
} from "./tasks.js";

/** Milliseconds that a run may take, on a machine that does other things as well. */
const LIMIT = 30_000;
/** Longest time for which M0 is kept from running tasks itself, in milliseconds. */
const PATIENCE = 20;
/** Longest time before the end of a thread, in milliseconds: about as long as a run takes. */
const LATEST = 12;

/** Numbers from 0 up to, but not including, what they are asked below: they depend on the seed alone. */
function dice(seed: number): (below: number) => number {
  const random = randomOf(seed);
  return (below) => Math.floor(random() * below);
}

type Roll = ReturnType<typeof dice>;

/** Zeroed words of shared memory. */
function words(count: number): number {
  const at = alloc(count * 4);
  if (at === 0) throw new Error("the memory is full");
  return at;
}

/** What happened in all runs, to see that they met what they are for. */
const totals = { killed: 0, lost: 0, poisoned: 0 };

/** Ends a thread that lives, after a random time. */
function* killOne(roll: Roll): Go {
  yield* sleep(roll(LATEST * 100) / 100);
  const alive: number[] = [];
  for (let index = 1; index < get(M_COUNT); index++) {
    const status = get(mLine(index) + M_STATUS);
    if (status !== M_NONE && status !== M_DEAD && get(mLine(index) + M_UP) === 1) alive.push(index);
  }
  if (alive.length === 0) return;
  totals.killed++;
  programOf(currentSched())?.fleet?.kill(alive[roll(alive.length)] as number);
}

/** Keeps M0 busy until other threads have taken the tasks, but not for ever: there may be none left. */
function handOut(tasks: Goroutine<number>[]): Goroutine<number>[] {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end && tasks.some((task) => task.status === "runnable"));
  return tasks;
}

/** The result of a task, LOST if its thread died. */
function* outcome(task: Goroutine<number>): Go<number> {
  try {
    return yield* task.join();
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error;
    totals.lost++;
    return LOST;
  }
}

/** The results of all tasks. */
function* outcomes(tasks: Goroutine<number>[]): Go<number[]> {
  const results: number[] = [];
  for (const task of tasks) results.push(yield* outcome(task));
  return results;
}

/** Calls what panics with WorkerLost if a channel is poisoned; whether it was not. */
function intact(f: () => void): boolean {
  try {
    f();
    return true;
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error;
    totals.poisoned++;
    return false;
  }
}

/** Capacity of a channel. */
function someCapacity(roll: Roll): number {
  return [0, 0, 1, 2, 8, 64][roll(6)] as number;
}

/** What is wrong with how often values below `count` came, of which each producer has sent the first `sent` of its `each`. */
function miscount(
  received: number,
  sent: number,
  producers: number,
  each: number,
  lost: number,
): string | undefined {
  let missing = 0;
  for (let p = 0; p < producers; p++) {
    for (let i = 0; i < each; i++) {
      const n = get(received + (p * each + i) * 4);
      if (n > 1) return `value ${p * each + i} was delivered ${n} times`;
      if (n === 0 && i < get(sent + p * 4)) missing++;
    }
  }
  return missing > lost ? `${missing} values are missing, ${lost} consumers were lost` : undefined;
}

/** Values through a channel: what is wrong, or undefined. */
function* channel(roll: Roll): Go<string | undefined> {
  const capacity = someCapacity(roll);
  const producers = 1 + roll(4);
  const consumers = 1 + roll(3);
  const each = 500 + roll(4000);
  const ch: Chan<number> = sharedChan<number>(capacity);
  const received = words(producers * each);
  const sent = words(producers);
  const sending = Array.from({ length: producers }, (_, p) => go(produce, ch, p * each, each, sent + p * 4));
  const receiving = Array.from({ length: consumers }, () => go(consume, ch, received));
  handOut([...sending, ...receiving]);
  // One consumer that stays: who sends is never left alone.
  receiving.push(go(() => consume(ch, received)));
  go(killOne, roll);
  yield* outcomes(sending);
  const isIntact = intact(() => ch.close());
  const lost = (yield* outcomes(receiving)).filter((n) => n === LOST).length;
  return miscount(received, sent, producers, each, isIntact ? lost : Number.POSITIVE_INFINITY);
}

/** Values through either of two channels: what is wrong, or undefined. */
function* choice(roll: Roll): Go<string | undefined> {
  const [a, b] = [sharedChan<number>(someCapacity(roll)), sharedChan<number>(someCapacity(roll))];
  const producers = 1 + roll(3);
  const consumers = 1 + roll(3);
  const each = 200 + roll(1000);
  const received = words(producers * each);
  const sent = words(producers);
  const sending = Array.from({ length: producers }, (_, p) => go(spread, a, b, p * each, each, sent + p * 4));
  const receiving = Array.from({ length: consumers }, () => go(gather, a, b, received));
  handOut([...sending, ...receiving]);
  receiving.push(go(() => gather(a, b, received)));
  go(killOne, roll);
  yield* outcomes(sending);
  const areIntact = [a, b].map((ch) => intact(() => ch.close())).every(Boolean);
  const lost = (yield* outcomes(receiving)).filter((n) => n === LOST).length;
  return miscount(received, sent, producers, each, areIntact ? lost : Number.POSITIVE_INFINITY);
}

/** Readers and writers of two words: what is wrong, or undefined. */
function* pages(roll: Roll): Go<string | undefined> {
  const lock = new RWMutex();
  const both = words(2);
  const count = 200 + roll(1500);
  const writing = Array.from({ length: 1 + roll(2) }, () => go(writes, lock, count, both));
  const reading = Array.from({ length: 1 + roll(3) }, () => go(reads, lock, count, both));
  handOut([...writing, ...reading]);
  reading.push(go(() => reads(lock, 100, both)));
  go(killOne, roll);
  yield* outcomes(writing);
  const differ = (yield* outcomes(reading)).filter((n) => n > 0);
  if (differ.length > 0) return `readers saw a writer at work ${differ} times`;
  const isIntact = intact(() => {
    if (!lock.tryLock()) throw new Error("the lock is held, and all tasks have ended");
  });
  return !isIntact || get(both) === get(both + 4)
    ? undefined
    : `the words are ${get(both)} and ${get(both + 4)}`;
}

/** Goroutines that start goroutines: what is wrong, or undefined. */
function* tree(roll: Roll): Go<string | undefined> {
  const depth = 2 + roll(6);
  const roots = handOut(Array.from({ length: 3 }, () => go(branch, depth)));
  go(killOne, roll);
  const wrong = (yield* outcomes(roots)).filter((n) => n !== LOST && n !== 2 ** depth);
  return wrong.length === 0 ? undefined : `trees of depth ${depth} have ${wrong} leaves`;
}

/** Channels that lie on the thread of who made them: what is wrong, or undefined. */
function* owners(roll: Roll): Go<string | undefined> {
  const answers = chan<Chan<number>>();
  const count = 50 + roll(200);
  const isRelayed = roll(2) === 0;
  const tasks = Array.from({ length: 1 + roll(3) }, () => go(serve, answers, someCapacity(roll), count));
  handOut(tasks);
  go(killOne, roll);
  const readers = tasks.map(() =>
    go(function* () {
      const [own, ok] = yield* answers.recvOk();
      if (!ok) return;
      const here = chan<number>();
      go(function* () {
        // Who passes on for us may be lost with a value in its hands.
        const passed = isRelayed ? yield* outcome(go(relay, own, here)) : LOST;
        if (passed === LOST) yield* relay(own, here);
        here.close();
      });
      let next = 0;
      yield* here.range((value) => {
        if (value < next) throw new Error(`value ${value} came where ${next} was due`);
        next = value + 1;
      });
    }),
  );
  const results = yield* outcomes(tasks);
  // Some were lost before they told their channel.
  answers.close();
  for (const reader of readers) yield* reader.join();
  const wrong = results.filter((n) => n !== LOST && n !== count);
  return wrong.length === 0 ? undefined : `tasks have sent ${wrong} of ${count}`;
}

/** A counter under a lock: what is wrong, or undefined. */
function* lock(roll: Roll): Go<string | undefined> {
  const tasks = 2 + roll(4);
  const mutex = new Mutex();
  const total = words(1);
  const own = words(tasks);
  const running = Array.from({ length: tasks }, (_, i) =>
    go(guarded, mutex, 500 + roll(4000), total, own + i * 4),
  );
  handOut(running);
  running.push(go(() => guarded(mutex, 100, total, words(1))));
  go(killOne, roll);
  yield* outcomes(running);
  const isIntact = intact(() => {
    if (!mutex.tryLock()) throw new Error("the lock is held, and all tasks have ended");
  });
  // Who died with the lock was between two additions.
  if (!isIntact) return undefined;
  let sum = 100;
  for (let i = 0; i < tasks; i++) sum += get(own + i * 4);
  return sum === get(total) ? undefined : `the counter says ${get(total)}, its tasks ${sum}`;
}

/** Many small goroutines: what is wrong, or undefined. */
function* storm(roll: Roll): Go<string | undefined> {
  go(killOne, roll);
  for (let round = 0; round < 30; round++) {
    const numbers = Array.from({ length: 20 + roll(100) }, (_, i) => i);
    const results = yield* outcomes(handOut(numbers.map((n) => go(square, n))));
    for (const n of numbers) {
      if (results[n] !== n * n && results[n] !== LOST) return `square(${n}) gave ${results[n]}`;
    }
    if (round % 4 === 0) yield* sleep(roll(8));
  }
  return undefined;
}

/** What the words of shared memory say of a program that hangs. */
function state(): string {
  const lines: string[] = [];
  for (let index = 0; index < get(M_COUNT); index++) {
    const line = mLine(index);
    const [status, inbox, quiet] = [line + M_STATUS, line + M_INBOX, line + M_QUIET].map(get);
    lines.push(`M${index}: status ${status}, inbox ${inbox}, quiet ${quiet}`);
  }
  for (let index = 0; index < get(P_COUNT); index++) {
    const page = pPage(index);
    const [status, head, tail, next] = [P_STATUS, P_HEAD, P_TAIL, P_RUNNEXT].map((word) => get(page + word));
    lines.push(`P${index}: status ${status}, ring ${head} to ${tail}, next ${next}`);
  }
  const [spinning, idle, queued, starting] = [S_SPINNING, S_IDLE_PS, S_COUNT, S_STARTING].map(get);
  lines.push(`spinning ${spinning}, idle Ps ${idle}, queued ${queued}, starting ${starting}`);
  return lines.join("\n");
}

/** What a run does: gives what went wrong, or undefined. */
type Body = (roll: Roll) => Go<string | undefined>;

const BODIES: readonly Body[] = [channel, channel, lock, lock, storm, choice, choice, pages, tree, owners];

/** One run: what went wrong, or undefined. */
async function trial(seed: number): Promise<string | undefined> {
  const roll = dice(seed);
  const body = BODIES[roll(BODIES.length)] as Body;
  const isSupervised = roll(4) > 0;
  const procs = 2 + roll(2);
  let watch: NodeJS.Timeout | undefined;
  const hang = new Promise<string>((resolve) => {
    // It keeps nothing alive: M0 is quiet when all others are.
    watch = setTimeout(() => resolve("hangs"), LIMIT).unref();
  });
  const options = isSupervised ? { procs, onWorkerLost: () => {} } : { procs };
  let sched: Sched | undefined;
  const up = function* (): Go<string | undefined> {
    sched = currentSched();
    yield* wait(programOf(sched)?.fleet?.ready);
    return yield* body(roll);
  };
  const result = run(up, options).catch((error: unknown) =>
    !isSupervised && error instanceof WorkerLost ? undefined : `fails with ${String(error)}`,
  );
  const wrong = await Promise.race([result, hang]);
  clearTimeout(watch);
  if (wrong === "hangs" && sched !== undefined)
    console.log(`${state()}\n${dump(sched)}\n${mergeDumps((await programOf(sched)?.fleet?.dumps()) ?? [])}`);
  return wrong === undefined ? undefined : `${body.name}, procs ${procs}: ${wrong}`;
}

/** All runs. */
async function main(): Promise<void> {
  const [runs, first] = process.argv.slice(2).map(Number) as [number, number];
  memory();
  let failures = 0;
  let seed = first;
  process.on("uncaughtException", (error) => {
    console.log(`seed ${seed}: ${error.stack}`);
    process.exit(1);
  });
  const start = performance.now();
  for (; seed < first + runs; seed++) {
    const wrong = await trial(seed);
    if (wrong === undefined) continue;
    failures++;
    console.log(`seed ${seed}: ${wrong}`);
    // Who hangs is still there: nothing after it would mean anything.
    if (wrong.endsWith("hangs")) break;
  }
  const { killed, lost, poisoned } = totals;
  // Written before the process ends: a pipe takes its time.
  process.stdout.write(
    `chaos: ${runs} runs from seed ${first}, ${failures} wrong; ${killed} threads ended, ${lost} tasks lost, ` +
      `${poisoned} objects poisoned; ${Math.round(performance.now() - start)} ms\n`,
    () => process.exit(failures > 0 ? 1 : 0),
  );
}

// No await out here: V8 11 aborts the process now and then if a thread is ended while it evaluates a module that has one,
// and the threads evaluate this one.
void main();
