/** Values that come back to a channel. */
import { type Chan, chan, go, gosched, run } from "@gopark/core";
import type { HChan } from "@gopark/core/internal";
import { afterAll, describe, expect, it } from "vitest";
import { checkChan } from "../../core/test/check-chan.js";
import { runLong } from "../../core/test/run-long.js";
import { Realms } from "../test/bridge/two-realms.js";
import { giveBack } from "./bridge-return.js";

const realms = new Realms();
afterAll(() => realms.close());

function make(cap: number): Chan<string> & HChan<string> {
  return chan<string>(cap) as Chan<string> & HChan<string>;
}

describe("a value that comes back", () => {
  it("RV1 goes to the receiver that waits longest", () =>
    runLong(function* () {
      const ch = make(0);
      const first = go(() => ch.recv());
      yield* gosched();
      const second = go(() => ch.recv());
      yield* gosched();
      giveBack(ch, "back");
      expect(yield* first.join()).toBe("back");
      yield* ch.send("next");
      expect(yield* second.join()).toBe("next");
    }));

  it.each([0, 1, 2, 4])("RV1 RV2 comes first again in a channel of capacity %i, however full", (cap) =>
    runLong(function* () {
      for (let inside = 0; inside <= cap; inside++) {
        const ch = make(cap);
        for (let i = 0; i < inside; i++) ch.trySend(`${i}`);
        if (inside === cap) go(() => ch.send("waiting"));
        yield* gosched();
        giveBack(ch, "back");
        expect(ch.len).toBeLessThanOrEqual(cap);
        checkChan(ch);
        const want = ["back", ...Array.from({ length: inside }, (_, i) => `${i}`)];
        if (inside === cap) want.push("waiting");
        const got: unknown[] = [];
        for (const _ of want) got.push(yield* ch.recv());
        expect(got).toEqual(want);
        yield* gosched();
        checkChan(ch);
      }
    }),
  );

  it("what was received for a program that had ended is received by the next", async () => {
    const ch = make(0);
    const remote = realms.remote<string>(ch);
    await run(function* () {
      go(() => remote.recv());
      yield* realms.settle();
    });
    // Taken for the one that is gone: to cancel it is on its way.
    expect(ch.trySend("not lost")).toBe(true);
    expect(await remote.recv()).toBe("not lost");
  });
});
