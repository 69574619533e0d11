/**
 * What this M tells of its goroutines (dumps.ts).
 *
 *   OD1  Telling changes nothing, and can be done in the middle of anything.
 *
 * @go runtime/traceback.go
 */
import { describe, dump, type G, m, type Sched } from "@gopark/core/internal";
import type { MDump } from "./dumps.js";
import { current } from "./sched/current.js";
import { allPending } from "./sched/pending.js";
import { thread } from "./thread.js";

/** The goroutines of this M, but for the one that asks, which tells of itself. */
export function ownDump(sched: Sched, asking: G | null = null): MDump {
  const { bench } = current;
  const started =
    bench !== null && bench.sched === sched
      ? bench.office.known()
      : allPending().map(({ id, name, runner, site }) => ({ id, name, runner, site }));
  const text =
    asking === null
      ? dump(sched)
      : [...sched.allgs]
          .filter((g) => g !== asking)
          .map(describe)
          .join("\n");
  const notes = m.explain(sched);
  return { index: thread.index, text, started, ...(notes !== "" && { notes }) };
}
