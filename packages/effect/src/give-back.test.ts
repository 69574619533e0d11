import { chan, go, gosched, nilChan, run } from "@gopark/core";
import type { HChan } from "@gopark/core/internal";
import { describe, expect, test } from "vitest";
import { checkChan } from "../../core/test/check-chan.js";
import { drain, waiters } from "../test/lines.js";
import { giveBack } from "./give-back.js";

const inside = (ch: unknown): HChan<number> => ch as HChan<number>;

describe("a message given back", () => {
  for (const capacity of [0, 1, 2, 5])
    for (let filled = 0; filled <= capacity; filled++)
      test(`B1 D-60 is received first, then the others in their order; ${filled} of ${capacity} places taken`, () => {
        const ch = chan<number>(capacity);
        for (let n = 1; n <= filled; n++) ch.trySend(n);
        giveBack(ch, 0);
        checkChan(inside(ch));
        expect(drain(ch)).toEqual(Array.from({ length: filled + 1 }, (_, i) => i));
        checkChan(inside(ch));
        expect(waiters(ch)).toEqual([0, 0]);
      });

  test("B1 stands before senders that wait", () =>
    run(function* () {
      const ch = chan<number>(1);
      ch.trySend(2);
      const g = go(() => ch.send(3));
      yield* gosched();
      giveBack(ch, 1);
      giveBack(ch, 0);
      checkChan(inside(ch));
      const got: unknown[] = [];
      for (let i = 0; i < 4; i++) got.push(yield* ch.recv());
      expect(got).toEqual([0, 1, 2, 3]);
      yield* g.join();
    }));

  test("goes to the receiver who waits longest", () =>
    run(function* () {
      const ch = chan<number>();
      const g = go(() => ch.recv());
      yield* gosched();
      giveBack(ch, 1);
      expect(yield* g.join()).toBe(1);
    }));

  test("that waits for a receiver does not hide a deadlock", async () => {
    const { runAlone } = await import("../../core/test/run-long.js");
    const ch = chan<number>();
    giveBack(ch, 1);
    await expect(runAlone(() => chan().recv())).rejects.toThrow("all goroutines are asleep");
    expect(drain(ch)).toEqual([1]);
    await gosched();
    await expect(runAlone(() => chan().recv())).rejects.toThrow("all goroutines are asleep");
  });

  test("is dropped where there is no channel to take it", () => {
    giveBack(nilChan(), 1);
    expect(nilChan().tryRecv()).toBe(undefined);
  });
});
