import { describe, expect, test } from "vitest";
import { channelContract } from "../../test/channel-contract.js";
import { upTo } from "../../test/channel-flavour.js";
import { channelModel } from "../../test/channel-model.js";
import { checkChan, line, watched } from "../../test/check-chan.js";
import { opContract } from "../../test/op-contract.js";
import { settle } from "../../test/settle.js";
import { type Chan, chan, nilChan } from "../chan.js";
import { go, run } from "../go.js";
import type { Op } from "../op.js";
import { G } from "./g.js";
import { HChan } from "./hchan.js";
import type { Operation } from "./operation.js";
import { defaultSched } from "./sched.js";
import { Sudog } from "./sudog.js";

for (const cap of [0, 1, 3, 128]) {
  const name = cap === 0 ? "an unbuffered channel" : `a channel of capacity ${cap}`;
  channelContract(name, { cap, make: <T>() => watched(new HChan<T>(cap)) as Chan<T> });
}

for (const cap of [0, 1, 3])
  channelModel(`a channel of capacity ${cap}`, () => watched(new HChan(cap)) as Chan<any>);

/** A channel of capacity 1 that holds `value`. */
function holding<T>(value: T): Chan<T> {
  const ch = chan<T>(1);
  ch.trySend(value);
  return ch;
}

/** A closed, empty channel. */
function closed(): Chan<string> {
  const ch = chan<string>();
  ch.close();
  return ch;
}

opContract("recv", {
  ready: () => ({ make: () => holding("v").recv(), outcome: { value: "v" } }),
  waiting: () => {
    const ch = chan<string>();
    return { make: () => ch.recv(), outcome: { value: "v" }, complete: () => ch.trySend("v") };
  },
});

opContract("recvOk", {
  ready: () => ({ make: () => holding("v").recvOk(), outcome: { value: ["v", true] } }),
  waiting: () => {
    const ch = chan<string>(3);
    return { make: () => ch.recvOk(), outcome: { value: ["v", true] }, complete: () => ch.trySend("v") };
  },
});

opContract("recvOk at the end", {
  ready: () => ({ make: () => closed().recvOk(), outcome: { value: [undefined, false] } }),
  waiting: () => {
    const ch = chan<string>();
    return { make: () => ch.recvOk(), outcome: { value: [undefined, false] }, complete: () => ch.close() };
  },
});

opContract("send", {
  ready: () => ({ make: () => chan(1).send("v"), outcome: { value: undefined } }),
  waiting: () => {
    const ch = chan<string>();
    return { make: () => ch.send("v"), outcome: { value: undefined }, complete: () => ch.tryRecv() };
  },
});

const sendPanic = expect.objectContaining({ message: "send on closed channel", value: "v" });

opContract("send on a closed channel", {
  ready: () => ({ make: () => closed().send("v"), outcome: { error: sendPanic } }),
  waiting: () => {
    const ch = holding("w");
    return { make: () => ch.send("v"), outcome: { error: sendPanic }, complete: () => ch.close() };
  },
});

