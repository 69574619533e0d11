import { describe, expectTypeOf, test } from "vitest";
import { type Chan, chan, type Go, nilChan, type Op, type RecvChan, run, type SendChan } from "./index.js";

describe("making", () => {
  test("a channel has its element type, a nil channel too", () => {
    expectTypeOf(chan<number>(3)).toEqualTypeOf<Chan<number>>();
    expectTypeOf(nilChan<string>()).toEqualTypeOf<Chan<string>>();
    expectTypeOf(chan<void>().send()).toEqualTypeOf<Op<void>>();
    // @ts-expect-error a capacity is a number
    chan<number>("3");
  });
});

describe("sending", () => {
  test("takes the element type only", () => {
    const ch = chan<number>();
    expectTypeOf(ch.send(1)).toEqualTypeOf<Op<void>>();
    expectTypeOf(ch.trySend(1)).toEqualTypeOf<boolean>();
    // @ts-expect-error wrong element type
    ch.send("x");
    // @ts-expect-error wrong element type
    ch.trySend(undefined);
    // @ts-expect-error a value is needed
    ch.send();
  });
});

describe("receiving", () => {
  const ch: Chan<number> = chan<number>();

  test("recv may give undefined: the end", () => {
    expectTypeOf(ch.recv()).toEqualTypeOf<Op<number | undefined>>();
    function* body(): Go {
      const v = yield* ch.recv();
      expectTypeOf(v).toEqualTypeOf<number | undefined>();
      // @ts-expect-error it may be the end
      v.toFixed();
    }
    void body;
  });

  test("await gives the same", async () => {
    expectTypeOf(await ch.recv()).toEqualTypeOf<number | undefined>();
    expectTypeOf(await ch.send(1)).toEqualTypeOf<void>();
    expectTypeOf(await ch.range(() => {})).toEqualTypeOf<void>();
    for await (const v of ch) expectTypeOf(v).toEqualTypeOf<number>();
  });

  test("recvOk's flag tells the value from the end", () => {
    function* body(): Go {
      const [v, ok] = yield* ch.recvOk();
      // @ts-expect-error the flag was not looked at
      const early: number = v;
      void early;
      if (ok) expectTypeOf(v).toEqualTypeOf<number>();
      else expectTypeOf(v).toEqualTypeOf<undefined>();
      if (!ok) return;
      expectTypeOf(v).toEqualTypeOf<number>();
    }
    void body;
  });

  test("so it does where undefined may be sent", () => {
    function* body(): Go {
      const [v, ok] = yield* chan<string | undefined>().recvOk();
      if (ok) expectTypeOf(v).toEqualTypeOf<string | undefined>();
    }
    void body;
  });

  test("tryRecv gives a third thing: it would block", () => {
    const got = ch.tryRecv();
    // @ts-expect-error it may be undefined
    got[0];
    if (got === undefined) return;
    const [v, ok] = got;
    if (ok) expectTypeOf(v).toEqualTypeOf<number>();
    else expectTypeOf(v).toEqualTypeOf<undefined>();
  });

  test("range's body gets the value; it gives a boolean, nothing, or is a generator function", () => {
    ch.range((v) => expectTypeOf(v).toEqualTypeOf<number>());
    ch.range((v) => (v > 3 ? false : undefined));
    ch.range(() => {});
    ch.range(function* (v) {
      yield* ch.send(v);
    });
    ch.range(function* (v) {
      yield* ch.send(v);
      return v <= 3;
    });
    // @ts-expect-error a number is none of these
    ch.range(() => 1);
    // @ts-expect-error a promise would not be waited for
    ch.range(async () => {});
    // @ts-expect-error a yield without its star
    ch.range(function* (v) {
      yield ch.send(v);
    });
  });
});

describe("direction", () => {
  const ch = chan<number>();

  test("a channel passes as either side, never back", () => {
    const rx: RecvChan<number> = ch;
    const tx: SendChan<number> = ch;
    // @ts-expect-error a receiving side is no channel
    const a: Chan<number> = rx;
    // @ts-expect-error a sending side is no channel
    const b: Chan<number> = tx;
    // @ts-expect-error nor are they each other
    const c: RecvChan<number> = tx;
    // @ts-expect-error nor are they each other
    const d: SendChan<number> = rx;
    void [a, b, c, d];
  });

  test("a sending side can't receive", () => {
    const tx: SendChan<number> = ch;
    expectTypeOf(tx).toHaveProperty("len");
    expectTypeOf(tx).toHaveProperty("cap");
    // @ts-expect-error send-only
    tx.recv();
    // @ts-expect-error send-only
    tx.recvOk();
    // @ts-expect-error send-only
    tx.tryRecv();
    // @ts-expect-error send-only
    tx.range(() => {});
    // @ts-expect-error send-only
    tx[Symbol.asyncIterator]();
  });

  test("a receiving side can't send, and can't close", () => {
    const rx: RecvChan<number> = ch;
    expectTypeOf(rx).toHaveProperty("len");
    expectTypeOf(rx).toHaveProperty("cap");
    // @ts-expect-error receive-only
    rx.send(1);
    // @ts-expect-error receive-only
    rx.trySend(1);
    // @ts-expect-error receive-only
    rx.close();
  });

  test("length and capacity can only be read", () => {
    // @ts-expect-error read-only
    ch.len = 1;
    // @ts-expect-error read-only
    ch.cap = 1;
  });
});

describe("variance", () => {
  const ch = chan<number>();

  test("who receives may know less, who sends may know more, a channel is exact", () => {
    const rx: RecvChan<number | string> = ch;
    const tx: SendChan<1 | 2> = ch;
    // @ts-expect-error a channel of numbers can't be sent a string
    const wide: Chan<number | string> = ch;
    // @ts-expect-error a channel of numbers may give more than 1 and 2
    const narrow: Chan<1 | 2> = ch;
    // @ts-expect-error it can't give strings only
    const wrongRx: RecvChan<string> = ch;
    // @ts-expect-error it can't take strings
    const wrongTx: SendChan<number | string> = ch;
    void [rx, tx, wide, narrow, wrongRx, wrongTx];
  });

  test("a function that asks for a side infers the element type", () => {
    function first<T>(from: RecvChan<T>): Op<T | undefined> {
      return from.recv();
    }
    function give<T>(to: SendChan<T>, value: T): Op<void> {
      return to.send(value);
    }
    expectTypeOf(first(ch)).toEqualTypeOf<Op<number | undefined>>();
    give(ch, 1);
    // @ts-expect-error wrong element type
    give(ch, "x");
    void run;
  });
});
