import { go } from "@gopark/core";
import { m } from "@gopark/core/internal";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { freshMemory, waiterOf } from "../test/shm/threads.js";
import { drain, onArrival, waits } from "./inbox-loop.js";
import { sharedChan } from "./shared-chan.js";
import { add, store } from "./shm/atomics.js";
import { push } from "./shm/inbox.js";
import { POISONINGS } from "./shm/layout.js";
import { poisonOf } from "./shm/lock.js";
import { LOCK } from "./shm/object.js";
import { FINISHED, newRecord, VALUE } from "./shm/record.js";
import { enter, RECV, SEND } from "./shm/wait.js";
import { thread } from "./thread.js";
import { setCourier } from "./wire/parcel.js";
import { put as putValue } from "./wire/value.js";
import { WorkerLost } from "./worker-lost.js";

const addrOf = (handle: unknown): number => (handle as { addr: number }).addr;

describe("what comes back to this thread", () => {
  beforeEach(() => freshMemory());
  afterEach(() => {
    onArrival(FINISHED, () => {});
    setCourier(null);
  });

  it("LP2 is handled in the order in which it was sent", () => {
    const seen: number[] = [];
    onArrival(FINISHED, (rec) => void seen.push(rec));
    const recs = [1, 2, 3].map(() => newRecord(0, FINISHED));
    for (const rec of recs) push(0, rec);
    drain();
    drain();
    expect(seen).toEqual(recs);
  });

  it("LP1 wakes who waits for it, and forgets who does not wait any more", () =>
    run(function* () {
      const ch = sharedChan<number>();
      const got: number[] = [];
      for (let i = 0; i < 3; i++)
        go(function* () {
          got.push((yield* ch.recv()) as number);
        });
      yield* settle();
      expect(waits()).toEqual([0, 1, 2].map(() => [RECV, addrOf(ch)]));
      for (const value of [1, 2]) enter(waiterOf(1, addrOf(ch), SEND, value), 1);
      expect(got).toEqual([]);
      drain();
      yield* settle();
      expect(got.sort()).toEqual([1, 2]);
      expect(waits()).toHaveLength(1);
      ch.close();
    }));

  it("wakes in Go's order: who was woken last runs next", () =>
    run(function* () {
      const ch = sharedChan<number>();
      const order: number[] = [];
      for (let i = 0; i < 3; i++) {
        go(function* () {
          yield* ch.recv();
          order.push(i);
        });
        yield* settle();
      }
      for (const value of [1, 2, 3]) enter(waiterOf(1, addrOf(ch), SEND, value), 1);
      drain();
      yield* settle();
      expect(order).toEqual([2, 0, 1]);
    }));

  it("ends the waits for an object that a dead thread has poisoned", () =>
    run(function* () {
      const [poisoned, whole] = [sharedChan<number>(), sharedChan<number>()];
      const lost = go(function* () {
        try {
          yield* poisoned.recv();
        } catch (error) {
          return error;
        }
        return undefined;
      });
      const waiting = go(() => whole.recv());
      yield* settle();
      store(addrOf(poisoned) + LOCK, poisonOf(3));
      add(POISONINGS, 1);
      drain();
      const error = yield* lost.join();
      expect(error).toBeInstanceOf(WorkerLost);
      expect(error).toMatchObject({ thread: 3, message: expect.stringMatching(/^worker lost: M3 died in/) });
      expect(waiting.status).toBe("waiting");
      whole.close();
    }));

  it("LP4 waits for the part of a value that lies with its sender's thread", () =>
    run(function* () {
      let deliver = (_contents: readonly unknown[]): void => {};
      const collect = vi.fn(() => new Promise<readonly unknown[]>((resolve) => void (deliver = resolve)));
      setCourier({ collect, discard() {} });
      const ch = sharedChan<unknown>(1);
      // Written by M1: a value with a part that can't lie in shared memory.
      const buffer = new SharedArrayBuffer(8);
      const rec = waiterOf(1, addrOf(ch), SEND);
      thread.index = 1;
      putValue(rec + VALUE, { buffer });
      thread.index = 0;
      enter(rec, 1);
      expect(ch.tryRecv(), "it is there, but can't be had at once").toBe(undefined);
      const external = m.external;
      const g = go(() => ch.recv());
      yield* settle();
      expect([g.status, collect.mock.calls.length, m.external - external]).toEqual(["waiting", 1, 1]);
      deliver([buffer]);
      expect(yield* g.join()).toEqual({ buffer });
      expect(m.external).toBe(external);
    }));
});
