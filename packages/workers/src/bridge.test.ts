/** Bridged channels: the channel contract, select, handles, death. */
import { type Chan, chan, type Go, go, nilChan, type Op, RuntimeError, run, wait } from "@gopark/core";
import { currentSched, type HChan } from "@gopark/core/internal";
import { select } from "@gopark/select";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelContract } from "../../core/test/channel-contract.js";
import { Realms } from "../test/bridge/two-realms.js";
import { Bridge } from "./bridge.js";
import { WorkerLost } from "./worker-lost.js";

for (const cap of [0, 1, 3]) {
  const realms = new Realms();
  afterAll(() => realms.close());
  channelContract(`a bridged channel of capacity ${cap}`, {
    cap,
    copies: true,
    make: <T>() => realms.make<T>(cap),
    settle: () => realms.settle(),
  });
}

describe("channels on their way", () => {
  let realms: Realms;
  beforeEach(() => {
    realms = new Realms(3);
  });
  afterEach(() => realms.close());

  it("BR1 one object stands for a channel on each thread, and at home it is itself", () =>
    run(function* () {
      const own = chan<any>(5);
      const there = realms.remote(own, 0, 1);
      expect(realms.remote(own, 0, 1)).toBe(there);
      const elsewhere = realms.remote(own, 0, 2);
      const carrier = chan<any>(5);
      const remote = realms.remote(carrier, 0, 1);
      yield* remote.send({ ch: there, list: [there] });
      expect(carrier.tryRecv()![0].ch).toBe(own);
      carrier.trySend(own);
      expect(yield* remote.recv()).toBe(there);
      // From M1 over a channel of M2: M2 goes to M0 directly.
      const third = chan<any>(5);
      yield* realms.remote(third, 2, 1).send(there);
      expect(third.tryRecv()![0]).toBe(elsewhere);
      yield* elsewhere.send("direct");
      expect(own.tryRecv()).toEqual(["direct", true]);
    }));

  it("a nil channel stays one", () =>
    run(function* () {
      const carrier = chan<any>(1);
      yield* realms.remote(carrier).send([nilChan()]);
      expect(carrier.tryRecv()![0][0]).toBe(nilChan());
    }));

  it("SH1 BR2 a channel that nobody else can name is forgotten", async () => {
    const [host, guest] = realms.bridges;
    await run(function* () {
      const carrier = chan<any>(1);
      const remote = realms.remote(carrier);
      // Kept until they have been counted: engines collect at any time.
      const requests: unknown[] = [];
      for (let i = 0; i < 10; i++) {
        const reply = chan<number>(1);
        carrier.trySend({ reply });
        const request = yield* remote.recv();
        requests.push(request);
        yield* request.reply.send(i);
        // Passed on and back, many times: the weight is split, and comes back.
        for (let k = 0; k < 40; k++) {
          yield* remote.send(request.reply);
          expect(carrier.tryRecv()![0]).toBe(reply);
        }
      }
      expect([requests.length, host!.exported]).toEqual([10, 11]);
    });
    for (let i = 0; i < 50 && host!.exported > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      globalThis.gc!();
    }
    expect([host!.exported, guest!.exported]).toEqual([0, 0]);
  });

  it("SH2 a channel is kept while what was lent to a handle of it is on its way to be told", () =>
    run(function* () {
      const [host, guest] = realms.bridges as [Bridge, Bridge];
      const own = chan<number>(1);
      const there = realms.remote(own);
      host.release(host.export(own as any), there.share.weight - 1n);
      there.share.weight = 1n;
      // What is in shared memory is faster than a message.
      const words = new Int32Array(3);
      for (let i = 0; i < 2; i++) {
        guest.pack(there, words, 0);
        expect(host.unpack(words[0]!, words[1]!, words[2]!)).toBe(own);
      }
      yield* realms.settle();
      yield* there.send(1);
      expect([own.tryRecv(), host.exported]).toEqual([[1, true], 1]);
    }));

  it("a letter that is taken back gives the channels in it back", () =>
    run(function* () {
      const host = realms.bridges[0]!;
      const full = chan<any>();
      const remote = realms.remote(full, 1, 0);
      const inner = chan<number>();
      const bad = yield* thrown(remote.send({ inner, f: () => 1 }));
      expect(bad).toEqual(new TypeError("send: value.f: a function cannot be sent to another thread"));
      expect(host.exported).toBe(0);
    }));
});

