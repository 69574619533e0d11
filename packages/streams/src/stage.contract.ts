/**
 * What every stage does, whatever else it does. Called from the test file of each operator:
 *
 *   C1  It passes the end on, and does not close a source that has ended.
 *   C2  While the sink is busy with its first value, the source is asked for `ahead` values at most.
 *   C3  An error of the sink, of the source, or of the source's clean-up arrives once, named after where it happened;
 *       the source is closed once.
 *   C4  Cancelled at any point, in any of the ways there are, it leaves no goroutine, and the source is closed once.
 *   C5  A pipeline runs as often as its source can, with the same result.
 *
 * Time is virtual. Each case runs on a source that has its values at hand and on one that is asynchronous.
 */
import { numGoroutine, sleep } from "@gopark/core";
import { timeout } from "@gopark/select";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeHost, useFakeHost } from "../../core/test/fake-host.js";
import {
  collect,
  first,
  forEach,
  map,
  type Operator,
  type Pipeline,
  pipe,
  type Source,
  type Stream,
  StreamError,
  withContext,
} from "./index.js";

/** How many values the sources have. */
const COUNT = 8;

/** Where a source fails. */
const BROKEN: Error = new Error("broken source");

/** A source that counts what is done to it. */
export class Probe {
  /** How often it was opened. */
  opened = 0;
  /** How many values it was asked for. */
  asked = 0;
  /** How often it was closed before its end. */
  closed = 0;
  private readonly count: number;
  /** The value in whose place it throws; -1 for none. */
  private readonly failsAt: number;

  constructor(count: number = COUNT, failsAt = -1) {
    this.count = count;
    this.failsAt = failsAt;
  }

