/**
 * The cases of times: how long it takes until another thread has seen, begun or noticed something. An operation is one such event, and the figure
 * of a sample is the median of its operations. What holds for cases (B1 to B3 in `cases.ts`) holds for these.
 */

import { type CaseSpec, identity } from "./case-spec.js";

/** How long nobody has done anything when a thread is woken, in milliseconds: it sleeps by then. */
export const stillness = 5;
/** What a thread may hold that is to run out of memory, in MiB. */
export const scarceMb = 24;

const wait = (
  name: CaseSpec["name"],
  title: string,
  op: string,
  size: number,
  bound: number,
  warmUp = 1,
): CaseSpec => ({
  name,
  title,
  op,
  metrics: ["wait"],
  sizes: { full: size },
  step: 1,
  warmUp,
  procs: 2,
  ops: identity,
  expected: identity,
  goals: [{ against: "self", metric: "wait", bound }],
});

export const waitCases: readonly CaseSpec[] = [
  wait(
    "cross-wake",
    "a thread that sleeps is sent a value and sends it back",
    "there and back",
    200,
    0.06,
    20,
  ),
  wait(
    "cross-handoff",
    "what is queued runs elsewhere while a goroutine is in an announced call",
    "from the call to the first instruction of what was queued",
    20,
    3,
  ),
  wait(
    "cross-retake",
    "what is queued runs elsewhere while a goroutine computes without pause",
    "from the first instruction of the one to that of the other",
    20,
    20,
  ),
  wait(
    "cross-death",
    "a thread exits, and who waits for its lock is told",
    "from the last instruction of the one to the panic of the other",
    10,
    10,
  ),
  wait(
    "cross-death-memory",
    "a thread runs out of memory, and who waits for its lock is told",
    "from the last allocation of the one to the panic of the other",
    5,
    40,
  ),
  wait(
    "cross-start",
    "another thread starts, in a program that is up",
    "from the go statement to the first instruction of the goroutine",
    8,
    30,
  ),
  // Without a warm-up: a program's first.
  wait(
    "cross-first",
    "a program on two processors starts, and so does its other thread",
    "from the call of run to the first instruction on the other thread",
    1,
    60,
    0,
  ),
];
