/**
 * Who waits for whom: the lines about locks in the report of a deadlock.
 *
 *     cycle: goroutine 1 waits for a sync.Mutex held by goroutine 2, which waits for a sync.Mutex held by goroutine 1
 *
 *   X1  Each goroutine that waits for a lock whose holder is known is named in one line. Those that wait for each
 *       other in a circle share one.
 *   X2  Nothing is recorded for it but the id of the goroutine that locked last.
 */
import { missing, type Sched, WAITING, type Waiting } from "@gopark/core/internal";

/** The lines for one program, each indented: Go has none like them. */
export function waitsFor(sched: Sched): string {
  // What each goroutine waits in, if it waits for one that has a lock.
  const waits = new Map<number, Waiting | null>();
  for (const { id, state, waiting } of sched.allgs)
    waits.set(id, state === WAITING && waiting?.holder ? waiting : null);

  // Of one that is not listed nobody can say what became of it if others were collected.
  const lost = missing(sched);
  const gone = `, which has ended${lost && " or leaked"}`;

  // A reader may also be held up by a writer that waits itself.
  const wait = (waiter: number): string => {
    const { waitReason: reason, holder } = waits.get(waiter) as Waiting;
    const lock = reason.replace(".RLock", " claimed").replace(".Lock", " held");
    const end = waits.has(holder as number) ? "" : gone;
    return `waits for a ${lock} by goroutine ${holder}${end}`;
  };

  let text = "";
  const told = new Set<number>();
  for (const start of waits.keys()) {
    // Follows the holders to one that waits for no lock, or that has been told of, on this path or before.
    const path: number[] = [];
    let id = start;
    for (let at = waits.get(id); at && !told.has(id); at = waits.get(id)) {
      told.add(id);
      path.push(id);
      id = at.holder as number;
    }
    const at = path.indexOf(id);
    const circle = at < 0 ? [] : path.splice(at);
    for (const waiter of path) text += `\n  goroutine ${waiter} ${wait(waiter)}`;
    if (circle.length) text += `\n  cycle: goroutine ${id} ${circle.map(wait).join(", which ")}`;
  }
  return text + lost;
}
