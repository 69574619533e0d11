/**
 * The start of an M: from a thread that has nothing to one that runs goroutines.
 *
 *   EN1  The line to the monitor keeps the thread alive: it ends when the fleet is stopped, or by accident.
 *   EN2  It says that it is up when it can be woken to run goroutines, not before.
 */
import { offerBusyDump } from "./busy.js";
import { connected, setBroker } from "./connect.js";
import { converse, type MControl, type MInit, type MonitorControl } from "./control.js";
import { QuietWatch } from "./deadlock.js";
import { died } from "./death.js";
import { dumpsBy } from "./dumps.js";
import type { ThreadHost } from "./host/threads.js";
import { M_UP } from "./monitor-words.js";
import { ownDump } from "./own-dump.js";
import { startM } from "./sched/m.js";
import { idleHooks } from "./sched/source.js";
import { store } from "./shm/atomics.js";
import { mLine } from "./shm/layout.js";
import { setAsker } from "./stack-all.js";

/** Makes this thread an M. */
export function enterM(init: MInit, host: ThreadHost): void {
  host.printDirectly();
  const own: MControl = { connected, died, hears: () => {}, dump: () => ownDump(running.sched) };
  const monitor = converse<MonitorControl>(init.parent, own);
  setBroker((peer) => void monitor.connect(peer));
  // This thread ends with the monitor: there is no other end to be told of.
  setAsker(() => dumpsBy(monitor, new Set()));
  const quiet = new QuietWatch(init.parent as MessagePort & { ref?(): void }, () => void monitor.asleep());
  idleHooks.onIdle = (sched) => quiet.idle(sched);
  idleHooks.onBusy = () => quiet.stir();
  const running = startM(init.index, init.memory, {
    slice: init.slice,
    onPanic: (report) => void monitor.panicked(report),
  });
  offerBusyDump(running.sched);
  store(mLine(init.index) + M_UP, 1);
  // Until the monitor has heard it, an M counts as about to start, and no look of this one finds all Ms quiet.
  void monitor.ready().then(() => quiet.nudge());
}
