/**
 * What the model of programs that end does: goroutines and callers outside that use all there is in sync, in any order.
 *
 *   S1  `inside` of a side, and `mine` of a story, count who is inside and will not leave by itself once the program is over.
 */
import { background, chan, type Go, go, gosched, type Op, run, withCancel } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { select } from "@gopark/select";
import fc from "fast-check";
import { expect } from "vitest";
import type { FakeHost } from "../../core/test/fake-host.js";
import { Cond } from "../src/cond.js";
import { HMutex } from "../src/hmutex.js";
import { HRWMutex } from "../src/hrwmutex.js";
import { Once } from "../src/once.js";
import { Weighted } from "../src/semaphore.js";
import { SingleFlight } from "../src/singleflight.js";
import { WaitGroup } from "../src/waitgroup.js";
import { checkMutex, checkRWMutex } from "./check-lock.js";
import { checkSemaphore } from "./check-semaphore.js";

/** One lock, or one side of it. */
interface Side {
  take(): Op<unknown>;
  tryTake(): boolean;
  back(): void;
  /** How often somebody is inside, as far as they know themselves. */
  inside: number;
}

/** What programs share, and who is inside. */
class World {
  readonly mu = new HMutex();
  readonly rw = new HRWMutex();
  readonly tokens = new Weighted(2);
  readonly cond = new Cond(this.mu);
  readonly once = new Once();
  readonly wg = new WaitGroup();
  readonly flight = new SingleFlight<string, number>();
  readonly cancelled = withCancel(background());
  isOnceRunning = false;
  readonly sides: readonly Side[] = [
    { take: () => this.mu.lock(), tryTake: () => this.mu.tryLock(), back: () => this.mu.unlock(), inside: 0 },
    { take: () => this.rw.lock(), tryTake: () => this.rw.tryLock(), back: () => this.rw.unlock(), inside: 0 },
    {
      take: () => this.rw.rLock(),
      tryTake: () => this.rw.tryRLock(),
      back: () => this.rw.rUnlock(),
      inside: 0,
    },
    {
      take: () => this.tokens.acquire(2),
      tryTake: () => this.tokens.tryAcquire(2),
      back: () => this.tokens.release(2),
      inside: 0,
    },
    {
      take: () => this.tokens.acquire(1),
      tryTake: () => this.tokens.tryAcquire(1),
      back: () => this.tokens.release(1),
      inside: 0,
    },
  ];

  constructor() {
    this.wg.add(1);
  }

  side(i: number): Side {
    return this.sides[i] as Side;
  }

  check(): void {
    checkMutex(this.mu);
    checkRWMutex(this.rw);
    checkSemaphore(this.tokens);
  }
}

const WAYS: readonly ((op: Op<unknown>) => Op<unknown>)[] = [
  (op) => op,
  (op) => op.map(() => undefined),
  (op) => select([op, chan().recv()]),
];

function* linger(turns: number): Go {
  for (let i = 0; i < turns; i++) yield* gosched();
}

/** Goes inside, stays, and leaves. */
function* visit(side: Side, way: number, stay: number, isHurried: boolean): Go {
  const op = (WAYS[way] as (typeof WAYS)[number])(side.take());
  if (isHurried) currentSched().interrupt();
  yield* op;
  side.inside++;
  try {
    yield* linger(stay);
  } finally {
    side.inside--;
    side.back();
  }
}

/** Waits for a signal, with the lock. */
function* listen(world: World): Go {
  const side = world.side(0);
  yield* world.mu.lock();
  side.inside++;
  try {
    side.inside--;
    try {
      yield* world.cond.wait();
    } finally {
      side.inside++;
    }
  } finally {
    side.inside--;
    world.mu.unlock();
  }
}

/** What a goroutine does; what main does next. */
type Deed =
  | { kind: "visit"; side: number; way: number; stay: number; isHurried: boolean }
  | { kind: "outside" | "take" | "back"; side: number }
  | { kind: "listen" | "signal" | "broadcast" | "once" | "wait" | "done" | "cancel" | "ask" | "fly" }
  | { kind: "yield"; turns: number };

