/** Operations on locks of other threads are operations like all others; what they do to the lock: lent.test.ts. */
import { afterAll } from "vitest";
import { opContract } from "../../../core/test/op-contract.js";
import { Realms } from "../../test/bridge/two-realms.js";
import { Mutex } from "../shared/mutex.js";
import { RWMutex } from "../shared/rwmutex.js";

const realms = new Realms();
afterAll(() => realms.close());

/** Does something when no message is on its way any more. */
async function soon(f: () => void): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (realms.inFlight > 0);
  f();
}

for (const [name, Lock] of Object.entries({ Mutex, RWMutex })) {
  opContract(`lock of a ${name} of another thread`, {
    waiting: () => {
      const mine = new Lock();
      const theirs = realms.borrow(mine);
      mine.tryLock();
      return {
        make: () => theirs.lock(),
        outcome: { value: undefined },
        complete: () => soon(() => mine.unlock()),
      };
    },
  });
}
