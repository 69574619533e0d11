import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkChan } from "../../test/check-chan.js";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import type { Go } from "../op.js";
import type { HChan } from "./hchan.js";
import { unread } from "./unread.js";

/** What a channel gives until it would block. */
function drain(ch: HChan<number>): number[] {
  const values: number[] = [];
  for (let next = ch.tryRecv(); next?.[1]; next = ch.tryRecv()) {
    values.push(next[0]);
    checkChan(ch);
  }
  return values;
}

describe("a value that is put back", () => {
  it("U1 is the first again, for every capacity and every number of values and senders behind it", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(4), fc.nat(3), (capacity, count, extra) =>
        run(function* (): Go {
          const ch = chan<number>(capacity) as unknown as HChan<number>;
          const filled = Math.min(count, capacity);
          for (let i = 1; i <= filled; i++) ch.trySend(i);
          // Who sends to a channel that is not full does not wait.
          const senders = filled === capacity ? extra : 0;
          for (let i = 1; i <= senders; i++) {
            go(() => (ch as any).send(filled + i));
            yield* settle();
          }
          unread(ch, 0);
          checkChan(ch);
          expect(drain(ch)).toEqual(Array.from({ length: filled + senders + 1 }, (_, i) => i));
          yield* settle();
        }),
      ),
    ));

  it("goes to the next who waits", () =>
    run(function* () {
      const ch = chan<string>() as unknown as HChan<string>;
      const receivers = [go(() => (ch as any).recv()), go(() => (ch as any).recv())];
      yield* settle();
      unread(ch, "a");
      unread(ch, "b");
      const got = [];
      for (const receiver of receivers) got.push(yield* receiver.join());
      expect(got.sort()).toEqual(["a", "b"]);
    }));

  it("is still received from a channel that was closed meanwhile", () => {
    for (const capacity of [0, 1, 2]) {
      const ch = chan<number>(capacity) as unknown as HChan<number>;
      for (let i = 1; i <= capacity; i++) ch.trySend(i);
      ch.close();
      unread(ch, 0);
      expect(drain(ch)).toEqual(Array.from({ length: capacity + 1 }, (_, i) => i));
      expect(ch.tryRecv()).toEqual([undefined, false]);
    }
  });
});
