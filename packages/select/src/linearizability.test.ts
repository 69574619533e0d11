/**
 * Buffered channels are linearizable: whoever calls at the same time, and by whatever way, the replies are those that
 * one call after the other would have had. Nothing here looks inside.
 */
import { type Chan, chan, type Go, go, gosched, nilChan, type Op, run, wait } from "@gopark/core";
import { host, hostDice } from "@gopark/core/internal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds, timeout } from "../../core/test/property.js";
import { randomOf } from "../../core/test/random-of.js";
import { settle } from "../../core/test/settle.js";
import { type Call, isLinearizable, type Request } from "../test/linearizability.js";
import { preemptNext } from "../test/preempt.js";
import { select } from "./select.js";

/** How a call is made. */
const WAYS = ["yield", "preempted", "select", "map"] as const;

interface Turn {
  readonly kind: Request["kind"];
  readonly way: (typeof WAYS)[number];
  /** Rounds through the run queue before it. */
  readonly pause: number;
}

interface Participant {
  readonly isGoroutine: boolean;
  readonly turns: readonly Turn[];
}

const KINDS: Request["kind"][] = [
  "send",
  "send",
  "send",
  "recv",
  "recv",
  "recv",
  "trySend",
  "tryRecv",
  "len",
];
const kind: fc.Arbitrary<Request["kind"]> = fc.oneof(
  { weight: 11, arbitrary: fc.constantFrom(...KINDS) },
  { weight: 1, arbitrary: fc.constant<Request["kind"]>("close") },
);
const turn: fc.Arbitrary<Turn> = fc.record({ kind, way: fc.constantFrom(...WAYS), pause: fc.nat(2) });
const participant: fc.Arbitrary<Participant> = fc.record({
  isGoroutine: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  turns: fc.array(turn, { minLength: 1, maxLength: 4, size: "max" }),
});
const participants = fc.array(participant, { minLength: 2, maxLength: 5, size: "max" });

const [sent, received, failed] = [
  () => "sent",
  ([value, ok]: readonly [unknown, boolean]) => (ok ? `${value}` : "end"),
  (error: unknown) => `panic: ${(error as Error).message}`,
];

/** One channel, and what was asked of it. */
class Witness {
  readonly history: Call[] = [];
  private readonly ch: Chan<number>;
  private clock = 0;
  private lastValue = 0;

  constructor(ch: Chan<number>) {
    this.ch = ch;
  }

  begin(kind: Request["kind"]): Call {
    const request: Request =
      kind === "send" || kind === "trySend" ? { kind, value: ++this.lastValue } : { kind };
    const call: Call = { request, began: ++this.clock, replied: Number.POSITIVE_INFINITY, reply: "" };
    this.history.push(call);
    return call;
  }

  end(call: Call, reply: string): void {
    call.reply = reply;
    call.replied = ++this.clock;
  }

  /** A call that never waits; undefined if it is another. */
  now({ request }: Call): string | undefined {
    const { ch } = this;
    try {
      switch (request.kind) {
        case "trySend":
          return ch.trySend(request.value) ? "sent" : "would block";
        case "tryRecv": {
          const r = ch.tryRecv();
          return r === undefined ? "would block" : received(r);
        }
        case "close":
          ch.close();
          return "closed";
        case "len":
          return `${ch.len}`;
      }
    } catch (error) {
      return failed(error);
    }
    return undefined;
  }

  /** A call that may wait, as an operation that gives the reply. */
  op({ request }: Call, way: Turn["way"]): Op<string> {
    const { ch } = this;
    const plain: Op<string> =
      request.kind === "send" ? ch.send(request.value).map(sent) : ch.recvOk().map(received);
    if (way !== "select") return plain;
    return select([nilChan<string>().recv(), plain]).map(([, reply]) => reply as string);
  }

  *goroutine(turns: readonly Turn[]): Go {
    for (const { kind, way, pause } of turns) {
      for (let i = 0; i < pause; i++) yield* gosched();
      const call = this.begin(kind);
      const reply = this.now(call);
      if (reply !== undefined) {
        this.end(call, reply);
        continue;
      }
      if (way === "preempted") preemptNext();
      try {
        this.end(call, yield* this.perform(call, way));
      } catch (error) {
        this.end(call, failed(error));
      }
    }
  }

