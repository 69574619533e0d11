/** Looks at who stands in a channel's lines. */
import type { HChan } from "@gopark/core/internal";

/** How many sudogs wait for a channel, as receivers and as senders. */
export function lines(ch: unknown): number {
  const { recvq, sendq } = ch as HChan<unknown>;
  let n = 0;
  for (const line of [recvq, sendq]) for (let s = line.first; s !== null; s = s.after) n++;
  return n;
}
