/**
 * Dumps: what every goroutine is doing, in Go's form.
 *
 *     goroutine 7 [chan receive]:
 *     worker(...)
 *             /srv/app/pipeline.ts:41:22
 *     created by goroutine 1
 *             /srv/app/pipeline.ts:60:5
 *
 *   T1  A dump changes nothing: it may be taken at any time, from anywhere.
 *   T2  Nothing is recorded for it beforehand, except creation sites while debugging is on. Where a goroutine
 *       is parked is asked of the engine, where it can say (locate.ts).
 *
 * @go runtime/traceback.go
 */
import type { G } from "./g.js";
import { RUNNING, WAITING } from "./gstatus.js";
import { m } from "./m.js";
import type { Sched } from "./sched.js";

/** One goroutine: its header, its frames from the inside out, and who created it. */
export function describe(g: G): string {
  // Who parks may call what fails before it has left: it runs, whatever its state says.
  const state = g === m.g ? "running" : g.state === WAITING ? g.waiting?.waitReason : g.status;
  let text = `goroutine ${g.id} [${state}]:\n`;
  let frame = g.gen;
  let call = g.answers;
  for (;;) {
    text += `${(call?.fn ?? g).name || "func"}(...)\n`;
    if (frame && g.state !== RUNNING && m.locate) text += m.locate(frame);
    if (!call) return text + g.site;
    frame = call.caller;
    call = call.below;
  }
}

/** How many goroutines of a program no dump can list, in words for the report of a deadlock: they have been collected. */
export function missing(sched: Sched): string {
  const count = sched.allgs.count - [...sched.allgs].length;
  return count > 0 ? `\n  ${count} more leaked: nothing could wake them; debug(true) names them` : "";
}

/** The dump of one program: all its goroutines by id. */
export function dump(sched: Sched): string {
  return [...sched.allgs].map(describe).join("\n");
}
