/**
 * The monitor's eye on the Ps: one that its M does not use is taken away and given to another.
 *
 *   MW1  A P in an announced blocking call is taken at the next look if there is work for it. (The M that announces
 *        it has offered it to an idle M before; so this is for work that came since.)
 *   MW2  A P that is running is taken if it has not ticked for PATIENCE or more, and only if goroutines that have not
 *        started wait in its queue: all others can't move. An M that has just got its P has PATIENCE as well, however
 *        long the operating system keeps it from the CPU.
 *   MW4  Nor is it taken while a P is idle, whose M steals; nor from one more M while as many are blocked as there
 *        are Ps: goroutines that compute for long look the same from here, and more than two threads for each P would
 *        only be in each other's way.
 *   MW3  While some P is in use, no P goes unlooked at for longer than PERIOD. While none is, nobody looks: who takes a P
 *        rouses the monitor. It takes a while to fall asleep, for to be roused costs who does it as much as its work.
 *   MW5  A look that comes late takes no running P: what kept the monitor from the CPU may have kept the M as well.
 *
 * @go runtime/proc.go sysmon, retake
 */
import { MONITOR, S_MONITOR } from "./monitor-words.js";
import { load, store } from "./shm/atomics.js";
import { anyWork, retake, wakep } from "./shm/idle.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT, P_SCHEDTICK, P_STATUS, pPage } from "./shm/layout.js";
import { runqEmpty } from "./shm/runq.js";
import { M_BLOCKED, P_GONE, P_IDLE, P_RUNNING, P_SYSCALL, S_IDLE_PS, stateOf } from "./shm/sched-words.js";

/** Milliseconds without a tick after which a running P counts as blocked. As Go's forcePreemptNS. */
export const PATIENCE = 10;
/** Longest time between two looks, in milliseconds. With it, a blocked M is found after 10 to 15 ms. */
export const PERIOD = 5;
/** The same while no goroutine waits for a P. */
const LAZY_PERIOD = 10;
/** Milliseconds by which a look is late that says nothing (MW5). */
const LATE = PERIOD;
/** Late looks, of the same P in the same state, that say nothing: on a machine that is always busy all may be late. */
const EXCUSES = 3;
/** Looks before the monitor sleeps that find no P in use, and none that was used since the look before. */
const LAST_LOOKS = 5;

/** What was last seen of a P. */
interface Seen {
  /** Its status word. */
  status: number;
  /** Its count of goroutines. */
  tick: number;
  /** Since when both are what they are, or when the last late look was. */
  since: number;
  /** Late looks that still count. */
  excuses: number;
}

/** How many Ms have lost their P in a call that they have not returned from. */
function blockedMs(): number {
  const count = load(M_COUNT);
  let blocked = 0;
  for (let index = 0; index < count; index++) {
    if (load(mLine(index) + M_STATUS) === M_BLOCKED) blocked++;
  }
  return blocked;
}

/** Looks at the Ps. */
export class Watch {
  /** What was last seen, by index. */
  private readonly seen: Seen[] = [];
  /** Looks in a row that found no P in use. */
  private idleLooks = 0;
  /** When the next look is due. */
  private due = Number.POSITIVE_INFINITY;

  /** Looks once, at `now`; answers how many milliseconds from now the next look is due, -1: when somebody rouses it. */
  look(now: number): number {
    const delay = this.lookAtAll(now, now - this.due > LATE);
    this.due = delay < 0 ? Number.POSITIVE_INFINITY : now + delay;
    return delay;
  }

  private lookAtAll(now: number, isLate: boolean): number {
    const count = load(P_COUNT);
    let isUsed = false;
    let isUrgent = false;
    for (let index = 0; index < count; index++) {
      const page = pPage(index);
      const status = load(page + P_STATUS);
      const tick = load(page + P_SCHEDTICK);
      const seen = this.seen[index];
      const isBlocking = stateOf(status) === P_SYSCALL;
      if (seen === undefined || seen.status !== status || seen.tick !== tick) {
        this.seen[index] = { status, tick, since: now, excuses: EXCUSES };
        isUsed = true;
      } else if (isLate && !isBlocking && seen.excuses > 0) {
        seen.since = now;
        seen.excuses--;
      } else if (this.isStuck(status, page, now - seen.since)) retake(index, status, MONITOR);
      if (status !== P_IDLE && status !== P_GONE) {
        isUsed = true;
        isUrgent ||= isBlocking || !runqEmpty(page);
      }
    }
    // Nobody needs to be woken here if all goes well; if an M died between two steps of its own, somebody does.
    if (anyWork()) wakep(MONITOR);
    this.idleLooks = isUsed ? 0 : this.idleLooks + 1;
    if (this.idleLooks < LAST_LOOKS) return isUrgent ? PERIOD : LAZY_PERIOD;
    return this.sleep(count);
  }

  /** Whether a P that has been as it is for `age` milliseconds is to be taken away. */
  private isStuck(status: number, page: number, age: number): boolean {
    if (status === P_IDLE || status === P_GONE) return false;
    const state = stateOf(status);
    if (state === P_SYSCALL) return anyWork();
    if (state !== P_RUNNING || age < PATIENCE || runqEmpty(page)) return false;
    return load(S_IDLE_PS) <= 0 && blockedMs() < load(P_COUNT);
  }

  /** Sleeps until roused, unless a P was taken after the last look. */
  private sleep(count: number): number {
    // First the word, then the look: who takes a P does it the other way round, so one of both sees the other.
    store(S_MONITOR, 1);
    for (let index = 0; index < count; index++) {
      const status = load(pPage(index) + P_STATUS);
      if (status === P_IDLE || status === P_GONE) continue;
      store(S_MONITOR, 0);
      this.idleLooks = 0;
      return LAZY_PERIOD;
    }
    return -1;
  }
}
