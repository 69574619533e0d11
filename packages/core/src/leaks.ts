/**
 * Leaks: goroutines that nothing can wake any more, which the engine has collected.
 *
 *   LK1  Told of are goroutines that were started while debugging was on, had not ended, and were collected while their program ran.
 *   LK2  Nothing here keeps a goroutine alive.
 *
 * @go runtime/pprof goroutineleak
 */
import type { G } from "./runtime/g.js";
import { hostInspector } from "./runtime/host-process.js";
import { m } from "./runtime/m.js";
import type { Sched } from "./runtime/sched.js";

/** What is known of a goroutine when it is gone. */
interface Trace {
  readonly program: Sched;
  readonly text: string;
}

const traces = /* @__PURE__ */ new FinalizationRegistry<Trace>(({ program, text }) => {
  if (!program.hasEnded) hostInspector.warn(text);
});

/** Takes note of a goroutine that starts, if debugging is on, and of each that has ended. */
export function traceLeak(g: G, site?: string): void {
  if (g.chunk === null) traces.unregister(g);
  else if (m.siteOf) {
    g.site = site ?? m.siteOf(4);
    const text = `goroutine ${g.id} [leaked]: nothing could wake it\n${g.name || "func"}(...)\n${g.site}`;
    traces.register(g, { program: g.p.sched, text }, g);
  }
}
