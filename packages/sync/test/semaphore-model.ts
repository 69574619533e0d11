/**
 * Go's weighted semaphore as a number and a list, and random programs that compare a `Weighted` with it.
 *
 * After each step all goroutines run as far as they can. Then the same requests have been met, the same have failed,
 * and the same stand in line in the same order.
 */
import { background, type Context, chan, type Go, go, run, withCancel } from "@gopark/core";
import { select } from "@gopark/select";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settle } from "../../core/test/settle.js";
import { Weighted } from "../src/semaphore.js";
import { checkSemaphore, tokensOf, waiting } from "./check-semaphore.js";

/** How a request ended. */
type Outcome = "has" | "cancelled" | "lost";

/** A semaphore as its documentation describes it. */
class SemaphoreModel {
  held = 0;
  /** Requests in line. */
  line: { id: number; n: number }[] = [];
  /** Requests for more than there is. */
  doomed: number[] = [];
  /** How requests ended, by id. */
  readonly outcomes: Map<number, Outcome> = new Map();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  tryAcquire(n: number): boolean {
    const fits = this.line.length === 0 && this.held + n <= this.size;
    if (fits) this.held += n;
    return fits;
  }

  acquire(id: number, n: number, isDead: boolean): void {
    if (isDead) this.outcomes.set(id, "cancelled");
    else if (this.tryAcquire(n)) this.outcomes.set(id, "has");
    else if (n > this.size) this.doomed.push(id);
    else this.line.push({ id, n });
  }

  release(n: number): void {
    this.held -= n;
    this.admit();
  }

  /** Requests give up, if they still wait. */
  giveUp(ids: readonly number[], outcome: Outcome): void {
    const waits = (id: number): boolean => this.doomed.includes(id) || this.line.some((it) => it.id === id);
    for (const id of ids) if (waits(id)) this.outcomes.set(id, outcome);
    this.doomed = this.doomed.filter((id) => !ids.includes(id));
    this.line = this.line.filter(({ id }) => !ids.includes(id));
    this.admit();
  }

  private admit(): void {
    for (let first = this.line[0]; first !== undefined; first = this.line[0]) {
      if (this.held + first.n > this.size) return;
      this.line.shift();
      this.held += first.n;
      this.outcomes.set(first.id, "has");
    }
  }
}

const KINDS = ["acquire", "acquire", "select", "tryAcquire", "release", "release", "cancel", "lose"] as const;

/** One step of a program; `which` picks a request or a context. */
interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly n: number;
  readonly which: number;
}

const CONTEXTS = 3;

/** Takes the steps, on both. */
function* follow(size: number, steps: readonly Step[]): Go {
  const semaphore = new Weighted(size);
  const model = new SemaphoreModel(size);
  const outcomes = new Map<number, Outcome>();
  const contexts = Array.from({ length: CONTEXTS }, () => {
    const [ctx, cancel] = withCancel(background());
    return { ctx, cancel, ids: [] as number[], isDead: false };
  });
  const selects: { id: number; lose: () => void }[] = [];

  const start = (id: number, n: number, ctx: Context | undefined, isCase: boolean): void => {
    const other = chan<void>();
    const ended = (outcome: Outcome) => (): void => void outcomes.set(id, outcome);
    const asked = semaphore
      .acquire(n, ctx)
      .map((error) => ended(error === undefined ? "has" : "cancelled")());
    go(() => (isCase ? select([asked, other.recv().map(ended("lost"))]) : asked) as never);
    if (isCase) selects.push({ id, lose: () => other.close() });
  };

  for (const [id, { kind, n, which }] of steps.entries()) {
    if (kind === "acquire" || kind === "select") {
      // One place more than there are contexts: none.
      const own = contexts[which % (CONTEXTS + 1)];
      start(id, n, own?.ctx, kind === "select");
      yield* settle();
      model.acquire(id, n, own?.isDead ?? false);
      own?.ids.push(id);
    } else if (kind === "tryAcquire") expect(semaphore.tryAcquire(n)).toBe(model.tryAcquire(n));
    else if (kind === "release") {
      const some = Math.min(n, model.held);
      semaphore.release(some);
      model.release(some);
    } else if (kind === "cancel") {
      const own = contexts[which % CONTEXTS] as (typeof contexts)[number];
      own.cancel();
      own.isDead = true;
      model.giveUp(own.ids, "cancelled");
    } else if (selects.length > 0) {
      const [one] = selects.splice(which % selects.length, 1) as [(typeof selects)[number]];
      one.lose();
      model.giveUp([one.id], "lost");
    }
    checkSemaphore(semaphore);
    yield* settle();
    checkSemaphore(semaphore);
    expect(tokensOf(semaphore).held).toBe(model.held);
    expect(waiting(semaphore)).toEqual(model.line.map((it) => it.n));
    expect([...outcomes].sort(([a], [b]) => a - b)).toEqual([...model.outcomes].sort(([a], [b]) => a - b));
  }
}

/** Runs random programs. */
export function semaphoreModel(numRuns: number): void {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom(...KINDS),
    n: fc.nat(6),
    which: fc.nat(11),
  });
  test("random programs do what the model does", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(5), fc.array(step, { maxLength: 40 }), (size, steps) =>
        run(() => follow(size, steps)),
      ),
      { numRuns },
    ));
}
