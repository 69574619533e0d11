/**
 * What every channel does, whatever it is made of: run once for each flavour.
 *
 * A flavour says how to make a channel of one capacity. No case here looks inside: a flavour that can check its
 * own invariants does so in `make`, by handing out a channel that checks itself (`watched` of check-chan.ts).
 */
import { describe, expect, test } from "vitest";
import { type Chan, chan } from "../src/chan.js";
import { type Goroutine, go } from "../src/go.js";
import type { Go } from "../src/op.js";
import { benchOf, expectClosedSend, type Flavour, thrownBy, upTo } from "./channel-flavour.js";
import { loopContract } from "./channel-loop-contract.js";
import { outsideContract } from "./channel-outside-contract.js";

/** Waits for all of some goroutines and gives their results. */
function* join(goroutines: readonly Goroutine<unknown>[]): Go<unknown[]> {
  const results: unknown[] = [];
  for (const g of goroutines) results.push(yield* g.join());
  return results;
}

/** Runs all cases on channels of one flavour. */
export function channelContract(name: string, flavour: Flavour): void {
  const { cap, make, copies, run: program, settle, full } = benchOf(flavour);

  /** Starts senders of `values` on a full channel, in order; each is parked when this ends. */
  function* parkSenders<T>(ch: Chan<T>, values: readonly T[]): Go<Goroutine<unknown>[]> {
    const senders: Goroutine<unknown>[] = [];
    for (const v of values) {
      senders.push(go(() => thrownBy(ch.send(v))));
      yield* settle();
    }
    return senders;
  }

  /** Starts `n` receivers on an empty channel, in order; each is parked when this ends. */
  function* parkReceivers<T>(ch: Chan<T>, n: number): Go<Goroutine<unknown>[]> {
    const receivers: Goroutine<unknown>[] = [];
    for (const _ of upTo(n)) {
      receivers.push(go(() => ch.recvOk()));
      yield* settle();
    }
    return receivers;
  }

  describe(`${name}: sending and receiving`, () => {
    test("a new channel is empty and tells its capacity", () => {
      expect(make()).toMatchObject({ len: 0, cap });
    });

    test("as many sends as the capacity complete with no receiver, the next one waits", () =>
      program(function* () {
        const ch = full();
        expect(ch.len).toBe(cap);
        const sender = go(() => ch.send(cap));
        yield* settle();
        expect(sender.status).toBe("waiting");
        expect(ch.len).toBe(cap);
        expect(yield* ch.recv()).toBe(0);
        yield* settle();
        expect(sender.status).toBe("dead");
      }));

    test("a receive from an empty channel waits", () =>
      program(function* () {
        const ch = make<string>();
        const receiver = go(() => ch.recv());
        yield* settle();
        expect(receiver.status).toBe("waiting");
        yield* ch.send("here");
        expect(yield* receiver.join()).toBe("here");
      }));

    test("a send to a waiting receiver completes at once and does not pass through the buffer", () =>
      program(function* () {
        const ch = make<string>();
        const [receiver] = yield* parkReceivers(ch, 1);
        expect(ch.trySend("direct")).toBe(true);
        expect(ch.len).toBe(0);
        expect(yield* receiver!.join()).toEqual(["direct", true]);
      }));

    test("values leave in the order they were sent, through the buffer and all waiting senders", () =>
      program(function* () {
        const ch = full();
        const senders = yield* parkSenders(ch, [cap, cap + 1, cap + 2]);
        const got: unknown[] = [];
        for (const _ of upTo(cap + 3)) got.push(yield* ch.recv());
        expect(got).toEqual(upTo(cap + 3));
        expect(yield* join(senders)).toEqual([undefined, undefined, undefined]);
      }));

    test("a receive that finds waiting senders admits the first of them: the buffer stays full", () =>
      program(function* () {
        const ch = full();
        const senders = yield* parkSenders(ch, [cap, cap + 1, cap + 2]);
        for (const i of upTo(3)) {
          expect(yield* ch.recv()).toBe(i);
          expect(ch.len).toBe(cap);
          yield* settle();
          expect(senders.map((g) => g.status)).toEqual(upTo(3).map((s) => (s <= i ? "dead" : "waiting")));
        }
      }));

    test("waiting receivers are served in the order they came", () =>
      program(function* () {
        const ch = make<number>();
        const receivers = yield* parkReceivers(ch, 4);
        for (const v of upTo(4)) yield* ch.send(v);
        expect(yield* join(receivers)).toEqual(upTo(4).map((v) => [v, true]));
      }));

    test("any value can be sent, and arrives as itself", () =>
      program(function* () {
        const primitives = [undefined, null, 0, -0, Number.NaN, "", false, 1n];
        const values = copies ? primitives : [...primitives, Symbol("s"), () => 1, [1], chan(1)];
        const ch = make<unknown>();
        go(function* () {
          for (const v of values) yield* ch.send(v);
        });
        for (const v of values) {
          const [got, ok] = yield* ch.recvOk();
          expect(ok).toBe(true);
          expect(Object.is(got, v)).toBe(true);
        }
      }));

    test("with many senders and receivers each value is received once", () =>
      program(function* () {
        const ch = make<number>();
        const senders = upTo(5).map((s) =>
          go(function* () {
            for (const i of upTo(100)) yield* ch.send(s * 100 + i);
          }),
        );
        const got: number[] = [];
        const receivers = upTo(3).map(() => go(() => ch.range((v) => void got.push(v))));
        yield* join(senders);
        ch.close();
        yield* join(receivers);
        expect(got.sort((a, b) => a - b)).toEqual(upTo(500));
      }));

    test("values of one sender arrive in its order, whoever else sends", () =>
      program(function* () {
        const ch = make<[sender: number, i: number]>();
        for (const s of upTo(3))
          go(function* () {
            for (const i of upTo(50)) yield* ch.send([s, i]);
          });
        const next = [0, 0, 0];
        for (const _ of upTo(150)) {
          const [s, i] = (yield* ch.recv())!;
          expect(i).toBe(next[s]!++);
        }
      }));
  });

  describe(`${name}: not blocking`, () => {
    test("trySend fills the buffer and then answers false", () => {
      const ch = full();
      expect(ch.trySend(-1)).toBe(false);
      expect(ch.len).toBe(cap);
    });

    test("tryRecv takes what there is, in order, and then answers undefined", () => {
      const ch = full();
      for (const v of upTo(cap)) expect(ch.tryRecv()).toEqual([v, true]);
      expect(ch.tryRecv()).toBe(undefined);
      expect(ch.len).toBe(0);
    });

    test("tryRecv takes the value of a waiting sender and lets it go on", () =>
      program(function* () {
        const ch = full();
        const [sender] = yield* parkSenders(ch, [cap]);
        for (const v of upTo(cap + 1)) expect(ch.tryRecv()).toEqual([v, true]);
        expect(ch.tryRecv()).toBe(undefined);
        yield* settle();
        expect(sender!.status).toBe("dead");
      }));

    test("trySend serves one waiting receiver for each call, then the buffer", () =>
      program(function* () {
        const ch = make<number>();
        const receivers = yield* parkReceivers(ch, 2);
        for (const v of upTo(2 + cap)) expect(ch.trySend(v)).toBe(true);
        expect(ch.trySend(-1)).toBe(false);
        expect(ch.len).toBe(cap);
        expect(yield* join(receivers)).toEqual([
          [0, true],
          [1, true],
        ]);
      }));

    test("both answer a closed channel: a panic, and the end", () => {
      const ch = full();
      ch.close();
      let error: unknown;
      try {
        ch.trySend(7);
      } catch (e) {
        error = e;
      }
      expectClosedSend(error, 7);
      for (const v of upTo(cap)) expect(ch.tryRecv()).toEqual([v, true]);
      expect(ch.tryRecv()).toEqual([undefined, false]);
      expect(ch.tryRecv()).toEqual([undefined, false]);
    });
  });

  describe(`${name}: closing`, () => {
    test("what was sent before the close is received, then the end, for ever", () =>
      program(function* () {
        const ch = full();
        ch.close();
        expect(ch).toMatchObject({ len: cap, cap });
        for (const v of upTo(cap)) expect(yield* ch.recvOk()).toEqual([v, true]);
        for (const _ of upTo(3)) {
          expect(yield* ch.recvOk()).toEqual([undefined, false]);
          expect(yield* ch.recv()).toBe(undefined);
        }
        expect(ch).toMatchObject({ len: 0, cap });
      }));

    test("an undefined that was sent is told from the end", () =>
      program(function* () {
        const ch = make<undefined>();
        const [receiver] = yield* parkReceivers(ch, 1);
        yield* ch.send(undefined);
        expect(yield* receiver!.join()).toEqual([undefined, true]);
        ch.close();
        expect(yield* ch.recvOk()).toEqual([undefined, false]);
      }));

    test("a close wakes every waiting receiver with the end", () =>
      program(function* () {
        const ch = make<number>();
        const receivers = yield* parkReceivers(ch, 5);
        const plain = go(() => ch.recv());
        yield* settle();
        ch.close();
        expect(yield* join(receivers)).toEqual(upTo(5).map(() => [undefined, false]));
        expect(yield* plain.join()).toBe(undefined);
      }));

    test("a close does not block and does not switch: who it wakes runs later", () =>
      program(function* () {
        const ch = make<number>();
        let isAwake = false;
        go(function* () {
          yield* ch.recv();
          isAwake = true;
        });
        yield* settle();
        ch.close();
        expect(isAwake).toBe(false);
        yield* settle();
        expect(isAwake).toBe(true);
      }));

    test("a close makes every waiting sender panic; each gets its value back", () =>
      program(function* () {
        const ch = full();
        const senders = yield* parkSenders(ch, [100, 101, 102]);
        ch.close();
        const errors = yield* join(senders);
        for (const [i, error] of errors.entries()) expectClosedSend(error, 100 + i);
        const rest: number[] = [];
        yield* ch.range((v) => void rest.push(v));
        expect(rest).toEqual(upTo(cap));
      }));

    test("a send on a closed channel panics, and gives the value back", () =>
      program(function* () {
        const ch = make<string>();
        ch.close();
        expectClosedSend(yield* thrownBy(ch.send("late")), "late");
        expect(ch.len).toBe(0);
      }));

    test("closing twice panics and changes nothing", () => {
      const ch = full();
      ch.close();
      expect(() => ch.close()).toThrow(expect.objectContaining({ message: "close of closed channel" }));
      for (const v of upTo(cap)) expect(ch.tryRecv()).toEqual([v, true]);
      expect(ch.tryRecv()).toEqual([undefined, false]);
    });
  });

  describe(`${name}: operations are values`, () => {
    test("an operation that is not performed has no effect", () => {
      const ch = make<number>();
      ch.send(1);
      ch.recv();
      ch.recvOk();
      ch.range(() => {});
      ch.recv().map(() => expect.unreachable());
      expect(ch.len).toBe(0);
      expect(ch.trySend(2)).toBe(cap > 0);
      expect(ch.tryRecv()).toEqual(cap > 0 ? [2, true] : undefined);
    });

    test("a channel can carry the channel for its answer", () =>
      program(function* () {
        const requests = make<{ n: number; reply: Chan<number> }>();
        go(() =>
          requests.range(function* ({ n, reply }) {
            yield* reply.send(n * 2);
          }),
        );
        const reply = make<number>();
        for (const n of upTo(3)) {
          yield* requests.send({ n, reply });
          expect(yield* reply.recv()).toBe(n * 2);
        }
        requests.close();
      }));
  });

  loopContract(name, flavour);
  outsideContract(name, flavour);
}
