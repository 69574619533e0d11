/**
 * Values that come back: received over a bridge for a goroutine whose program has ended meanwhile.
 *
 *   RV1  The value goes to the receiver that waits longest; if none does it comes before all others again, so that what is
 *        received next is what would have been.
 *   RV2  The buffer of an open channel holds no more than before: what it has no room for waits as a sender does.
 */
import { defaultSched, G, type HChan, type Selecting, Sudog, wake } from "@gopark/core/internal";

/** A sender that is nobody: its value waits at the head of the line. */
class Returned implements Selecting {
  private readonly g: G = new G(0, defaultSched().p, null, undefined);
  readonly owner: Sudog = new Sudog(this.g, null);
  readonly sudog: Sudog = new Sudog(this.g, this);

  constructor(value: unknown) {
    this.sudog.elem = value;
    this.g.onDone = () => {};
  }

  admits(): boolean {
    return true;
  }

  fired(): void {}
}

/** Puts a value back into the channel it was taken from. */
export function giveBack(chan: HChan<any>, value: unknown): void {
  const receiver = chan.recvq.dequeue();
  if (receiver !== null) {
    receiver.elem = value;
    receiver.ok = true;
    wake(receiver);
    return;
  }
  const { ring, sendq, cap } = chan;
  let rest = value;
  if (cap > 0) {
    const values = [value];
    while (ring.count > 0) values.push(ring.take());
    for (const each of values.slice(0, cap)) ring.append(each);
    if (values.length <= cap) return;
    rest = values[cap];
  }
  const { sudog } = new Returned(rest);
  const { first } = sendq;
  if (first === null) sendq.enqueue(sudog);
  else {
    sudog.after = first;
    first.before = sudog;
    sendq.first = sudog;
  }
}