/** What performing an operation throws. */
function* thrown(op: { [Symbol.iterator](): Iterator<any, unknown, any> }): Go<unknown> {
  try {
    yield* op as any;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("realms that are no Ms", () => {
  it("BR2 go on with their channels when a program of several threads begins and ends", () =>
    run(function* () {
      const { port1, port2 } = new MessageChannel();
      const [host, guest] = [new Bridge(0), new Bridge(0)];
      const [to, from] = [host.privateLink(port1 as any), guest.privateLink(port2 as any)];
      const [own, words] = [chan<number>(), new Int32Array(3)];
      host.forLink(to, () => host.pack(own, words, 0));
      const there = guest.forLink(from, () => guest.unpack(words[0]!, words[1]!, words[2]!)) as Chan<number>;
      const { external } = currentSched();
      const got: unknown[] = [];
      const receiver = go(function* () {
        for (let i = 0; i < 2; i++) got.push(yield* there.recv());
      });
      const turn = (): Op<void> => wait(new Promise<void>((resolve) => void setImmediate(resolve)));
      while ((own as unknown as HChan<number>).recvq.first === null) yield* turn();
      const lines = { departed: () => {}, arrived: () => {}, lost: () => {}, connect: () => {} };
      for (const each of [host, guest]) each.begin(lines);
      yield* own.send(1);
      while (got.length === 0) yield* turn();
      for (const each of [host, guest]) each.end();
      yield* own.send(2);
      yield* receiver.join();
      expect(got).toEqual([1, 2]);
      expect(currentSched().external).toBe(external);
      port1.close();
    }));
});

describe("what goes wrong", () => {
  let realms: Realms;
  beforeEach(() => {
    realms = new Realms(2);
  });
  afterEach(() => realms.close());

  it("a value that cannot be sent is refused where it is sent, also by a case", () =>
    run(function* () {
      const own = chan<any>();
      const remote = realms.remote(own);
      const text = "send: value.items[0]: a function cannot be sent to another thread";
      expect(yield* thrown(remote.send({ items: [() => 1] }))).toEqual(new TypeError(text));
      const receiver = go(() => own.recv());
      yield* realms.settle();
      expect(yield* thrown(select({ a: remote.send({ items: [() => 1] }) }))).toEqual(new TypeError(text));
      yield* realms.settle();
      expect(receiver.status).toBe("waiting");
      yield* remote.send("fine");
      expect(yield* receiver.join()).toBe("fine");
    }));

  it("a value that cannot leave its thread fails who receives it elsewhere", () =>
    run(function* () {
      const own = chan<any>(2);
      const remote = realms.remote(own);
      own.trySend(() => 1);
      own.trySend(2);
      const text = "recv: value: a function cannot be sent to another thread";
      expect(yield* thrown(remote.recv())).toEqual(new TypeError(text));
      expect(yield* remote.recv()).toBe(2);
    }));

  it("what must be answered at once cannot be asked over a bridge", () => {
    const remote = realms.remote(chan<number>(3));
    expect(remote.cap).toBe(3);
    for (const f of [() => remote.trySend(1), () => remote.tryRecv()]) {
      expect(f).toThrow(RuntimeError);
      expect(f).toThrow(/^try(Send|Recv) on a channel of another thread$/);
    }
  });

  it("a close reaches the channel; a second one from the same thread panics at once", () =>
    run(function* () {
      const own = chan<number>();
      const remote = realms.remote(own);
      const receiver = go(() => own.recvOk());
      yield* realms.settle();
      remote.close();
      expect(yield* receiver.join()).toEqual([undefined, false]);
      expect(() => remote.close()).toThrow("close of closed channel");
    }));

  it("D-62 a close of a channel that was closed elsewhere ends the program with Go's panic", async () => {
    const program = run(function* () {
      const own = chan<number>();
      const remote = realms.remote(own);
      own.close();
      remote.close();
      yield* wait(new Promise(() => {}));
    });
    await expect(program).rejects.toThrow("close of closed channel");
  });

  it("the death of its thread fails all who wait for a channel, and all who come later", () =>
    run(function* () {
      const remote = realms.remote(chan<number>());
      const other = realms.remote(chan<number>());
      const lost = new WorkerLost(0, "owned the channel");
      const waiting = [remote.recv(), other.send(1), select({ a: remote.recv() })].map((op) =>
        go(() => thrown(op)),
      );
      const awaited = remote.recv().then(
        () => undefined,
        (error: unknown) => error,
      );
      yield* realms.settle();
      realms.bridges[1]!.died(0);
      for (const g of waiting) expect(yield* g.join()).toEqual(lost);
      expect(yield* wait(awaited)).toEqual(lost);
      for (const op of [remote.recv(), remote.send(1), select({ a: remote.recv() })])
        expect(yield* thrown(op)).toEqual(lost);
      expect(() => remote.close()).toThrow(lost);
    }));

  it("the death of a guest takes its operations out of all lines", () =>
    run(function* () {
      const own = chan<number>();
      const remote = realms.remote(own);
      const idle = realms.remote(chan<number>());
      go(() => thrown(remote.recv()));
      go(() => thrown(select({ a: remote.recv(), b: idle.recv() })));
      yield* realms.settle();
      expect((own as any).recvq.first).not.toBe(null);
      realms.bridges[0]!.died(1);
      expect((own as any).recvq.first).toBe(null);
      const receiver = go(() => own.recv());
      yield* realms.settle();
      yield* own.send(5);
      expect(yield* receiver.join()).toBe(5);
      realms.bridges[1]!.died(0);
    }));
});
