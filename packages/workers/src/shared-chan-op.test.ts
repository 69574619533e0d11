import { go, run } from "@gopark/core";
import { select } from "@gopark/select";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { handedOut } from "../test/shm/handed-out.js";
import { freshMemory, numberIn, waiterOf } from "../test/shm/threads.js";
import { move } from "./move.js";
import { sharedChan } from "./shared-chan.js";
import { RecvOp, SendOp } from "./shared-chan-op.js";
import { enter, RECV } from "./shm/wait.js";
import { shm } from "./shm-engine.js";
import { uncollected } from "./wire/parcel.js";

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

  // Whoever is faster takes the room between the look and the send: another thread, here the value itself.
  it("a send that finds no room any more in a select still has what it is to move", () =>
    run(function* () {
      const ch = sharedChan<unknown>(1);
      const { buffer } = new Uint8Array([7]);
      const value = {
        get first() {
          return ch.trySend("first");
        },
        buffer,
      };
      const receiver = go(function* () {
        const both = [yield* ch.recv(), yield* ch.recv()] as [
          string,
          { first: boolean; buffer: ArrayBuffer },
        ];
        expect([both[0], new Uint8Array(both[1].buffer)]).toEqual(["first", new Uint8Array([7])]);
      });
      yield* select({ send: ch.send(move(value, [buffer])) });
      yield* receiver.join();
      expect(uncollected()).toBe(0);
    }));

  it("a send that meets the end gives back what it was to move", () =>
    run(function* () {
      const ch = sharedChan<{ buffer: ArrayBuffer }>(1);
      ch.close();
      const { buffer } = new Uint8Array([7]);
      try {
        yield* ch.send(move({ buffer }, [buffer]));
        expect.unreachable();
      } catch (error) {
        const { value } = error as { value: { buffer: ArrayBuffer } };
        expect(new Uint8Array(value.buffer)).toEqual(new Uint8Array([7]));
      }
      expect(uncollected()).toBe(0);
    }));

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

describe("the pause before an operation stands in line", () => {
  let pauses = 0;
  /** What the other side does meanwhile. */
  let meanwhile = (): unknown => null;

  beforeEach(() => {
    freshMemory();
    pauses = 0;
    meanwhile = () => null;
    vi.spyOn(shm, "watch").mockImplementation(() => {
      pauses++;
      meanwhile();
      return 0;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it("lets a receive find what comes into an empty ring", () =>
    run(function* () {
      const ch = handedOut<number>(2);
      meanwhile = () => ch.trySend(7);
      expect([yield* ch.recv(), pauses]).toEqual([7, 1]);
    }));

  it("lets a receive find the end, after which nothing changes any more", () =>
    run(function* () {
      const ch = handedOut<number>(2);
      meanwhile = () => ch.close();
      for (let i = 0; i < 40; i++) expect([yield* ch.recvOk(), pauses]).toEqual([[undefined, false], 1]);
    }));

  it("lets a send find a place in a full ring", () =>
    run(function* () {
      const ch = handedOut<number>(1);
      ch.trySend(1);
      meanwhile = () => ch.tryRecv();
      yield* ch.send(2);
      expect([pauses, ch.tryRecv()]).toEqual([1, [2, true]]);
    }));

  it("is none of a send that only did not know of the room", () =>
    run(function* () {
      const ch = handedOut<number>(16);
      for (let i = 0; i < 16; i++) yield* ch.send(i);
      for (let i = 0; i < 16; i++) ch.tryRecv();
      yield* ch.send(16);
      expect([pauses, ch.len]).toEqual([0, 1]);
    }));

  it("is made each time as long as there is more than one value after it", () =>
    run(function* () {
      const ch = handedOut<number>(4);
      meanwhile = () => [1, 2, 3].map((v) => ch.trySend(v));
      const got: unknown[] = [];
      for (let i = 0; i < 9; i++) got.push(yield* ch.recv());
      expect([got, pauses]).toEqual([[1, 2, 3, 1, 2, 3, 1, 2, 3], 3]);
    }));

  it("is left out 32 times after one that was in vain", () =>
    run(function* () {
      const ch = handedOut<number>(4);
      const counts: number[] = [];
      for (let i = 0; i < 67; i++) {
        go(function* () {
          yield* ch.send(i);
        });
        yield* ch.recv();
        counts.push(pauses);
      }
      expect([counts[0], counts[32], counts[33], counts[65], counts[66]]).toEqual([1, 1, 2, 2, 3]);
    }));

  it("is in vain if it gives one value: the other side may wait for an answer to that", () =>
    run(function* () {
      const ch = handedOut<number>(4);
      meanwhile = () => ch.trySend(1);
      expect([yield* ch.recv(), pauses]).toEqual([1, 1]);
      go(function* () {
        yield* ch.send(2);
      });
      expect([yield* ch.recv(), pauses]).toEqual([2, 1]);
    }));

  it("is none of a channel that this thread has alone", () =>
    run(function* () {
      const ch = sharedChan<number>(4);
      go(function* () {
        for (let i = 0; i < 9; i++) yield* ch.send(i);
      });
      for (let i = 0; i < 9; i++) expect(yield* ch.recv()).toBe(i);
      expect(pauses).toBe(0);
    }));

  it("is none of unbuffered channels and of attempts", () =>
    run(function* () {
      const ch = handedOut<number>(0);
      go(function* () {
        yield* ch.send(1);
      });
      yield* ch.recv();
      expect(handedOut<number>(1).tryRecv()).toBe(undefined);
      expect(pauses).toBe(0);
    }));
});
