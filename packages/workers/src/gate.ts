/**
 * The gate of a select that waits in shared memory too: one word that says which of its cases has happened.
 *
 *   GA1  While the select parks, its shared cases only join the gate; all its local cases stand in their lines. Then
 *        `commit` puts all shared ones into theirs in one step. Up to there this thread alone could decide.
 *   GA2  From the commit on whoever writes the word first has decided: another thread that takes a case out of its
 *        line, or this thread before a local case happens (`claim`).
 *   GA3  The word is that of a record of its own, in use from the first case that joins until the last one has left:
 *        till then another thread may look at it.
 *
 * @go runtime/select.go selectgo
 */
import type { Gate, Sudog } from "@gopark/core/internal";
import { arrive, expectRecord, land } from "./inbox-loop.js";
import { freeRecord, newRecord } from "./records.js";
import { cas, get, type i32, put } from "./shm/atomics.js";
import { LOCAL } from "./shm/claim.js";
import { CLAIM, CLAIM_AT, LINK, NEXT, TARGET } from "./shm/record.js";
import { shm } from "./shm-engine.js";
import { thread } from "./thread.js";

/** The gate of one outermost select; used again by the next that waits in the same place. */
export class SharedGate implements Gate {
  /** The record whose claim word decides; 0 while nothing has joined (GA3). */
  private word: i32 = 0;
  /** The records of the cases that have not been committed, in the order in which they joined. */
  private readonly recs: i32[] = [];
  /** Their sudogs. */
  private readonly sudogs: Sudog[] = [];
  /** Cases that have joined and not left. */
  private inside = 0;
  /** Whether the cases may stand in lines (GA1). */
  private isCommitted = false;

  /** A case joins with its record. */
  join(rec: i32, sudog: Sudog): void {
    if (this.inside++ === 0) this.word = newRecord(0, 0);
    put(rec + CLAIM_AT, this.word + CLAIM);
    this.recs.push(rec);
    this.sudogs.push(sudog);
  }

  claim(): boolean {
    return !this.isCommitted || cas(this.word + CLAIM, 0, LOCAL) === 0;
  }

  commit(): void {
    const { recs, sudogs } = this;
    if (recs.length === 0) return;
    // What poll looked at first joined last: a select draws the order, and one that prefers cases has it reversed.
    let look: i32 = 0;
    let first: i32 = 0;
    for (const rec of recs) {
      put(rec + NEXT, look);
      look = rec;
      first = insert(first, rec);
    }
    for (let i = 0; i < recs.length; i++) expectRecord(recs[i] as i32, sudogs[i] as Sudog);
    this.isCommitted = true;
    const winner = shm.commit(first, look, thread.index);
    recs.length = 0;
    sudogs.length = 0;
    if (winner !== 0) arrive(winner);
    land();
  }

  /** A case is withdrawn. Answers whether its record is free to be used again; if not it is on its way. */
  withdraw(rec: i32): boolean {
    if (this.isCommitted) {
      // Nothing more may happen: a select is given up as a whole, or was decided before.
      cas(this.word + CLAIM, 0, LOCAL);
      shm.leave(rec, thread.index);
    } else {
      const i = this.recs.indexOf(rec);
      this.recs.splice(i, 1);
      this.sudogs.splice(i, 1);
    }
    const isFree = get(this.word + CLAIM) !== rec;
    this.left();
    return isFree;
  }

  /** A case has left: its record stands in no line. */
  left(): void {
    if (--this.inside > 0) return;
    freeRecord(this.word);
    this.word = 0;
    this.isCommitted = false;
  }
}

/** Puts a record into a list that is linked by LINK, in ascending order of the objects; answers the first. */
function insert(first: i32, rec: i32): i32 {
  const target = get(rec + TARGET);
  let before: i32 = 0;
  let after = first;
  while (after !== 0 && get(after + TARGET) <= target) {
    before = after;
    after = get(after + LINK);
  }
  put(rec + LINK, after);
  if (before === 0) return rec;
  put(before + LINK, rec);
  return first;
}
