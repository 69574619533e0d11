/**
 * Go's channel as a plain list, and random programs that compare a channel with it.
 *
 * The model takes a step at the moment an operation is performed, and says then or later how it ended. Between
 * that step and the channel's own no code can run, so any interleaving of any number of goroutines and awaiting
 * callers can be followed, and each outcome compared where it arrives.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Chan } from "../src/chan.js";
import { RuntimeError } from "../src/errors.js";
import { go, run } from "../src/go.js";
import { type Go, gosched, type Op, wait } from "../src/op.js";
import { host } from "../src/runtime/host.js";
import { holds, timeout } from "./property.js";
import { settle } from "./settle.js";

/** How an operation ended: a value with its flag, a text of a panic, or that it would have blocked. */
type Outcome =
  | readonly [value: unknown, ok: boolean]
  | "sent"
  | "closed"
  | "would block"
  | `panic: ${string}`;

const END: Outcome = [undefined, false];

/** A channel as the Go specification describes it. */
class ChannelModel {
  /** Outcomes of the operations that have completed, by the number of the operation. */
  readonly outcomes: Map<number, Outcome> = new Map();
  /** Numbers of the operations that had to wait, in the order in which Go makes them runnable again. */
  readonly woken: number[] = [];
  readonly receivers: number[] = [];
  readonly senders: { id: number; value: unknown }[] = [];
  readonly buffer: unknown[] = [];
  private isClosed = false;
  private readonly cap: number;

  constructor(cap: number) {
    this.cap = cap;
  }

  /** Whether an operation waits. */
  isWaiting(id: number): boolean {
    return !this.outcomes.has(id);
  }

  send(id: number, value: unknown, blocks = true): void {
    const receiver = this.receivers.shift();
    if (this.isClosed) this.outcomes.set(id, "panic: send on closed channel");
    else if (receiver !== undefined) {
      this.outcomes.set(id, "sent");
      this.wake(receiver, [value, true]);
    } else if (this.buffer.length < this.cap) {
      this.buffer.push(value);
      this.outcomes.set(id, "sent");
    } else if (blocks) this.senders.push({ id, value });
    else this.outcomes.set(id, "would block");
  }

  recv(id: number, blocks = true): void {
    const sender = this.senders.shift();
    if (sender !== undefined) this.buffer.push(sender.value);
    if (this.buffer.length > 0) this.outcomes.set(id, [this.buffer.shift(), true]);
    else if (this.isClosed) this.outcomes.set(id, END);
    else if (blocks) this.receivers.push(id);
    else this.outcomes.set(id, "would block");
    if (sender !== undefined) this.wake(sender.id, "sent");
  }

  close(id: number): void {
    if (this.isClosed) {
      this.outcomes.set(id, "panic: close of closed channel");
      return;
    }
    this.isClosed = true;
    this.outcomes.set(id, "closed");
    const receivers = this.receivers.splice(0).map((id): [number, Outcome] => [id, END]);
    const senders = this.senders
      .splice(0)
      .map((s): [number, Outcome] => [s.id, "panic: send on closed channel"]);
    // Who waited longest runs first, the others from the last to the second.
    const [first, ...others] = [...receivers, ...senders];
    if (first === undefined) return;
    for (const [id, outcome] of [first, ...others.reverse()]) this.wake(id, outcome);
  }

  private wake(id: number, outcome: Outcome): void {
    this.outcomes.set(id, outcome);
    this.woken.push(id);
  }
}

const KINDS = ["send", "recv", "recvOk", "trySend", "tryRecv", "close", "yield"] as const;
type Kind = (typeof KINDS)[number];

/** Operations in the mix of a usual program: closing is rare. */
const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Kind>("send") },
  { weight: 3, arbitrary: fc.constant<Kind>("recv") },
  { weight: 3, arbitrary: fc.constant<Kind>("recvOk") },
  { weight: 2, arbitrary: fc.constant<Kind>("trySend") },
  { weight: 2, arbitrary: fc.constant<Kind>("tryRecv") },
  { weight: 2, arbitrary: fc.constant<Kind>("yield") },
  { weight: 1, arbitrary: fc.constant<Kind>("close") },
);

function panicOf(error: unknown): Outcome {
  if (!(error instanceof RuntimeError)) throw error;
  return `panic: ${error.message}`;
}

/** One step of the model and the same operation on the channel, begun in the same breath. */
class Follower {
  readonly model: ChannelModel;
  private readonly ch: Chan<unknown>;
  private lastId = 0;

  constructor(ch: Chan<unknown>) {
    this.model = new ChannelModel(ch.cap);
    this.ch = ch;
  }

  /** What completes at once, whoever asks; undefined for a blocking operation. */
  now(id: number, kind: Kind): Outcome | undefined {
    const { model, ch } = this;
    try {
      if (kind === "trySend") {
        model.send(id, id, false);
        return ch.trySend(id) ? "sent" : "would block";
      }
      if (kind === "tryRecv") {
        model.recv(id, false);
        return ch.tryRecv() ?? "would block";
      }
      if (kind === "close") {
        model.close(id);
        ch.close();
        return "closed";
      }
    } catch (error) {
      return panicOf(error);
    }
    return undefined;
  }

  /** A blocking operation, of which the model has taken its step. The next thing must be to perform it. */
  begin(id: number, kind: Kind): Op<unknown> {
    const { model, ch } = this;
    if (kind === "send") {
      model.send(id, id);
      return ch.send(id);
    }
    model.recv(id);
    return kind === "recv" ? ch.recv() : ch.recvOk();
  }

