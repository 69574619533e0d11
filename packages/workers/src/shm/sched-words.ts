/**
 * The words of the scheduler in shared memory: who runs, who spins, who waits, and what the states are called.
 *
 *   SW1  A P changes hands only by a compare-and-set of its whole status word, from the word that was seen. So of
 *        an M that lets go, a monitor that retakes and a waker that grants, one succeeds.
 *   SW2  Only an M in P_PINNED writes to the ring of its P, and nobody takes a P in that state.
 *   SW3  The counts are never too small: what is counted is added before it is there, and taken off after it is
 *        gone. Who reads a zero may rely on it.
 */
import type { i32 } from "./atomics.js";
import { M_COUNTERS, P_COUNTERS, SCHED_HEAD } from "./layout.js";

// The head.

/** Ms that look for work, and those woken to look. Not above 0: nobody does. */
export const S_SPINNING: i32 = SCHED_HEAD;
/** Ps that are idle (SW3). */
export const S_IDLE_PS: i32 = SCHED_HEAD + 128;
/** Ms that wait for a P (SW3). */
export const S_WAITING_MS: i32 = SCHED_HEAD + 132;
/** Lock of the global queue: index of the M that holds it, plus 1. */
export const S_LOCK: i32 = SCHED_HEAD + 256;
/** First of the global queue, linked by G_NEXT. */
export const S_FIRST: i32 = SCHED_HEAD + 260;
/** Last of the global queue. */
export const S_LAST: i32 = SCHED_HEAD + 264;
/** Length of the global queue. */
export const S_COUNT: i32 = SCHED_HEAD + 268;
/** Ms that are asked for and not being started yet. The monitor waits on this word. */
export const S_WANTED: i32 = SCHED_HEAD + 384;
/** Ms that are being started, or asked for. */
export const S_STARTING: i32 = SCHED_HEAD + 388;
/** The last id of a goroutine that was given out. */
export const S_LAST_ID: i32 = SCHED_HEAD + 512;
/** Lock of who changes the number of Ps: index of the M that holds it, plus 1. */
export const S_RESIZE_LOCK: i32 = SCHED_HEAD + 520;
/** 1: a goroutine has panicked, the program is over. */
export const S_CRASHED: i32 = SCHED_HEAD + 516;

// The state of a P, in P_STATUS: 0 or (index of the M + 1) * 4 + one of three.

/** Nobody holds it. */
export const P_IDLE: i32 = 0;
/** It is not in use: GOMAXPROCS is lower than its index. */
export const P_GONE: i32 = -1;
/** Its M runs goroutines. */
export const P_RUNNING: i32 = 1;
/** Its M writes to the ring (SW2). */
export const P_PINNED: i32 = 2;
/** Its M is in a call that may block. */
export const P_SYSCALL: i32 = 3;

/** The status word of a P that M `m` holds. */
export function held(m: i32, state: i32): i32 {
  return (m + 1) * 4 + state;
}

/** P_IDLE, P_RUNNING, P_PINNED or P_SYSCALL, of a status word that is not P_GONE. */
export function stateOf(status: i32): i32 {
  return status & 3;
}

/** Index of the M that holds a P by its status word; -1: none. */
export function ownerOf(status: i32): i32 {
  return (status >> 2) - 1;
}

// The state of an M, in M_STATUS.

/** No thread has this index. */
export const M_NONE: i32 = 0;
/** It runs goroutines, or would if it had a P. */
export const M_RUNNING: i32 = 1;
/** It looks for work; counted in S_SPINNING. */
export const M_SPINNING: i32 = 2;
/** It has nothing to do and holds no P: whoever has work may wake it. */
export const M_IDLE: i32 = 3;
/** It has goroutines to run and no P; counted in S_WAITING_MS. */
export const M_WAITING: i32 = 4;
/** It was idle and is woken to look for work; counted in S_SPINNING by who woke it. */
export const M_WOKEN: i32 = 5;
/** It waited for a P and gets one: its number is about to be in M_NEXT_P. */
export const M_GRANTED: i32 = 6;
/** The states from here on are those of Ms that take no goroutines. */
export const M_UNABLE: i32 = 7;
/** It has ended by accident. */
export const M_DEAD: i32 = 7;
/** It is in a call that blocks, and its P has been given away. */
export const M_BLOCKED: i32 = 8;
/** It has nothing to do, holds no P, and takes no new goroutines, for one of its own has locked it to itself. */
export const M_LOCKED: i32 = 9;

// Words of the line of an M.

/** A P that was granted to it: index plus 1; -1: it was taken away meanwhile; 0: none. */
export const M_NEXT_P: i32 = M_COUNTERS;
/** The P it held last: index plus 1. */
export const M_LAST_P: i32 = M_COUNTERS + 4;
/** How often it slept. */
export const M_PARKS: i32 = M_COUNTERS + 8;
/** How often it looked for work. */
export const M_SPINS: i32 = M_COUNTERS + 12;
/** Goroutines of the shared queues that it started. */
export const M_STARTED: i32 = M_COUNTERS + 16;

/** Messages that are on their way to its event loop, as far as is known (traffic.ts). */
export const M_MAIL: i32 = M_COUNTERS + 20;

// Words of the page of a P.

/** Goroutines that it stole from others. */
export const P_STEALS: i32 = P_COUNTERS;
/** How often it was taken away from a blocked M. */
export const P_HANDOFFS: i32 = P_COUNTERS + 4;
/** Goroutines that it took from the global queue. */
export const P_GLOBAL: i32 = P_COUNTERS + 8;