  /** Performs it; not always through `map`, which takes another way to wait. */
  private *perform(call: Call, way: Turn["way"]): Go<string> {
    const { request } = call;
    if (way === "select" || way === "map") return yield* this.op(call, way);
    if (request.kind !== "send") return received(yield* this.ch.recvOk());
    yield* this.ch.send(request.value);
    return "sent";
  }

  async caller(turns: readonly Turn[]): Promise<void> {
    for (const { kind, way, pause } of turns) {
      for (let i = 0; i < pause; i++) await Promise.resolve();
      const call = this.begin(kind);
      this.end(call, this.now(call) ?? (await this.op(call, way).then((reply) => reply, failed)));
    }
  }
}

/** What happens when all do their turns on one channel, until nobody can go on. */
async function historyOf(ch: Chan<number>, all: readonly Participant[], seed: number): Promise<Call[]> {
  const { now } = host;
  const { random } = hostDice;
  const time = now();
  host.now = () => time;
  hostDice.random = randomOf(seed);
  const witness = new Witness(ch);
  try {
    await run(function* () {
      for (const { isGoroutine, turns } of all)
        if (isGoroutine) go(() => witness.goroutine(turns));
        else wait(Promise.resolve()).then(() => witness.caller(turns));
      for (let before = -1; before !== witness.history.length; ) {
        before = witness.history.length;
        for (let turn = 0; turn < 3; turn++) {
          yield* settle();
          yield* wait(new Promise((resolve) => setImmediate(resolve)));
        }
      }
    });
  } finally {
    host.now = now;
    hostDice.random = random;
  }
  const history = witness.history.map((call) => ({ ...call }));
  // Callers outside do not end with the program.
  for (let i = 0; i < 20; i++) {
    try {
      ch.close();
    } catch {
      // Somebody has.
    }
    await new Promise(setImmediate);
  }
  return history;
}

describe("linearizability", () => {
  it("of buffered channels, in any program", { timeout }, () =>
    holds(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), participants, fc.integer(), async (cap, all, seed) => {
        const history = await historyOf(chan<number>(cap), all, seed);
        if (!isLinearizable(cap, history)) throw new Error(JSON.stringify(history, null, 1));
      }),
      1500,
    ),
  );
});

describe("a history is refused", () => {
  let moment = 0;
  const call = (request: Request, reply: string, began = ++moment, replied = ++moment): Call => ({
    request,
    began,
    replied,
    reply,
  });
  const [one, two]: Request[] = [1, 2].map((value) => ({ kind: "send", value }));
  const recv: Request = { kind: "recv" };
  const never = Number.POSITIVE_INFINITY;

  it("if values change places, although one was sent before the other", () => {
    const sends = [call(one!, "sent"), call(two!, "sent")];
    expect(isLinearizable(2, [...sends, call(recv, "1"), call(recv, "2")])).toBe(true);
    expect(isLinearizable(2, [...sends, call(recv, "2"), call(recv, "1")])).toBe(false);
  });

  it("but not if they were sent at the same time", () => {
    const sends = [call(one!, "sent", 1, 4), call(two!, "sent", 2, 3)];
    moment = 10;
    expect(isLinearizable(2, [...sends, call(recv, "2"), call(recv, "1")])).toBe(true);
  });

  it("if a value is received twice, or one that nobody has sent", () => {
    expect(isLinearizable(1, [call(one!, "sent"), call(recv, "1"), call(recv, "1")])).toBe(false);
    expect(isLinearizable(1, [call(recv, "3")])).toBe(false);
  });

  it("if a value is lost", () => {
    const close = [call({ kind: "close" }, "closed")];
    expect(isLinearizable(1, [call(one!, "sent"), ...close, call(recv, "end")])).toBe(false);
    expect(isLinearizable(1, [...close, call(recv, "end")])).toBe(true);
  });

  it("if more is sent than fits", () => {
    expect(isLinearizable(1, [call(one!, "sent"), call(two!, "sent"), call(recv, "1")])).toBe(false);
    expect(isLinearizable(1, [call(one!, "sent"), call({ kind: "trySend", value: 2 }, "would block")])).toBe(
      true,
    );
  });

  it("if somebody waits without a reason", () => {
    expect(isLinearizable(1, [call(one!, "sent"), call(two!, "", ++moment, never)])).toBe(true);
    expect(isLinearizable(1, [call(one!, "", ++moment, never)])).toBe(false);
    expect(isLinearizable(1, [call(one!, "sent"), call(recv, "", ++moment, never)])).toBe(false);
  });
});
