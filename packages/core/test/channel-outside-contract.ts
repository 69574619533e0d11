/**
 * The part of the channel contract that is about code outside goroutines: `await`, `for await`.
 */
import { describe, expect, test } from "vitest";
import { go } from "../src/go.js";
import { gosched, wait } from "../src/op.js";
import { benchOf, expectClosedSend, type Flavour, upTo } from "./channel-flavour.js";

/** Runs the cases on channels of one flavour. */
export function outsideContract(name: string, flavour: Flavour): void {
  const { cap, make, run: program, settle, full } = benchOf(flavour);

  describe(`${name}: outside goroutines`, () => {
    test("await sends and receives", async () => {
      const ch = make<number>();
      const sent = (async () => {
        for (const v of upTo(cap + 3)) await ch.send(v);
        ch.close();
      })();
      const got: unknown[] = [];
      for (let r = await ch.recvOk(); r[1]; r = await ch.recvOk()) got.push(r[0]);
      await sent;
      expect(got).toEqual(upTo(cap + 3));
      expect(await ch.recv()).toBe(undefined);
    });

    test("goroutines and awaiting callers stand in one line", async () => {
      const ch = make<string>();
      const got: string[] = [];
      const await1 = ch.recv().then((v) => got.push(`caller 1: ${v}`));
      await program(function* () {
        const g = go(function* () {
          got.push(`goroutine: ${yield* ch.recv()}`);
        });
        yield* settle();
        const await2 = ch.recv().then((v) => got.push(`caller 2: ${v}`));
        for (const v of ["a", "b", "c"]) yield* ch.send(v);
        yield* g.join();
        yield* wait(Promise.all([await1, await2]));
      });
      expect(got.sort()).toEqual(["caller 1: a", "caller 2: c", "goroutine: b"]);
    });

    test("for await takes every value until the close", async () => {
      const ch = make<number>();
      go(function* () {
        for (const v of upTo(cap + 4)) yield* ch.send(v);
        ch.close();
      });
      const got: number[] = [];
      for await (const v of ch) got.push(v);
      expect(got).toEqual(upTo(cap + 4));
    });

    test("a break out of for await leaves the rest in the channel", async () => {
      const ch = make<number>();
      go(function* () {
        for (const v of upTo(3)) yield* ch.send(v);
        ch.close();
      });
      for await (const v of ch) if (v === 1) break;
      expect(await ch.recvOk()).toEqual([2, true]);
      expect(await ch.recvOk()).toEqual([undefined, false]);
    });

    test("an iterator is asked twice at once, and takes nothing when it has been left", async () => {
      const ch = make<number>();
      go(function* () {
        for (const v of upTo(3)) yield* ch.send(v);
        ch.close();
      });
      const values = ch[Symbol.asyncIterator]();
      const [first, second] = await Promise.all([values.next(), values.next()]);
      expect([first, second]).toEqual([
        { value: 0, done: false },
        { value: 1, done: false },
      ]);
      const over = { value: undefined, done: true };
      expect([await values.return?.(), await values.next()]).toEqual([over, over]);
      expect(await ch.recvOk()).toEqual([2, true]);
    });

    test("an awaited range runs its body for every value", async () => {
      const ch = make<number>();
      go(function* () {
        for (const v of upTo(3)) yield* ch.send(v);
        ch.close();
      });
      const got: number[] = [];
      await ch.range(function* (v) {
        yield* gosched();
        got.push(v);
      });
      expect(got).toEqual([0, 1, 2]);
    });

    test("an awaited send rejects when the channel is or gets closed", async () => {
      const ch = full();
      const waiting = ch.send(50).then(
        () => undefined,
        (error: unknown) => error,
      );
      await Promise.resolve();
      ch.close();
      expectClosedSend(await waiting, 50);
      const late = await ch.send(51).then(
        () => undefined,
        (error: unknown) => error,
      );
      expectClosedSend(late, 51);
    });
  });
}