  /** The outcome of a blocking operation that gave `value`. */
  outcome(kind: Kind, value: unknown): Outcome {
    if (kind === "send") return "sent";
    // A receive without a flag gives undefined at the end only: the values sent here are numbers.
    return kind === "recv" ? [value, value !== undefined] : (value as Outcome);
  }

  expect(id: number, kind: Kind, got: Outcome): void {
    expect([id, kind, got]).toEqual([id, kind, this.model.outcomes.get(id)]);
    expect(this.ch.len).toBe(this.model.buffer.length);
  }

  nextId(): number {
    return ++this.lastId;
  }
}

/** Performs one operation in a goroutine and compares its outcome. */
function* step(follower: Follower, kind: Kind, id: number, log: number[] = []): Go {
  if (kind === "yield") {
    yield* gosched();
    return;
  }
  let got = follower.now(id, kind);
  if (got === undefined) {
    try {
      got = follower.outcome(kind, yield* follower.begin(id, kind));
    } catch (error) {
      got = panicOf(error);
    }
  }
  log.push(id);
  follower.expect(id, kind, got);
}

/** Performs one operation outside goroutines and compares its outcome. */
async function stepOutside(follower: Follower, kind: Kind, id: number): Promise<void> {
  if (kind === "yield") {
    await Promise.resolve();
    return;
  }
  let got = follower.now(id, kind);
  if (got === undefined) {
    try {
      // Performed here, not by `await`, which would perform it a microtask later.
      const promise = follower.begin(id, kind).then((value) => value);
      got = follower.outcome(kind, await promise);
    } catch (error) {
      got = panicOf(error);
    }
  }
  follower.expect(id, kind, got);
}

/** One operation after the other, each by a goroutine of its own: also the order of wakeups is Go's. */
function followsOneAtATime(make: () => Chan<unknown>): (kinds: Kind[]) => Promise<void> {
  return (kinds) =>
    run(
      function* () {
        const follower = new Follower(make());
        const { model } = follower;
        const log: number[] = [];
        for (const kind of kinds.filter((k) => k !== "yield")) {
          const id = follower.nextId();
          log.length = 0;
          model.woken.length = 0;
          go(step, follower, kind, id, log);
          yield* settle();
          expect(log).toEqual(model.isWaiting(id) ? [] : [id, ...model.woken]);
        }
      },
      // In one slice: the end of one changes who runs next.
      { slice: 1e9 },
    );
}

/** A participant: what it does, and whether it is a goroutine. */
interface Script {
  readonly isGoroutine: boolean;
  readonly kinds: Kind[];
}

/** Many participants at once, preempted wherever the clock says so. */
function followsManyAtOnce(make: () => Chan<unknown>): (scripts: Script[], tick: number) => Promise<void> {
  return async (scripts, tick) => {
    const follower = new Follower(make());
    const { model } = follower;
    const { now } = host;
    let time = now();
    let progress = 0;
    const waiting = new Set<number>();
    const failures: unknown[] = [];

    async function caller(kinds: Kind[]): Promise<void> {
      for (const kind of kinds) {
        const id = follower.nextId();
        waiting.add(id);
        await stepOutside(follower, kind, id);
        waiting.delete(id);
        progress++;
      }
    }
    function* goroutine(kinds: Kind[]): Go {
      for (const kind of kinds) {
        const id = follower.nextId();
        waiting.add(id);
        yield* step(follower, kind, id);
        waiting.delete(id);
        progress++;
      }
    }

    host.now = () => (time += tick);
    try {
      await run(
        function* () {
          for (const { isGoroutine, kinds } of scripts)
            if (isGoroutine) go(goroutine, kinds);
            else caller(kinds).catch((error: unknown) => failures.push(error));
          for (let before = -1; progress !== before; ) {
            before = progress;
            for (let turn = 0; turn < 2; turn++) {
              yield* settle();
              yield* wait(new Promise((resolve) => setImmediate(resolve)));
            }
          }
        },
        { slice: 1 },
      );
    } finally {
      host.now = now;
    }
    expect(failures).toEqual([]);
    const expected = [...model.receivers, ...model.senders.map(({ id }) => id)];
    expect([...waiting].sort()).toEqual(expected.sort());
  };
}

/** How many random programs each property is tried on. */
const numRuns = 500;

/** Compares channels of one flavour with the model, over many random programs. */
export function channelModel(name: string, make: <T>() => Chan<T>): void {
  const kinds = (maxLength: number): fc.Arbitrary<Kind[]> => fc.array(kind, { maxLength, size: "max" });

  test(`${name} does what Go's does, one operation at a time, and wakes in Go's order`, { timeout }, () =>
    holds(fc.asyncProperty(kinds(60), followsOneAtATime(make)), numRuns),
  );

  const isGoroutine = fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  );
  const script: fc.Arbitrary<Script> = fc.record({ isGoroutine, kinds: kinds(25) });
  const scripts = fc.array(script, { minLength: 2, maxLength: 8, size: "max" });
  const tick = fc.constantFrom(0, 0.01, 0.3, 2);

  test(`${name} does what Go's does under many goroutines and awaiting callers at once`, { timeout }, () =>
    holds(fc.asyncProperty(scripts, tick, followsManyAtOnce(make)), numRuns),
  );
}
