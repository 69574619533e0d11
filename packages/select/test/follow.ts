/**
 * Runs a random program to its end in virtual time and compares the end with the world's.
 */
import { type Chan, Deadlock, type Go, GoPanic, run } from "@gopark/core";
import { type HChan, host, hostDice, m } from "@gopark/core/internal";
import { line } from "../../core/test/check-chan.js";
import type { FakeHost } from "../../core/test/fake-host.js";
import { randomOf } from "../../core/test/random-of.js";
import { Course } from "./course.js";
import type { Program } from "./program.js";
import type { Turnstile } from "./turnstile.js";

/** How many times in a row the clock may jump to a timer that only looks for a deadlock. */
const LOOKS = 4;

/** More turns of the event loop than any program of ours needs. */
const TURNS = 10_000;

/** Lets the event loop turn until the promise is settled or the process would end. */
async function drive(fake: FakeHost, isSettled: () => boolean): Promise<void> {
  for (let looks = 0, turns = 0; !isSettled(); ) {
    await fake.turn();
    if (++turns > TURNS) throw new Error("the event loop does not come to rest");
    if (fake.macrotasks.length > 0) continue;
    let next = fake.nextTimer;
    for (const timer of fake.timers) if (next?.weak && !timer.weak) next = timer;
    for (const timer of fake.timers) if (!timer.weak && timer.at < next!.at) next = timer;
    if (next === undefined) return;
    looks = next.weak ? looks + 1 : 0;
    if (looks > LOOKS) return;
    fake.time = Math.max(fake.time, next.at);
  }
}

/** Runs a program until nothing of it can go on, and says how it ended: an error, or "returned". */
async function play(course: Course, program: Program, fake: FakeHost, signal: AbortSignal): Promise<unknown> {
  const { world, goroutines, failures } = course;
  let ending: unknown = "pending";
  const isSettled = (): boolean => ending !== "pending";
  const body = function* (): Go {
    for (let i = 0; i < program.roots; i++) course.start();
    for (let i = 0; i < goroutines.length; i++) yield* goroutines[i]!.join();
  };
  run(body, { signal }).then(
    () => (ending = "returned"),
    (error: unknown) => {
      // All goroutines have left their lines, which is no step of the program.
      world.isOver = true;
      ending = error instanceof GoPanic ? error.value : error;
    },
  );
  for (const i of program.outside.keys()) course.outside(i).catch((error) => failures.push(error));
  await drive(fake, isSettled);
  // Callers outside keep a program from being dead as long as the process lives.
  world.settle();
  if (!isSettled()) fake.runDry();
  await fake.turn();
  // Who is outside goes on without the program.
  await drive(fake, () => false);
  world.settle();
  world.isOver = true;
  return ending;
}

/** Compares the end of a program with the world's. */
function judge({ world, goroutines, unfinished, failures, locks }: Course, ending: unknown): void {
  const stuck = goroutines.filter((_, i) => unfinished.has(`goroutine ${i}`)).length;
  const waiting = [...world.waiting].map(({ task }) => task);
  if (ending !== "returned" && !(ending instanceof Deadlock)) failures.push(ending);
  else if (stuck > 0 !== ending instanceof Deadlock) failures.push(`ends with ${ending}`);
  if (`${waiting.sort()}` !== `${[...unfinished].sort()}`)
    failures.push(`${waiting} should wait, ${[...unfinished]} do`);
  if (world.hasTimers) failures.push("a timer is left");
  if (ending instanceof Deadlock) {
    // Main, which waits for the others, is there as well.
    const asleep = String(ending.message).match(/^goroutine \d+ \[/gm)?.length;
    if (asleep !== stuck + 1) failures.push(`the report shows ${asleep} of ${stuck + 1} goroutines`);
  }
  const wanted = new Set<Turnstile>();
  for (const { leaves } of world.waiting)
    for (const { kind, on } of leaves) if (kind === "lock") wanted.add(locks[on]!);
  for (const { leaves, task } of world.waiting)
    for (const { kind, on } of leaves)
      if (kind === "lock" && isOpen(locks[on]!, wanted)) failures.push(`${task} waits for a free lock`);
}

/** Whether nothing keeps others out: nobody inside, or only such as share the lock, and nobody waits to have it alone. */
function isOpen({ inside, isShared }: Turnstile, wanted: ReadonlySet<Turnstile>): boolean {
  if (inside.size === 0) return true;
  if (!isShared || [...inside.values()].includes(false)) return false;
  return ![...wanted].some((other) => other.inside === inside && !other.isShared);
}

/** Takes what is left in the channels, which must be what was sent and not received, and ends all waits. */
async function clear(course: Course, fake: FakeHost): Promise<void> {
  const { channels, unfinished, failures } = course;
  const hasCallers = [...unfinished].some((name) => name.startsWith("caller"));
  for (const ch of channels as unknown as HChan<unknown>[]) {
    if (!hasCallers && line(ch.recvq).length + line(ch.sendq).length > 0)
      failures.push("somebody has stayed in line");
    for (let r = ch.tryRecv(); r?.[1]; r = ch.tryRecv()) course.received.push(r[0]);
    if (!ch.isClosed) ch.close();
  }
  const [sent, received] = [course.sent, course.received].map((all) =>
    [...all].sort((a, b) => Number(a) - Number(b)),
  );
  // A caller outside may still have been waiting to send.
  if (!hasCallers && `${sent}` !== `${received}`) failures.push(`sent ${sent}, received or left ${received}`);
  await drive(fake, () => false);
  if (m.external !== 0) failures.push(`${m.external} callers outside are left`);
}

/** Follows a program. `make` makes its channels, `locks` are its locks. */
export async function follow(
  program: Program,
  fake: FakeHost,
  make?: (cap: number) => Chan<unknown>,
  locks?: Turnstile[],
): Promise<void> {
  const { pendingWork } = host;
  const controller = new AbortController();
  const course = new Course(program, () => fake.time, make, locks);
  const { world, failures } = course;
  hostDice.random = randomOf(program.seed);
  // Asked before a deadlock is reported, which takes everybody out of their lines.
  host.pendingWork = () => {
    world.settle();
    return pendingWork();
  };
  try {
    judge(course, await play(course, program, fake, controller.signal));
    await clear(course, fake);
  } finally {
    host.pendingWork = pendingWork;
    controller.abort();
  }
  if (world.complaint !== null) throw new Error(world.complaint);
  if (failures.length === 0) return;
  const [first] = failures;
  throw first instanceof Error ? first : new Error(`${first}\n${world.log.slice(-60).join("\n")}`);
}