  /** With its values at hand. */
  sync(): Iterable<number> {
    return {
      [Symbol.iterator]: () => {
        this.opened++;
        let i = 0;
        return {
          next: () => this.give(i++),
          return: () => {
            this.closed++;
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  /** One that is waited for; it lets a millisecond pass before every other value. */
  async(): AsyncIterable<number> {
    return {
      [Symbol.asyncIterator]: () => {
        this.opened++;
        let i = 0;
        return {
          next: async () => {
            if (i % 2 === 1) await sleep(1);
            return this.give(i++);
          },
          return: async () => {
            await sleep(1);
            this.closed++;
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  private give(i: number): IteratorResult<number, undefined> {
    this.asked++;
    if (i === this.failsAt) throw BROKEN;
    return i < this.count ? { done: false, value: i } : { done: true, value: undefined };
  }
}

/** What is special about a stage. */
export interface Special {
  /** How many values it may ask for while the sink is busy with the first (C2). Infinity if it gathers. */
  readonly ahead?: number;
  /** Whether it ends before its source does. */
  readonly leaves?: boolean;
  /** Whether errors of the source end in it. */
  readonly catches?: boolean;
  /** The stage after it; needed if it gives streams, which have to be read for it to go on. */
  readonly reader?: Make;
}

type Make = () => Operator<number, any>;
type Flavour = "sync" | "async";

/** Runs the contract on an operator. */
export function stageContract(name: string, make: Make, special: Special = {}): void {
  describe.each<Flavour>(["sync", "async"])(`${name} keeps the contract of stages, %s source`, (flavour) =>
    contract(flavour, make, special),
  );
}

function contract(flavour: Flavour, make: Make, special: Special): void {
  const fake = useFakeHost();
  const { ahead = 1, leaves = false, catches = false, reader = () => map((value) => value) } = special;

  /** What a pipeline gives, or how it fails. */
  function outcome(op: unknown): Promise<{ value?: any; error?: any }> {
    return fake.host.finish(told(op));
  }

  afterEach(async () => {
    await fake.host.settle();
    expect(numGoroutine()).toBe(0);
    expect(fake.host.uncaught).toEqual([]);
  });

  it("C1 passes the end on", async () => {
    const probe = new Probe();
    const { value } = await outcome(pipe(probe[flavour](), make(), reader(), collect()));
    expect(value).toBeInstanceOf(Array);
    expect(probe.opened).toBe(1);
    if (!leaves) expect([probe.asked, probe.closed]).toEqual([COUNT + 1, 0]);
  });

  it("C1 passes the end of nothing on", async () => {
    const { value } = await outcome(pipe(new Probe(0)[flavour](), make(), reader(), collect()));
    expect(value).toBeInstanceOf(Array);
  });

  it("C2 asks for no more than it may while the sink is busy", async () => {
    const probe = new Probe();
    let given = 0;
    const slow = pipe(
      probe[flavour](),
      make(),
      reader(),
      forEach(function* () {
        given++;
        if (given === 1) yield* sleep(1000);
      }),
    );
    const result = told(slow);
    await fake.host.advance(900);
    const asked = given > 0 ? probe.asked : 0;
    await fake.host.finish(result);
    expect(asked).toBeLessThanOrEqual(ahead);
  });

  it("C3 an error of the sink arrives once and closes the source once", async () => {
    const probe = new Probe();
    const boom = new Error("boom");
    const failing = forEach(() => {
      throw boom;
    });
    const { value, error } = await outcome(pipe(probe[flavour](), make(), reader(), failing));
    const { asked } = probe;
    if (error !== undefined) {
      expect(error).toBeInstanceOf(StreamError);
      expect([error.stage, error.cause]).toEqual(["forEach (stage 3)", boom]);
    } else expect(value).toBe(undefined);
    expect(probe.closed).toBe(error === undefined || asked > COUNT ? 0 : probe.opened);
  });

  if (!catches)
    it("C3 an error of the source arrives once, named", async () => {
      for (let failsAt = 0; failsAt < COUNT; failsAt++) {
        const probe = new Probe(COUNT, failsAt);
        const { error } = await outcome(pipe(probe[flavour](), make(), reader(), collect()));
        expect(probe.closed).toBeLessThanOrEqual(leaves ? 1 : 0);
        if (leaves && error === undefined) continue;
        expect(error).toBeInstanceOf(StreamError);
        expect([error.stage, error.cause]).toEqual(["source", BROKEN]);
      }
    });

  if (!catches)
    it("C3 an error of a stage upstream arrives once, with its name", async () => {
      const probe = new Probe();
      const boom = new Error("boom");
      const failing = map<number, number>(() => {
        throw boom;
      });
      const { error } = await outcome(pipe(probe[flavour](), failing, make(), reader(), collect()));
      if (leaves && error === undefined) return;
      expect([error.stage, error.cause, probe.closed]).toEqual(["map (stage 1)", boom, 1]);
    });

  it("C4 a consumer that leaves after k values closes the source once", async () => {
    for (let k = 1; k <= COUNT; k++) {
      const probe = new Probe();
      await fake.host.finish(leaveAfter(pipe(probe[flavour](), make(), reader()), k));
      expectClosed(probe);
    }
  });

  it("C4 aborted after k turns it is cancelled, whatever it was doing", async () => {
    for (let k = 0; k < 40; k++) {
      const probe = new Probe();
      const abort = new AbortController();
      const why = new Error("enough");
      const all = pipe(
        probe[flavour](),
        make(),
        reader(),
        withContext(abort.signal),
        map((value) => sleep(1).map(() => value)),
        collect(),
      );
      const result = told(all);
      for (let i = 0; i < k; i++) await (i % 4 === 3 ? fake.host.advance(1) : Promise.resolve());
      abort.abort(why);
      const { error } = await fake.host.finish(result);
      if (error !== undefined) expect(error).toBe(why);
      expectClosed(probe);
    }
  });

  it("C4 what loses against a timeout is cancelled", async () => {
    for (let ms = 0; ms < 12; ms++) {
      const probe = new Probe();
      const slow = pipe(
        probe[flavour](),
        make(),
        reader(),
        forEach(() => sleep(3)),
      );
      await outcome(timeout(slow, ms));
      await fake.host.settle();
      await fake.host.advance(5);
      expectClosed(probe);
    }
  });

  it("C4 a sink that has enough ends it", async () => {
    const probe = new Probe();
    const { error } = await outcome(pipe(probe[flavour](), make(), reader(), first()));
    expect(error).toBe(undefined);
    expectClosed(probe);
  });

  it("C5 runs again", async () => {
    const probe = new Probe();
    const values = pipe(probe[flavour](), make(), reader(), map(flatten), collect());
    const one = await outcome(values);
    const other = await outcome(pipe(probe[flavour](), make(), reader(), map(flatten), collect()));
    expect(other).toEqual(one);
    expect(probe.opened).toBe(2);
  });

  /** Closed once, if it was opened and has not ended of itself. */
  function expectClosed(probe: Probe): void {
    const isClosed = probe.opened > 0 && probe.asked <= COUNT;
    expect([probe.closed, numGoroutine()]).toEqual([isClosed ? probe.opened : probe.closed, 0]);
    expect(probe.closed).toBeLessThanOrEqual(probe.opened);
  }
}

/** How an operation ends. */
function told(op: unknown): Promise<{ value?: any; error?: any }> {
  return Promise.resolve(op as PromiseLike<unknown>).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
}

/** A value that can be compared: streams among them are as good as each other. */
function flatten(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? "stream" : value;
}

async function leaveAfter(stream: Stream<unknown>, k: number): Promise<number> {
  let count = 0;
  for await (const _ of stream) if (++count === k) break;
  return count;
}

/** Performs a pipeline under virtual time. */
export function finish<T>(fake: { readonly host: FakeHost }, op: Pipeline<T>): Promise<T> {
  return fake.host.finish(Promise.resolve(op));
}

/** Everything that a source gives through some operators, under virtual time. */
export function valuesOf<T>(fake: { readonly host: FakeHost }, source: Source<T>): Promise<T[]> {
  return finish(fake, pipe(source, collect<T>()));
}
