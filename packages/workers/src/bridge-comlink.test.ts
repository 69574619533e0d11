/** Channels in Comlink calls, between two ends of a real port. */
import { type Chan, chan, go, nilChan, run } from "@gopark/core";
import { select } from "@gopark/select";
import { expose, transferHandlers, wrap } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comlinkChannels } from "./bridge-comlink.js";
import { RemoteChan } from "./bridge-guest.js";

const api = {
  async sum(numbers: Chan<number>) {
    let total = 0;
    for await (const n of numbers) total += n;
    return total;
  },
  /** Gives a channel that counts up to `n`. */
  count(n: number) {
    const out = chan<number>();
    go(function* () {
      for (let i = 0; i < n; i++) yield* out.send(i);
      out.close();
    });
    return out;
  },
  async relay(from: Chan<any>, to: Chan<any>) {
    for await (const v of from) await to.send(v);
    to.close();
  },
  async pick(a: Chan<number>, b: Chan<number>) {
    return select({ a: a.recv(), b: b.recv() });
  },
  isNil: (ch: unknown) => ch === nilChan(),
  isRemote: (ch: unknown) => ch instanceof RemoteChan,
};

const { port1, port2 } = new MessageChannel();
let remote: any;
beforeAll(() => {
  comlinkChannels();
  expose(api, port2 as any);
  remote = wrap<typeof api>(port1 as any);
});
afterAll(() => {
  port1.close();
  transferHandlers.delete("gopark.chan");
});

describe("channels in Comlink calls", () => {
  it("an argument is used over there, with order, backpressure and close", async () => {
    const numbers = chan<number>();
    const sum = remote.sum(numbers);
    await run(function* () {
      for (let i = 0; i < 100; i++) yield* numbers.send(i);
      numbers.close();
    });
    expect(await sum).toBe(4950);
  });

  it("a result is used here", async () => {
    const counting: Chan<number> = await remote.count(5);
    expect(counting).toBeInstanceOf(RemoteChan);
    const got: number[] = [];
    await run(() => counting.range((v) => void got.push(v)));
    expect(got).toEqual([0, 1, 2, 3, 4]);
  });

  it("channels travel through channels, and come home as themselves", async () => {
    const [from, to] = [chan<any>(), chan<any>()];
    const done = remote.relay(from, to);
    await run(function* () {
      const cargo = chan<string>(1);
      yield* from.send({ cargo, list: [1, { two: 2 }] });
      const back = yield* to.recv();
      expect(back.list).toEqual([1, { two: 2 }]);
      yield* back.cargo.send("through");
      expect(yield* cargo.recv()).toBe("through");
      from.close();
      expect(yield* to.recvOk()).toEqual([undefined, false]);
    });
    await done;
  });

  it("select over there", async () => {
    const [a, b] = [chan<number>(), chan<number>(1)];
    b.trySend(7);
    expect(await remote.pick(a, b)).toEqual({ case: "b", value: 7 });
    expect((a as any).recvq.first).toBe(null);
  });

  it("a nil channel stays one, and other values pass as ever", async () => {
    expect(await remote.isNil(nilChan())).toBe(true);
    expect(await remote.isRemote(chan())).toBe(true);
    expect(await remote.isRemote({ recv: 1 })).toBe(false);
  });
});
