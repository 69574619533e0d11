/**
 * Where everything lies in shared memory.
 *
 *     0      nothing: address 0 means none
 *     64     the head: words that all threads share
 *     4096   the lines of the Ms
 *     36864  the pages of the Ps
 *     561152 the rows of the Ms' messages to each other
 *     593920 the heap: records, objects, blocks
 *
 *   L1  Words that different threads write all the time lie at least 128 bytes apart: a processor fetches lines of 64
 *       bytes in pairs.
 *   L2  Memory starts as zeros, and every structure is ready for use as zeros.
 */
import type { i32 } from "./atomics.js";

// The head.

/** `MAGIC` if the memory was set up by this version. */
export const MAGIC_AT: i32 = 64;
/** Changes with the layout. */
export const MAGIC: i32 = 0x60906003;
/** Bytes of the memory. */
export const LIMIT: i32 = 68;
/** How many Ms have been given an index. */
export const M_COUNT: i32 = 72;
/** How many Ps the program has. */
export const P_COUNT: i32 = 76;
/** Address of the next free byte of the heap. */
export const BUMP: i32 = 128;
/** Lock of the list of all objects and of the free objects. */
export const OBJECTS_LOCK: i32 = 256;
/** The newest object of the list. */
export const OBJECTS: i32 = 260;
/** Free objects, by size: 25 words, for 64 B to 1 GiB. */
export const FREE_OBJECTS: i32 = 264;
/** How many objects were poisoned by dying threads; who finds it changed looks at what it waits for. */
export const POISONINGS: i32 = 364;
/** sched: words of the scheduler and the monitor, up to 1023. */
export const SCHED_HEAD: i32 = 384;
/** wire: words of values, arena and names, up to 4095. */
export const WIRE_HEAD: i32 = 1024;

// The line of an M.

/** Most Ms a program can have. */
export const MAX_MS: i32 = 64;
/** The first line. */
export const M_LINES: i32 = 4096;
/** Bytes of a line. */
export const M_SIZE: i32 = 512;
/** The inbox (inbox.ts), alone on its line. */
export const M_INBOX: i32 = 0;
/** sched: what the M does. */
export const M_STATUS: i32 = 128;
/** sched: index of the P it holds, plus 1; 0: none. */
export const M_P: i32 = 132;
/** sched: grows with every goroutine it runs. */
export const M_TICK: i32 = 136;
/** Free records of this M (record.ts). Only it reads and writes this and the words up to M_CELL. */
export const M_FREE: i32 = 140;
/** How many records it has made. */
export const M_RECORDS: i32 = 144;
/** Records that came back to it by its own doing, oldest and newest. */
export const M_LANDED: i32 = 148;
export const M_LANDED_LAST: i32 = 152;
/** Inbox to notify when the lock is released; 0: none. */
export const M_WAKE: i32 = 156;
/** A value on its way (16 bytes), for calls that take or give one at once. */
export const M_CELL: i32 = 160;
/** sched: counters, up to 255. */
export const M_COUNTERS: i32 = 176;
/** Not 0: it has woken another M and has not waited since. */
export const M_HAS_WOKEN: i32 = 252;
/** wire: words of the arena, up to 511. */
export const M_WIRE: i32 = 256;

/** Address of the line of an M. */
export function mLine(m: i32): i32 {
  return M_LINES + m * M_SIZE;
}

// The page of a P.

/** Most Ps a program can have. */
export const MAX_PS: i32 = 256;
/** The first page. */
export const P_PAGES: i32 = 36864;
/** Bytes of a page. */
export const P_SIZE: i32 = 2048;
/** Index of the next to be taken; written by thieves as well. */
export const P_HEAD: i32 = 0;
/** Index after the last; written by the owner only. */
export const P_TAIL: i32 = 128;
/** The goroutine that runs next. */
export const P_RUNNEXT: i32 = 132;
/** sched: idle, running, in a blocking call. */
export const P_STATUS: i32 = 256;
/** Grows with every goroutine it runs. */
export const P_SCHEDTICK: i32 = 264;
/** sched: counters, up to 511. */
export const P_COUNTERS: i32 = 272;
/** The ring of goroutines that have not started: 256 words. */
export const P_RING: i32 = 512;

/** Address of the page of a P. */
export function pPage(p: i32): i32 {
  return P_PAGES + p * P_SIZE;
}

// The row of an M: what it has posted to every other, and what has come to it from there (traffic.ts).

/** The first row. */
export const ROWS: i32 = 561152;
/** Bytes of a row: one word for each M to count what was sent, one for what has come. */
export const ROW_SIZE: i32 = 512;

/** The first byte of the heap. */
export const HEAP: i32 = 593920;
