import { type Chan, chan, type Go, go, type RuntimeError, run } from "@gopark/core";
import { m, Operation, WaitQ } from "@gopark/core/internal";
import { RWMutex } from "@gopark/sync";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { channelContract } from "../../core/test/channel-contract.js";
import { channelModel } from "../../core/test/channel-model.js";
import { useFakeHost } from "../../core/test/fake-host.js";
import { opContract } from "../../core/test/op-contract.js";
import { holds, timeout } from "../../core/test/property.js";
import { follow } from "../../select/test/follow.js";
import { programs } from "../../select/test/program.js";
import { rwTurnstiles, type Turnstile } from "../../select/test/turnstile.js";
import { handedOut } from "../test/shm/handed-out.js";
import { f64 } from "./codec.js";
import { Place, retainObject, type SharedHandle } from "./handles.js";
import * as shared from "./shared.js";
import { SharedChan, sharedChan } from "./shared-chan.js";
import { get, load } from "./shm/atomics.js";
import { CLOSED, SENT } from "./shm/sides.js";
import { shm } from "./shm-engine.js";

for (const cap of [0, 1, 2, 3]) {
  const name = `a shared channel of capacity ${cap}`;
  channelContract(name, { cap, copies: true, make: <T>() => sharedChan<any>(cap) as Chan<T> });
  if (cap > 0)
    channelContract(`${name} that was handed out`, {
      cap,
      copies: true,
      make: <T>() => handedOut(cap) as Chan<T>,
    });
}

/** A channel of capacity 1 that holds `value`. */
function holding<T>(value: T): Chan<T> {
  const ch: Chan<T> = sharedChan<any>(1);
  ch.trySend(value);
  return ch;
}

/** A closed, empty channel. */
function closed(): Chan<string> {
  const ch = sharedChan<string>();
  ch.close();
  return ch;
}

opContract("recv of a shared channel", {
  ready: () => ({ make: () => holding("v").recv(), outcome: { value: "v" } }),
  waiting: () => {
    const ch = sharedChan<string>();
    return { make: () => ch.recv(), outcome: { value: "v" }, complete: () => ch.trySend("v") };
  },
});

opContract("recvOk of a shared channel, at the end", {
  ready: () => ({ make: () => closed().recvOk(), outcome: { value: [undefined, false] } }),
  waiting: () => {
    const ch = sharedChan<string>();
    return { make: () => ch.recvOk(), outcome: { value: [undefined, false] }, complete: () => ch.close() };
  },
});

opContract("send on a shared channel", {
  ready: () => ({ make: () => sharedChan(1).send("v"), outcome: { value: undefined } }),
  waiting: () => {
    const ch = sharedChan<string>();
    return { make: () => ch.send("v"), outcome: { value: undefined }, complete: () => ch.tryRecv() };
  },
});

const sendPanic = expect.objectContaining({ message: "send on closed channel", value: "v" });

opContract("send on a closed shared channel", {
  ready: () => ({ make: () => closed().send("v"), outcome: { error: sendPanic } }),
  waiting: () => {
    const ch = holding("w");
    return { make: () => ch.send("v"), outcome: { error: sendPanic }, complete: () => ch.close() };
  },
});

describe("random programs on shared channels", () => {
  const fake = useFakeHost();
  const { locate } = m;
  // Looking up the lines of every deadlock takes longer than all the rest.
  beforeAll(() => void (m.locate = null));
  afterAll(() => void (m.locate = locate));

  /** A shared channel that shows what `follow` looks at when a program is over. */
  function shown(cap: number): Chan<unknown> {
    const ch = sharedChan<unknown>(cap) as unknown as SharedChan<unknown>;
    const none = new WaitQ("chan receive");
    for (const name of ["send", "recv", "recvOk"] as const) {
      const make = ch[name] as (value?: unknown) => Operation<any>;
      // The world listens to `poll`, which the shortcut in their own `next` leaves out.
      const asked = (value?: unknown): Operation<any> =>
        Object.assign(make.call(ch, value), { next: Operation.prototype.next });
      Object.defineProperty(ch, name, { value: asked, writable: true });
    }
    return Object.defineProperties(ch, {
      recvq: { value: none },
      sendq: { value: none },
      isClosed: { get: () => load(ch.addr + CLOSED) === 1 },
    }) as unknown as Chan<unknown>;
  }

  /** A turnstile whose operations take no shortcut. */
  function open(turnstile: Turnstile): Turnstile {
    const { lock } = turnstile;
    return { ...turnstile, lock: () => Object.assign(lock(), { next: Operation.prototype.next }) };
  }

  /** One lock in shared memory and one here: few, so that many wait for each. */
  function locks(): Turnstile[] {
    return [...rwTurnstiles(new shared.RWMutex()).map(open), ...rwTurnstiles(new RWMutex())];
  }

  it("do so beside locks of both kinds", { timeout }, () =>
    holds(
      fc.asyncProperty(programs(2), (program) => follow(program, fake.host, shown, locks())),
      800,
    ),
  );

  it("do in every step what Go's do, and end as Go's end", { timeout }, () =>
    holds(
      fc.asyncProperty(programs(0), (program) => follow(program, fake.host, shown)),
      400,
    ),
  );

  it("do so beside local channels in the same selects, and callers outside", { timeout }, () =>
    holds(
      fc.asyncProperty(programs(3), fc.integer({ min: 0, max: 7 }), (program, mix) => {
        let i = 0;
        const make = (cap: number): Chan<unknown> => ((mix >> (i++ % 3)) & 1 ? shown(cap) : chan(cap));
        return follow(program, fake.host, make);
      }),
      400,
    ),
  );
});

