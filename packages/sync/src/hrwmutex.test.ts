import { describe } from "vitest";
import { checkRWMutex, watched } from "../test/check-lock.js";
import { lockContract } from "../test/lock-contract.js";
import { lockModel } from "../test/lock-model.js";
import { HRWMutex } from "./hrwmutex.js";

/** A lock whose invariants are checked after every call. */
function make(): HRWMutex {
  return watched(new HRWMutex(), checkRWMutex);
}

lockContract("RWMutex.lock", () => {
  const rw = make();
  return {
    acquire: () => rw.lock(),
    tryAcquire: () => rw.tryLock(),
    release: () => rw.unlock(),
    block: () => rw.tryLock(),
    unblock: () => rw.unlock(),
    isExclusive: true,
    check: () => checkRWMutex(rw),
  };
});

lockContract("RWMutex.lock behind a reader", () => {
  const rw = make();
  return {
    acquire: () => rw.lock(),
    tryAcquire: () => rw.tryLock(),
    release: () => rw.unlock(),
    block: () => rw.tryRLock(),
    unblock: () => rw.rUnlock(),
    isExclusive: true,
    check: () => checkRWMutex(rw),
  };
});

lockContract("RWMutex.lock behind a reader or a writer", () => {
  const rw = make();
  let blocks = 0;
  return {
    acquire: () => rw.lock(),
    tryAcquire: () => rw.tryLock(),
    release: () => rw.unlock(),
    block: () => (++blocks % 2 === 1 ? rw.tryRLock() : rw.tryLock()),
    unblock: () => (blocks % 2 === 1 ? rw.rUnlock() : rw.unlock()),
    isExclusive: true,
    check: () => checkRWMutex(rw),
  };
});

lockContract("RWMutex.rLock", () => {
  const rw = make();
  return {
    acquire: () => rw.rLock(),
    tryAcquire: () => rw.tryRLock(),
    release: () => rw.rUnlock(),
    block: () => rw.tryLock(),
    unblock: () => rw.unlock(),
    isExclusive: false,
    check: () => checkRWMutex(rw),
  };
});

describe("random programs", () => {
  lockModel("RWMutex", () => {
    const rw = make();
    const reading = {
      acquire: () => rw.rLock(),
      tryAcquire: () => rw.tryRLock(),
      release: () => rw.rUnlock(),
      isShared: true,
    };
    const writing = {
      acquire: () => rw.lock(),
      tryAcquire: () => rw.tryLock(),
      release: () => rw.unlock(),
      isShared: false,
    };
    return { sides: [reading, writing], check: () => checkRWMutex(rw) };
  });
});
