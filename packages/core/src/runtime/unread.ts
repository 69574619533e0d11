/**
 * unread(ch, value): puts back a value that was received and went nowhere.
 *
 * Between the moment at which a sender hands a value over and the moment at which the receiver runs, the receiver may
 * be called off. Then the value goes to whom it would have gone had that receiver never stood there: to the next who
 * waits, else it is the first in the channel.
 *
 *   U1  The order of the values in the channel is what it was when this one was taken, and C1 to C3 of a channel
 *       hold: a ring that has filled up meanwhile gives its last value back to the line of the senders.
 *
 * A closed channel that was full gets a sender that way, against C4: until it is received from.
 */
import { G } from "./g.js";
import type { HChan } from "./hchan.js";
import { currentSched } from "./sched.js";
import { Sudog, wake } from "./sudog.js";

/** Puts `value` back as the first value of `ch`. */
export function unread<T>(ch: HChan<T>, value: T): void {
  const { ring, cap, recvq, sendq } = ch;
  const receiver = recvq.dequeue();
  if (receiver !== null) {
    receiver.elem = value;
    receiver.ok = true;
    wake(receiver);
    return;
  }
  // It takes the first place, and each of the others moves on by one.
  let last = value;
  for (let left = ring.count; left > 0; left--) {
    const first = ring.take();
    ring.append(last);
    last = first;
  }
  if (ring.count < cap) {
    ring.append(last);
    return;
  }
  // No room: the last stands first in line, as its sender did. That has gone on: this send ends in an empty goroutine.
  const sender = new Sudog(new G(0, currentSched().p, () => {}, undefined), null);
  sender.elem = last;
  const { first } = sendq;
  sender.after = first;
  sendq.first = sender;
  if (first === null) sendq.last = sender;
  else first.before = sender;
}