for (const cap of [0, 2]) channelModel(`a shared channel of capacity ${cap}`, () => sharedChan<any>(cap));
channelModel("a shared channel of capacity 2 that was handed out", () => handedOut(2));

describe("sharedChan", () => {
  it.each([-1, 1.5, Number.NaN, 2 ** 32, "1"])("CH-03 refuses the capacity %s", (cap) => {
    expect(() => sharedChan(cap as number)).toThrow(
      expect.objectContaining({ message: "makechan: size out of range" }),
    );
  });

  it.each([{}, 5, null])("refuses %j for a codec", (codec) => {
    expect(() => sharedChan(2, codec as any)).toThrow(
      /^sharedChan: codec: want one of f64, i32, bool, bigint, bytes, struct\({ ... }\), structured, got /,
    );
  });

  it("says so when the memory has no room for the capacity", () => {
    expect(() => sharedChan(2 ** 25)).toThrow(
      /^shared memory is full: no room for an object of 536871168 bytes in 64 MiB; want a larger option memory of run$/,
    );
  });

  describe("a thread that has it alone", () => {
    afterEach(() => vi.restoreAllMocks());

    const isAlone = (ch: unknown): boolean => (ch as SharedChan<unknown>).own.isAlone;
    const addrOf = (ch: unknown): number => (ch as SharedChan<unknown>).addr;

    it("AL1 has it so until a value names it, and again when it finds nobody else with it", () =>
      run(function* () {
        const ch = sharedChan(1);
        const carrier = sharedChan<Chan<any>>(1);
        expect(isAlone(ch)).toBe(true);
        yield* carrier.send(ch);
        expect(isAlone(ch)).toBe(false);
        // One in 33 that find no room looks.
        function* crowd(): Go {
          for (let i = 0; i < 34; i++) {
            go(() => void ch.tryRecv());
            yield* ch.send(i);
          }
        }
        yield* crowd();
        expect(isAlone(ch), "a value that names it is on its way").toBe(false);
        expect(yield* carrier.recv()).toBe(ch);
        yield* crowd();
        expect(isAlone(ch)).toBe(true);
      }));

    it("AL1 does not where a getter of what is sent hands it out", () =>
      run(function* () {
        const ch = sharedChan<any>(2);
        const carrier = sharedChan<any>(1);
        const value = {
          get n() {
            carrier.trySend(ch);
            ch.trySend("first");
            return 1;
          },
        };
        const locked = vi.spyOn(shm, "sendNow");
        yield* ch.send(value);
        expect([isAlone(ch), locked.mock.calls.length]).toEqual([false, 1]);
        expect([yield* ch.recv(), yield* ch.recv()]).toEqual(["first", { n: 1 }]);
      }));

    it("AL1 does not where it was handed one", () => {
      const { own } = new SharedChan(new Place(addrOf(handedOut(1))), f64);
      expect(own.isAlone).toBe(false);
    });

    it.each<[string, (ch: object) => object]>([
      ["a proxy that lets nothing be written", (ch) => new Proxy(ch, { set: () => true })],
      ["a copy", (ch) => Object.assign(Object.create(Object.getPrototypeOf(ch)), ch)],
      ["a frozen channel", Object.freeze],
    ])("AL1 does not any more when %s is handed out, nor what inherits from it", (_, view) => {
      const ch = sharedChan<number>(1);
      const heir: Chan<number> = Object.create(ch);
      expect([isAlone(ch), isAlone(heir)]).toEqual([true, true]);
      expect(sharedChan<any>(1).trySend(view(ch))).toBe(true);
      expect([isAlone(ch), isAlone(heir)]).toEqual([false, false]);
    });

    it("AL2 leaves all as others expect it", () =>
      run(function* () {
        const ch = sharedChan(3, f64);
        const got: unknown[] = [];
        for (let i = 0; i < 8; i++) {
          yield* ch.send(i);
          yield* ch.send(i + 0.5);
          got.push(yield* ch.recv());
          if (i % 3 === 0) retainObject(ch as unknown as SharedHandle);
          expect(ch.len).toBe(1);
          got.push(yield* ch.recv());
        }
        expect(got).toEqual(Array.from({ length: 16 }, (_, i) => i / 2));
        expect(get(addrOf(ch) + SENT)).toBe(16);
      }));
  });

  it("hands a value back that can't be delivered, not its copy", () =>
    run(function* () {
      const ch = sharedChan<object>();
      ch.close();
      const value = { n: 1 };
      try {
        yield* ch.send(value);
        expect.unreachable();
      } catch (error) {
        expect((error as RuntimeError).value).toBe(value);
      }
    }));
});
