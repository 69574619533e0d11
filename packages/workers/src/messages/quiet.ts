/**
 * Deadlock over all Ms of a program without shared memory: M0 asks all of them, twice.
 *
 * Each answer says whether the M is quiet (nothing runs on it, and nothing will unless a message comes), how often that has ended, and
 * how many messages it has sent to each other M and has had from it. The program is dead if all are quiet in both rounds, no epoch
 * and no count has changed in between, and each M has had all that each other has sent it.
 *
 * Why that does not err: the second round begins when the first has ended. An M whose epoch has not changed was quiet all the time
 * from its first answer to its second. So there is a moment, between the rounds, at which all were quiet; and as an M that is
 * quiet sends nothing, their counts were then what both answers say: nothing was on its way. So no message will ever
 * come, and all stay quiet.
 *
 *   QU1  An M that is quiet adds to its epoch before it does anything.
 *   QU2  A message counts as sent before it is posted, and as received in its handler, before anything else.
 */
import type { Look } from "./protocol.js";

/** Answers of one round, by index of the M. */
export type Round = ReadonlyMap<number, Look>;

/** Whether all are quiet, and have had all that the others have sent. */
function isStill(round: Round): boolean {
  for (const [index, { isQuiet, traffic }] of round) {
    if (!isQuiet) return false;
    for (const [peer, sent] of traffic) {
      const other = round.get(peer);
      // Of one that has died nothing comes any more, and nothing gets there.
      if (other !== undefined && sent !== receivedFrom(index, other)) return false;
    }
  }
  return true;
}

/** How many messages of M `index` have come to another. */
function receivedFrom(index: number, { traffic }: Look): number {
  return traffic.find(([peer]) => peer === index)?.[2] ?? 0;
}

/** Whether two rounds, one after the other, prove that nothing will ever run again. */
export function isDead(first: Round, second: Round): boolean {
  if (!isStill(first) || !isStill(second) || first.size !== second.size) return false;
  for (const [index, { epoch }] of first) if (second.get(index)?.epoch !== epoch) return false;
  return true;
}
