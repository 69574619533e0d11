import { run } from "@gopark/core";
import { beforeEach, describe, expect, it } from "vitest";
import { freshMemory, numberIn, waiterOf } from "../test/shm/threads.js";
import { sharedChan } from "./shared-chan.js";
import { RecvOp, SendOp } from "./shared-chan-op.js";
import { enter, RECV } from "./shm/wait.js";

describe("sends and receives on shared channels", () => {
  beforeEach(() => freshMemory());

  it("take their own shortcut, which gives what the steps of the protocol give", () =>
    run(function* () {
      const ch = sharedChan<number>(1) as never;
      yield* new SendOp(ch, 5);
      expect(yield* new RecvOp(ch, true)).toEqual([5, true]);
      expect(new SendOp(ch, 6).attempt()).toBe(true);
      const receive = new RecvOp(ch, false);
      expect(receive.poll()).toBe(true);
      expect(receive.finish(null)).toBe(6);
    }));

  it("a send looks without the lock first: another thread's receiver is found all the same", () => {
    const ch = sharedChan<number>();
    expect(ch.trySend(1)).toBe(false);
    const rec = waiterOf(1, (ch as unknown as { addr: number }).addr, RECV);
    enter(rec, 1);
    expect(ch.trySend(2)).toBe(true);
    expect(numberIn(rec)).toBe(2);
  });

  it("can be performed once, and only in a goroutine", () =>
    run(function* () {
      const send = sharedChan<number>(1).send(1);
      yield* send;
      try {
        yield* send;
        expect.unreachable();
      } catch (error) {
        expect((error as Error).message).toBe("operation performed twice: want a new chan send");
      }
    }));
});
