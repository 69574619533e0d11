/**
 * What tests look at inside a channel: who stands in its lines.
 */
import type { RecvChan, SendChan } from "@gopark/core";
import { HChan } from "@gopark/core/internal";

function lengthOf(line: { first: { after: any } | null }): number {
  let n = 0;
  for (let sudog = line.first; sudog !== null; sudog = sudog.after) n++;
  return n;
}

/** How many wait to receive from a channel, and to send to it. */
export function waiters(ch: RecvChan<any> | SendChan<any>): [receivers: number, senders: number] {
  if (!(ch instanceof HChan)) throw new TypeError("waiters: want a channel of this thread");
  return [lengthOf(ch.recvq), lengthOf(ch.sendq)];
}

/** Receives all that is there, without waiting. */
export function drain<T>(ch: RecvChan<T>): T[] {
  const values: T[] = [];
  for (let got = ch.tryRecv(); got?.[1]; got = ch.tryRecv()) values.push(got[0]);
  return values;
}
