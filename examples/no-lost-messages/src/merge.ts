/**
 * Two producers, one consumer that takes whatever comes first: once with Promise.race, once with select.
 *
 * `Promise.race` settles with one promise and forgets the other; but the other receive has been started and takes
 * its message all the same, which nobody sees. A select takes one message and leaves the other where it is.
 *
 *   Always true: both ways merge the same messages, and count what arrives.
 */
import { chan, go, type RecvChan, run, type SendChan } from "@gopark/core";
import { select } from "@gopark/select";

/** What became of the messages. */
export interface Tally {
  /** Messages that were sent. */
  readonly sent: number;
  /** Messages that the consumer got. */
  readonly received: number;
}

/** Sends the numbers from 1 to `n`, then closes the channel. */
function* produce(out: SendChan<number>, n: number) {
  for (let i = 1; i <= n; i++) yield* out.send(i);
  out.close();
}

/** Starts two producers of `n` messages each. */
function producers(n: number): [RecvChan<number>, RecvChan<number>] {
  const [a, b] = [chan<number>(), chan<number>()];
  go(produce, a, n);
  go(produce, b, n);
  return [a, b];
}

/** Merges with Promise.race, which starts a receive on both channels in every round. */
export async function mergeByPromiseRace(n: number): Promise<Tally> {
  const open = new Set(producers(n));
  let received = 0;
  while (open.size > 0) {
    const receives = [...open].map(async (ch) => ({ ch, isOpen: (await ch.recvOk())[1] }));
    const first = await Promise.race(receives);
    if (first.isOpen) received++;
    else open.delete(first.ch);
  }
  return { sent: 2 * n, received };
}

/** Merges with select. A channel that has ended is switched off with null, as a nil channel does it in Go. */
export function mergeBySelect(n: number): Promise<Tally> {
  return run(function* () {
    let [a, b]: (RecvChan<number> | null)[] = producers(n);
    let received = 0;
    while (a || b) {
      const r = yield* select({ a: a?.recvOk(), b: b?.recvOk() });
      if (r.value[1]) received++;
      else if (r.case === "a") a = null;
      else b = null;
    }
    return { sent: 2 * n, received };
  });
}
