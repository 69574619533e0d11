/**
 * Fairness of the locks, as bounds: how many others may come first.
 *
 * Time passes only where a goroutine spends it, and the runtime is made to look at the clock whenever it has. Nobody is
 * preempted: who has got a turn goes on with it at once, and the order in the logs is that of the turns.
 */
import { type Go, go, gosched, sleep } from "@gopark/core";
import { m } from "@gopark/core/internal";
import fc from "fast-check";
import { describe, it } from "vitest";
import { line } from "../../core/test/check-chan.js";
import { useFakeHost } from "../../core/test/fake-host.js";
import { holds, timeout } from "../../core/test/property.js";
import { runLong } from "../../core/test/run-long.js";
import { checkMutex, checkRWMutex, watched } from "../test/check-lock.js";
import { HMutex } from "./hmutex.js";
import { HRWMutex } from "./hrwmutex.js";

const fake = useFakeHost();

/** What the mutex tells times apart by, in milliseconds. */
const MICROSECOND = 0.001;

/** How long a loser is patient, in milliseconds. */
const PATIENCE = 1;

/** A way to hold a lock for some time: computing, waiting, or letting others run meanwhile. */
interface Stay {
  readonly kind: "compute" | "sleep" | "gosched";
  readonly ms: number;
}

/** More rounds than anybody has to wait for. */
const MOST = 2000;

const ms = fc.constantFrom(0.05, 0.2, 0.4, 0.9, 1.5);
const stay: fc.Arbitrary<Stay> = fc.record({
  kind: fc.constantFrom("compute", "sleep", "gosched", "gosched"),
  ms,
});
const stays = fc.array(stay, { minLength: 1, maxLength: 4 });
/** Of those who come again at once, for ever: they let others run meanwhile, who then find the lock taken. */
const greedyStays = fc.array(
  stay.filter(({ kind }) => kind !== "compute"),
  { minLength: 1, maxLength: 4 },
);

function* spend({ kind, ms }: Stay): Go {
  if (kind === "sleep") yield* sleep(ms);
  else fake.host.time += ms;
  // The next operation looks at the clock.
  m.budget = 0;
  if (kind === "gosched") yield* gosched();
}

/** A turn in a lock. */
interface Turn {
  readonly who: string;
  readonly asked: number;
  readonly began: number;
}

const now = (): number => fake.host.time;

describe("Mutex", () => {
  it(
    "MU-10 MU-11 after a millisecond of losing, at most one turn comes before those in line",
    { timeout },
    () =>
      holds(
        fc.asyncProperty(
          fc.array(greedyStays, { minLength: 1, maxLength: 3 }),
          fc.array(ms, { minLength: 1, maxLength: 4 }),
          async (greedy, waiters) => {
            const mu = watched(new HMutex(), checkMutex);
            const turns: Turn[] = [];
            const patient: { who: string; asked: number; ahead: number }[] = [];
            const visit = function* (who: string, stay: Stay): Go {
              const asked = now();
              yield* mu.lock();
              turns.push({ who, asked, began: now() });
              yield* spend(stay);
              mu.unlock();
            };
            await fake.host.finish(
              runLong(function* () {
                let left = waiters.length;
                for (const [i, stays] of greedy.entries())
                  go(function* () {
                    // Again at once: the next round begins before anybody else can run.
                    for (let round = 0; left > 0 && round < MOST; round++)
                      yield* visit(`greedy ${i}`, stays[round % stays.length]!);
                  });
                const all = waiters.map((ms, i) =>
                  go(function* () {
                    yield* sleep(ms * (i + 1));
                    patient.push({
                      who: `waiter ${i}`,
                      asked: now(),
                      ahead: mu.line === null ? 0 : lengthOf(mu),
                    });
                    yield* visit(`waiter ${i}`, { kind: "compute", ms: 0.05 });
                    left--;
                  }),
                );
                for (const g of all) yield* g.join();
              }),
            );
            for (const { who, asked, ahead } of patient) {
              const own = turns.findIndex((turn) => turn.who === who);
              const late = turns.slice(0, own).filter(({ began }) => began > asked + PATIENCE + MICROSECOND);
              if (late.length > ahead + 1)
                throw new Error(`${who}, after ${ahead}, in ${JSON.stringify(turns)}`);
            }
          },
        ),
        700,
      ),
  );
});

/** How many stand in line, or have just left it. */
function lengthOf(mu: HMutex): number {
  return (mu.line === null ? 0 : line(mu.line).length) + (mu.isWoken ? 1 : 0);
}

/** What somebody does with a lock. Who waited is inside before it can say so. */
interface Event {
  readonly who: string;
  readonly what: "asks" | "enters" | "leaves";
}

/** The turns of a log, as places in it. */
function turnsOf(log: readonly Event[]): { who: string; asks: number; enters: number }[] {
  const asked = new Map<string, number>();
  return log.flatMap(({ who, what }, i) => {
    if (what === "asks") asked.set(who, i);
    return what === "enters" ? [{ who, asks: asked.get(who) as number, enters: i }] : [];
  });
}

describe("RWMutex", () => {
  it(
    "RW-02 RW-04 no reader enters before a writer that came first, and one writer at most before a reader",
    { timeout },
    () =>
      holds(
        fc.asyncProperty(
          fc.array(greedyStays, { minLength: 1, maxLength: 5 }),
          fc.array(stays, { minLength: 1, maxLength: 3 }),
          async (readers, writers) => {
            const rw = watched(new HRWMutex(), checkRWMutex);
            /** What happened, in order. */
            const log: Event[] = [];
            const visit = function* (who: string, stay: Stay): Go {
              log.push({ who, what: "asks" });
              yield* who.startsWith("r") ? rw.rLock() : rw.lock();
              log.push({ who, what: "enters" });
              yield* spend(stay);
              log.push({ who, what: "leaves" });
              if (who.startsWith("r")) rw.rUnlock();
              else rw.unlock();
            };
            await fake.host.finish(
              runLong(function* () {
                let left = writers.length;
                for (const [i, stays] of readers.entries())
                  go(function* () {
                    for (let round = 0; left > 0 && round < MOST; round++)
                      yield* visit(`r${i}`, stays[round % stays.length]!);
                  });
                const all = writers.map((stays, i) =>
                  go(function* () {
                    yield* sleep(0.3 * (i + 1));
                    for (const stay of stays) yield* visit(`w${i}`, stay);
                    left--;
                  }),
                );
                for (const g of all) yield* g.join();
              }),
            );
            const turns = turnsOf(log);
            const unfair = turns.filter(({ who, asks, enters }) => {
              const others = turns.filter((other) => asks < other.enters && other.enters < enters);
              if (who[0] === "r") return others.filter((other) => other.who[0] === "w").length > 1;
              const isFirst = !isAnyWriter(log.slice(0, asks));
              return isFirst && others.some((other) => other.who[0] === "r" && other.asks > asks);
            });
            if (unfair.length > 0) throw new Error(`${JSON.stringify(unfair)} in ${JSON.stringify(log)}`);
          },
        ),
        700,
      ),
  );
});

/** Whether a writer is inside or waits at the end of a log. Then the next one has yet to announce itself. */
function isAnyWriter(log: readonly Event[]): boolean {
  return [...new Set(log.map(({ who }) => who))].some((who) => who[0] === "w" && isBusy(log, who));
}

function isBusy(log: readonly Event[], who: string): boolean {
  return log.filter((each) => each.who === who).at(-1)?.what !== "leaves";
}
