/**
 * The start of an M in a program without shared memory: from a thread that has nothing to one that runs goroutines.
 *
 *   EH1  The line for control keeps the thread alive: it ends when the crew is stopped, or by accident.
 *   EH2  It asks for work when it has said that it is up, not before: both go to M0, over two lines, and M0 puts them in order
 *        (CW1).
 */
import { G, Sched } from "@gopark/core/internal";
import { offerBusyDump } from "../busy.js";
import { connected, disconnected, setBroker } from "../connect.js";
import { converse } from "../control.js";
import { dumpsBy } from "../dumps.js";
import type { ThreadHost } from "../host/threads.js";
import { ownDump } from "../own-dump.js";
import { reportCrash } from "../sched/crash.js";
import { knowShared } from "../shared-kinds.js";
import { setAsker } from "../stack-all.js";
import { become } from "../thread.js";
import { Outpost } from "./outpost.js";
import type { HandControl, HandInit, HomeControl } from "./protocol.js";
import { enter, type Membership, tell } from "./thread.js";

/** Makes this thread an M, for as long as it lives. */
export function enterHand(init: HandInit, host: ThreadHost): Membership {
  host.printDirectly();
  const { index, line, parent, procs, slice } = init;
  become(index);
  knowShared();
  const own: HandControl = {
    connected,
    hears: () => {},
    dump: () => ownDump(sched),
    look: () => membership.look(),
  };
  const home = converse<HomeControl>(parent, own);
  const sched = new Sched(slice, (error) => void home.panicked(reportCrash(error)));
  // A program that has a main ends by a panic. This one's main is on another thread.
  sched.main = new G(0, sched.p, null, undefined);
  const outpost = new Outpost(
    procs,
    (work, transfer) => tell(0, work, transfer),
    (peer) => {
      disconnected(peer);
      membership.died(peer);
    },
  );
  const membership: Membership = enter({
    index,
    sched,
    office: outpost,
    port: parent as MessagePort & { ref?(): void },
    onQuiet: () => void home.asleep(),
    onWork: (_peer, work) => outpost.heard(work),
  });
  outpost.bench = membership.bench;
  setBroker((peer) => void home.connect(peer));
  // This thread ends with M0: there is no other end to be told of.
  setAsker(() => dumpsBy(home, new Set()));
  offerBusyDump(sched);
  connected(0, line);
  void home.ready().then(() => sched.wakeup());
  return membership;
}