const side = fc.nat(4);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("visit" as const),
      side,
      way: fc.nat(2),
      stay: fc.nat(2),
      isHurried: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("outside" as const, "take" as const, "back" as const, "back" as const),
      side,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "listen" as const,
        "signal" as const,
        "broadcast" as const,
        "once" as const,
        "wait" as const,
        "done" as const,
        "cancel" as const,
        "ask" as const,
        "fly" as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("yield" as const), turns: fc.integer({ min: 1, max: 3 }) }),
  },
);

/** A main that does its deeds, and logs what outsiders were served. */
export class Story {
  private readonly host: FakeHost;
  readonly world = new World();
  /** How often main is inside. */
  readonly mine: number[] = [0, 0, 0, 0, 0];
  asked = 0;
  served = 0;
  private isDone = false;

  constructor(host: FakeHost) {
    this.host = host;
  }

  *run(deeds: readonly Deed[]): Go {
    for (const deed of deeds) yield* this.act(deed);
  }

  private *act(deed: Deed): Go {
    const { world } = this;
    if (deed.kind === "visit") {
      go(visit, world.side(deed.side), deed.way, deed.stay, deed.isHurried);
    } else if (deed.kind === "outside") this.visitFromOutside(world.side(deed.side));
    else if (deed.kind === "take") {
      if (world.side(deed.side).tryTake()) this.mine[deed.side]!++;
    } else if (deed.kind === "back") {
      if (this.mine[deed.side]! > 0) this.giveBack(deed.side);
    } else if (deed.kind === "yield") yield* linger(deed.turns);
    else if (deed.kind === "listen") go(listen, world);
    else if (deed.kind === "signal") world.cond.signal();
    else if (deed.kind === "broadcast") world.cond.broadcast();
    else if (deed.kind === "once") {
      go(() =>
        world.once.do(function* () {
          world.isOnceRunning = true;
          try {
            yield* linger(2);
          } finally {
            world.isOnceRunning = false;
          }
        }),
      );
    } else if (deed.kind === "wait") go(() => world.wg.wait());
    else if (deed.kind === "done") this.done();
    else if (deed.kind === "cancel") world.cancelled[1]();
    else if (deed.kind === "ask") go(ask, world);
    else
      go(() =>
        world.flight.do("key", function* () {
          yield* linger(3);
          return 1;
        }),
      );
  }

  private giveBack(i: number): void {
    this.mine[i]!--;
    this.world.side(i).back();
  }

  private done(): void {
    if (!this.isDone) this.world.wg.done();
    this.isDone = true;
  }

  private visitFromOutside(side: Side): void {
    this.asked++;
    void side.take().then(() => {
      side.back();
      this.served++;
    });
  }

  /** The program is over: those that were inside at the end leave, and then everything works for another. */
  async outlive(): Promise<void> {
    const { world } = this;
    await this.host.settle();
    world.check();
    this.done();
    world.sides.forEach((side, i) => {
      for (; this.mine[i]! > 0; ) this.giveBack(i);
      for (; side.inside > 0; side.inside--) side.back();
    });
    await this.host.settle();
    expect(this.served).toBe(this.asked);
    world.check();
    await this.host.finish(
      run(function* () {
        for (const side of world.sides) {
          yield* side.take();
          side.back();
        }
        if (!world.isOnceRunning) yield* world.once.do(() => {});
        yield* world.wg.wait();
        expect((yield* world.flight.do("key", () => 2)).value).toBe(2);
        const listening = go(listen, world);
        yield* linger(2);
        world.cond.signal();
        yield* listening.join();
      }),
    );
    for (const side of world.sides) {
      expect(side.tryTake()).toBe(true);
      side.back();
    }
    expect(this.host.uncaught).toEqual([]);
  }
}

/** Asks for tokens until the context is cancelled. */
function* ask(world: World): Go {
  const side = world.side(4);
  const error = yield* world.tokens.acquire(1, world.cancelled[0]);
  if (error) return;
  side.inside++;
  try {
    yield* linger(1);
  } finally {
    side.inside--;
    side.back();
  }
}

/** What a main does before it ends. */
export const deeds: fc.Arbitrary<Deed[]> = fc.array(deed, { minLength: 1, maxLength: 25 });
