/** What `sharedChan` makes where memory can't be shared: the channel contract on its own thread and on another. */
import { type Chan, chan, go, gosched, run } from "@gopark/core";
import { afterAll, describe, expect, it } from "vitest";
import { channelContract } from "../../../core/test/channel-contract.js";
import { Realms } from "../../test/bridge/two-realms.js";
import { f64, i32, struct, structured } from "../codec.js";
import { move } from "../move.js";
import { CopyingChan } from "./copying-chan.js";

const make = <T>(cap: number): Chan<T> => new CopyingChan<any>(cap, structured) as unknown as Chan<T>;

for (const cap of [0, 1, 3]) {
  channelContract(`a copying channel of capacity ${cap}`, { cap, copies: true, make: <T>() => make<T>(cap) });

  const realms = new Realms();
  afterAll(() => realms.close());
  channelContract(`a copying channel of another thread, of capacity ${cap}`, {
    cap,
    copies: true,
    make: <T>() => realms.make<T>(cap, make<T>(cap)),
    settle: () => realms.settle(),
  });
}

describe("a copying channel", () => {
  it("CC1 gives copies, of what lies in them too, but for channels", () =>
    run(function* () {
      const ch = make<any>(1);
      const inner = chan<number>();
      const sent = { list: [1], inner };
      yield* ch.send(sent);
      sent.list.push(2);
      expect(yield* ch.recv()).toEqual({ list: [1], inner });
    }));

  it("CC1 refuses what its codec is not for, at the send", () => {
    const numbers = new CopyingChan<number>(1, f64);
    expect(() => numbers.send("1" as any)).toThrow("send: value: want a number, got 1 (string)");
    expect(() => numbers.trySend({} as any)).toThrow("want a number");
    const points = new CopyingChan<{ n: number }>(1, struct({ n: i32 }));
    expect(() => points.trySend({ n: 0.5 })).toThrow("n");
    expect([numbers.len, points.len, points.trySend({ n: 5 }), points.tryRecv()]).toEqual([
      0,
      0,
      true,
      [{ n: 5 }, true],
    ]);
  });

  it.each([0, 1])(
    "CC2 capacity %i: where there is no room, what was to be moved stays, and nothing is looked at",
    (cap) => {
      const ch = make<any>(cap);
      if (cap === 1) ch.trySend("full");
      const bytes = new ArrayBuffer(8);
      expect(ch.trySend(move({ bytes }, [bytes]))).toBe(false);
      expect(bytes.byteLength).toBe(8);
      expect(ch.trySend({ unsendable() {} })).toBe(false);
      ch.close();
      expect(() => ch.trySend(1)).toThrow("send on closed channel");
    },
  );

  it("CC2 a receiver that waits gets what is moved", () =>
    run(function* () {
      const ch = make<any>(0);
      const bytes = new ArrayBuffer(8);
      const g = go(() => ch.recv());
      yield* gosched();
      expect(ch.trySend(move({ bytes }, [bytes]))).toBe(true);
      expect([(yield* g.join()).bytes.byteLength, bytes.byteLength]).toEqual([8, 0]);
    }));

  it("CC1 a value whose getter sends on another channel is written whole", () => {
    const inner = make<any>(1);
    const outer = make<any>(1);
    outer.trySend({
      get a() {
        inner.trySend({ b: "inner" });
        return "outer";
      },
    });
    expect([outer.tryRecv(), inner.tryRecv()]).toEqual([
      [{ a: "outer" }, true],
      [{ b: "inner" }, true],
    ]);
  });
});