describe("a channel", () => {
  test("a close runs the first waiter first, the others from the last to the second", () =>
    run(function* () {
      const ch = chan<number>();
      const order: number[] = [];
      for (const i of upTo(5)) {
        go(function* () {
          yield* ch.recv();
          order.push(i);
        });
        yield* settle();
      }
      ch.close();
      yield* settle();
      expect(order).toEqual([0, 4, 3, 2, 1]);
    }));

  test("a goroutine woken by a send runs next, when the sender parks", () =>
    run(function* () {
      const ch = chan<string>();
      const order: string[] = [];
      go(function* () {
        order.push(`got ${yield* ch.recv()}`);
      });
      yield* settle();
      go(() => void order.push("started before the send"));
      yield* ch.send("v");
      order.push("the sender goes on");
      yield* settle();
      expect(order).toEqual(["the sender goes on", "got v", "started before the send"]);
    }));

  test("the panic of a send says which goroutine closed the channel", () =>
    run(function* () {
      const ch = chan<string>(2);
      const closer = go(() => ch.close());
      yield* closer.join();
      expect(() => ch.trySend("late")).toThrow(
        expect.objectContaining({ detail: expect.stringMatching(/capacity 2.*closed by goroutine 2/s) }),
      );
      expect(() => ch.close()).toThrow(
        expect.objectContaining({ detail: expect.stringMatching(/goroutine 2/) }),
      );
    }));

  test("the panic of a send on a channel that no goroutine closed names none", () => {
    const ch = closed();
    expect(() => ch.trySend("late")).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining("goroutine 0") }),
    );
    expect(() => ch.close()).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining("goroutine 0") }),
    );
  });

  test("a goroutine that was woken by a close is served as any other, wherever it waits next", () =>
    run(function* () {
      const [first, second, third] = [chan<string>(), chan<string>(), chan<string>()];
      const g = go(function* () {
        const results: unknown[] = [yield* first.recvOk()];
        results.push(yield* second.recvOk());
        results.push(yield* third.send("sent"));
        return results;
      });
      yield* settle();
      first.close();
      yield* settle();
      second.trySend("value");
      yield* settle();
      expect(third.tryRecv()).toEqual(["sent", true]);
      expect(yield* g.join()).toEqual([[undefined, false], ["value", true], undefined]);
    }));

  test("its next send succeeds as any other", () =>
    run(function* () {
      const [first, second] = [chan<string>(), chan<string>()];
      const g = go(function* () {
        yield* first.recv();
        yield* second.send("sent");
        return "over";
      });
      yield* settle();
      first.close();
      yield* settle();
      expect(second.tryRecv()).toEqual(["sent", true]);
      expect(yield* g.join()).toBe("over");
    }));

  test("the end gives undefined, also to a goroutine whose send has failed before", () =>
    run(function* () {
      const [first, second, third] = [chan<string>(), chan<string>(), chan<string>()];
      const g = go(function* () {
        try {
          yield* first.send("not delivered");
        } catch {
          return [yield* second.recvOk(), yield* third.recv()];
        }
        return expect.unreachable();
      });
      yield* settle();
      for (const ch of [first, second, third]) {
        ch.close();
        yield* settle();
      }
      expect(yield* g.join()).toEqual([[undefined, false], undefined]);
    }));

  test("the end gives undefined, also in the finally block of a goroutine that was sending", async () => {
    const log: unknown[] = [];
    const ch = chan<string>();
    await run(
      function* () {
        go(function* () {
          try {
            yield* chan<string>().send("not delivered");
          } finally {
            log.push(yield* ch.recvOk());
          }
        });
        go(function* () {
          try {
            yield* chan().recv();
          } finally {
            yield* settle();
            ch.close();
          }
        });
        yield* settle();
      },
      { onExit: "unwind" },
    );
    expect(log).toEqual([[undefined, false]]);
  });

  test("a waiting sender and a waiting receiver of an ended program are out of the lines", async () => {
    const empty = new HChan<number>(0);
    const full = new HChan<number>(1);
    full.trySend(1);
    await run(function* () {
      go(() => empty.recv());
      go(() => full.send(2));
      yield* settle();
      expect([line(empty.recvq).length, line(full.sendq).length]).toEqual([1, 1]);
    });
    expect([line(empty.recvq).length, line(full.sendq).length]).toEqual([0, 0]);
  });
});

describe("checkChan", () => {
  const parked = (ch: HChan<number>, q: "recvq" | "sendq"): void => {
    ch[q].enqueue(new Sudog(new G(0, defaultSched().p, () => {}, []), null));
  };
  const broken: [invariant: string, break_: () => HChan<number>][] = [
    [
      "C1",
      () => {
        const ch = new HChan<number>(0);
        parked(ch, "recvq");
        parked(ch, "sendq");
        return ch;
      },
    ],
    [
      "C2",
      () => {
        const ch = new HChan<number>(1);
        ch.trySend(1);
        parked(ch, "recvq");
        return ch;
      },
    ],
    [
      "C3",
      () => {
        const ch = new HChan<number>(1);
        parked(ch, "sendq");
        return ch;
      },
    ],
    [
      "C4",
      () => {
        const ch = new HChan<number>(0);
        ch.close();
        parked(ch, "recvq");
        return ch;
      },
    ],
  ];

  test.each(broken)("sees that %s is broken", (invariant, break_) => {
    expect(() => checkChan(break_())).toThrow(invariant);
  });
});

describe("a nil channel", () => {
  test("every operation waits for ever, and the dump says on what", () =>
    run(function* () {
      const ch = nilChan<number>();
      const ops: Op<unknown>[] = [ch.send(1), ch.recv(), ch.recvOk()];
      const goroutines = [...ops.map((op) => go(() => op)), go(() => ch.range(() => {}))];
      yield* settle();
      expect(goroutines.map((g) => g.status)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
      expect(ops.map((op) => (op as unknown as Operation<unknown>).waitReason)).toEqual([
        "chan send (nil chan)",
        "chan receive (nil chan)",
        "chan receive (nil chan)",
      ]);
    }));

  test("the try twins answer that they would block; it has no length and no capacity", () => {
    const ch = nilChan<number>();
    expect([ch.trySend(1), ch.tryRecv(), ch.len, ch.cap]).toEqual([false, undefined, 0, 0]);
  });

  test("closing it panics with Go's text", () => {
    expect(() => nilChan().close()).toThrow("close of nil channel");
  });

  test("an awaiting caller and for await wait too", async () => {
    const ch = nilChan<number>();
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    ch.recv().then(over, over);
    ch.send(1).then(over, over);
    ch[Symbol.asyncIterator]().next().then(over, over);
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    expect(isOver).toBe(false);
  });

  test("an operation on it is refused a second time, too", () =>
    run(function* () {
      const op = nilChan<number>().recv();
      go(() => op);
      yield* settle();
      let error: unknown;
      try {
        yield* op;
      } catch (e) {
        error = e;
      }
      expect((error as Error).message).toMatch(/^operation performed twice/);
    }));
});
