import { go, gosched } from "@gopark/core";
import {
  type Gate,
  type Gated,
  Operation,
  outermost,
  type Sudog,
  type WaitReason,
  wake,
} from "@gopark/core/internal";
import { select } from "@gopark/select";
import { describe, expect, it } from "vitest";
import { runLong } from "../../core/test/run-long.js";
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

/** A case of a select that happens on another thread: when it has, no case here may, though the select has yet to hear of it. */
class Elsewhere extends Operation<string> implements Gate {
  /** How often a case here was about to happen. */
  asked = 0;
  hasHappened = false;
  private sudog: Sudog | null = null;

  poll(): boolean {
    return false;
  }

  enroll(sudog: Sudog): void {
    this.sudog = sudog;
    (outermost(sudog) as Gated).gate = this;
  }

  withdraw(): void {
    this.sudog = null;
  }

  finish(): string {
    return "elsewhere";
  }

  get waitReason(): WaitReason {
    return "select";
  }

  claim(): boolean {
    this.asked++;
    return !this.hasHappened;
  }

  commit(): void {}

  /** The news has come. */
  arrive(): void {
    wake(this.sudog as Sudog);
  }
}

describe("RW5 a writer whose select waits on another thread too", () => {
  /** Two writers behind a reader; the first then leaves, and the second is next. */
  function* line(rw: HRWMutex) {
    rw.tryRLock();
    const [first, second] = [new Elsewhere(), new Elsewhere()];
    const all = [first, second].map((far) => go(() => select({ lock: rw.lock(), far })));
    yield* gosched();
    first.arrive();
    yield* all[0]!.join();
    return { second, g: all[1]! };
  }

  it("is asked when it is let in, and not when it is next", () =>
    runLong(function* () {
      const rw = make();
      const { second, g } = yield* line(rw);
      expect([second.asked, g.status]).toEqual([0, "waiting"]);
      rw.rUnlock();
      expect(second.asked).toBe(1);
      expect((yield* g.join()).case).toBe("lock");
      rw.unlock();
    }));

  it("is not let in when that has ended the select, and the lock goes on to others as soon as it has left", () =>
    runLong(function* () {
      const rw = new HRWMutex();
      const { second, g } = yield* line(rw);
      const behind = go(() => rw.lock());
      const reader = go(() => rw.rLock());
      yield* gosched();
      second.hasHappened = true;
      rw.rUnlock();
      yield* gosched();
      expect([g.status, behind.status, reader.status]).toEqual(["waiting", "waiting", "waiting"]);
      second.arrive();
      checkRWMutex(rw);
      expect((yield* g.join()).case).toBe("far");
      yield* reader.join();
      rw.rUnlock();
      yield* behind.join();
      rw.unlock();
      expect(rw.tryLock()).toBe(true);
    }));
});
