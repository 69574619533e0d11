/** gopark on one thread, for cases of several: what two processors, or a shared channel, are measured by. */

import { chan, type Go, go } from "@gopark/core";
import { run } from "@gopark/workers";
import type { CaseFn, Subject } from "../subject.js";
import { type Body, consume, hashing, primes, produce } from "./gopark-workers.js";

const onOne =
  (body: Body): CaseFn =>
  (size, probe) =>
    run(
      function* () {
        yield* body(Math.ceil(size / 10));
        probe.begin();
        return yield* body(size);
      },
      { procs: 1 },
    );

function* here(size: number): Go<number> {
  const values = chan<number>(128);
  go(produce, values, 0, size);
  return yield* consume(values, size);
}

export const subject: Subject = {
  "cross-here": onOne(here),
  "cross-primes": onOne(primes),
  "cross-sha256": onOne(hashing),
};
