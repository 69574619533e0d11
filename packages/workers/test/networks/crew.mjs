/**
 * The goroutines of a network: each follows a script of its own, and answers a number that depends on all it has received.
 */
import { chan, gosched, nilChan, sleep } from "@gopark/core";
import { select } from "@gopark/select";
import { goroutine } from "@gopark/workers";

/** What was received of a channel that is closed. */
const CLOSED = 4096;

/** The steps that use a channel, by name: each answers what has become of the number. */
const STEPS = {
  *send(ch, hash) {
    yield* ch.send(hash & 1023);
    return Math.imul(hash, 31) + 1;
  },
  *sendInSelect(ch, hash) {
    yield* select({ sent: ch.send(hash & 1023), never: chan().recv() });
    return Math.imul(hash, 31) + 1;
  },
  *recv(ch, hash) {
    return fold(hash, yield* ch.recvOk());
  },
  *recvInSelect(ch, hash) {
    const { value } = yield* select({ never: chan().recv(), got: ch.recvOk(), nil: nilChan().recv() });
    return fold(hash, value);
  },
  *close(ch, hash) {
    ch.close();
    return hash;
  },
};

function fold(hash, [value, ok]) {
  return Math.imul(hash, 33) + (ok ? value : CLOSED);
}

/** Follows a script: pairs of a step and its channel, or of `sleep` and tenths of a millisecond, or `gosched`. */
export function* follow(script, chans) {
  let hash = 7;
  for (const [name, n] of script) {
    if (name === "sleep") yield* sleep(n / 10);
    else if (name === "gosched") yield* gosched();
    else hash = (yield* STEPS[name](chans[n], hash)) | 0;
  }
  return hash;
}

/** The same on any thread. */
export const actor = goroutine(import.meta.url, "actor", follow);
