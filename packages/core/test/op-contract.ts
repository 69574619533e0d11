/**
 * What every operation does, whatever it waits for: run once for each kind.
 *
 * A scene sets an operation up so that it waits, or so that it can complete at once, and says what it gives.
 * The cases perform it in every way there is: by `yield*`, by `await`, by the steps that a select takes, and
 * each of these through `map`.
 */

import { describe, expect, type MockInstance, onTestFinished, test, vi } from "vitest";
import { RuntimeError } from "../src/errors.js";
import { go } from "../src/go.js";
import { type Go, type Op, wait } from "../src/op.js";
import { G } from "../src/runtime/g.js";
import { host } from "../src/runtime/host.js";
import type { Operation } from "../src/runtime/operation.js";
import { PARKED } from "../src/runtime/opstate.js";
import { defaultSched } from "../src/runtime/sched.js";
import { type Gated, Sudog } from "../src/runtime/sudog.js";
import { runLong as run } from "./run-long.js";
import { selecting } from "./selecting.js";
import { settle } from "./settle.js";

/** How an operation ends: what it gives or what it throws. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** A situation in which operations can be made. */
export interface Scene {
  /** Makes an operation. In a scene that waits, several may stand in line; one that is ready is asked once. */
  make(): Op<any>;
  readonly outcome: Outcome;
  /** Lets the operation that waits longest complete, now or soon. Called by a goroutine or where none runs. */
  complete?(): unknown;
}

/** One kind of operation. */
export interface OpKind {
  /** Sets up an operation that can complete at once. */
  ready?(): Scene;
  /** Sets up an operation that has to wait. */
  waiting?(): Scene;
}

/** A scene whose clock stands until an operation may complete: on no machine has it done so before. */
export function onStandingClock(scene: Scene): Scene {
  let clock: MockInstance | undefined;
  const complete = (): void => clock?.mockRestore();
  return {
    ...scene,
    make() {
      clock = vi.spyOn(host, "now").mockReturnValue(host.now());
      onTestFinished(complete);
      return scene.make();
    },
    complete,
  };
}

/** Performs an operation in a goroutine. */
function* perform(op: Op<any>): Go<Outcome> {
  try {
    return { value: yield* op };
  } catch (error) {
    return { error };
  }
}

/** Performs an operation outside goroutines. */
function performOutside(op: Op<any>): Promise<Outcome> {
  return op.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  ) as Promise<Outcome>;
}

/** Performs an operation in a program of its own, lets it complete and gives how it ended. */
function performToEnd(op: Op<any>, { complete }: Scene): Promise<Outcome> {
  return run(function* () {
    const g = go(perform, op);
    yield* settle();
    complete?.();
    return yield* g.join();
  });
}

function expectReused({ error }: Outcome): void {
  expect(error).toBeInstanceOf(RuntimeError);
  expect((error as Error).message).toMatch(/^operation performed twice/);
}

/** Performs an operation that has been performed before, outside goroutines. */
async function expectRefused(op: Op<any>): Promise<void> {
  const turn = new Promise(setImmediate).then(() => ({ value: "not refused: it waits" }));
  expectReused(await Promise.race([performOutside(op), turn]));
}

/** An operation that stands in its line as the case of a select. */
interface Enrolled {
  readonly op: Operation<any>;
  readonly sudog: Sudog;
  /** How often it was taken out of the line. */
  count: number;
  /** Resolves when it is taken out for the first time. */
  readonly fired: Promise<void>;
}

/** Takes the steps of a select up to standing in the line. */
function enroll(made: Op<any>): Enrolled {
  const op = made as Operation<any>;
  const waiter = new G(0, defaultSched().p, () => {}, []);
  let onFired!: () => void;
  const fired = new Promise<void>((resolve) => void (onFired = resolve));
  const select = selecting(waiter, () => {
    enrolled.count++;
    onFired();
  });
  const enrolled: Enrolled = { op, sudog: new Sudog(waiter, select), count: 0, fired };
  expect(op.poll()).toBe(false);
  op.state = PARKED;
  op.enroll(enrolled.sudog);
  (select as Gated).gate?.commit();
  return enrolled;
}

function finish(op: Operation<any>, sudog: Sudog | null): Outcome {
  try {
    return { value: op.finish(sudog) };
  } catch (error) {
    return { error };
  }
}

/** The same scene, with the operations passed through a function. */
function mapped(scene: Scene): Scene {
  const { outcome } = scene;
  const make = (): Op<any> => scene.make().map((value: unknown) => [value]);
  return { ...scene, make, outcome: "error" in outcome ? outcome : { value: [outcome.value] } };
}

/** Runs all cases on one kind of operation. */
export function opContract(name: string, { ready, waiting }: OpKind): void {
  if (ready !== undefined) {
    describeReady(`${name}, ready`, ready);
    describeReady(`${name}, ready and mapped`, () => mapped(ready()));
    describeMap(`${name}, ready`, ready);
  }
  if (waiting !== undefined) {
    describeWaiting(`${name}, waiting`, waiting);
    describeWaiting(`${name}, waiting and mapped`, () => mapped(waiting()));
    describeMap(`${name}, waiting`, waiting);
  }
}

function describeReady(name: string, ready: () => Scene): void {
  describe(name, () => {
    test("yield* completes at once", () =>
      run(function* () {
        const { make, outcome } = ready();
        let hasRun = false;
        go(() => void (hasRun = true));
        expect(yield* perform(make())).toEqual(outcome);
        expect(hasRun).toBe(false);
      }));

    test("await gives the same", async () => {
      const { make, outcome } = ready();
      expect(await performOutside(make())).toEqual(outcome);
    });

    test("poll answers true and finish gives the same", () => {
      const { make, outcome } = ready();
      const op = make() as Operation<any>;
      expect(op.poll()).toBe(true);
      expect(finish(op, null)).toEqual(outcome);
    });

    test("after yield* a second time is refused, by yield* and by await", async () => {
      const op = ready().make();
      await run(function* () {
        yield* perform(op);
        expectReused(yield* perform(op));
      });
      await expectRefused(op);
    });

    test("after await a second time is refused, by yield* and by await", async () => {
      const op = ready().make();
      await performOutside(op);
      await expectRefused(op);
      await run(function* () {
        expectReused(yield* perform(op));
      });
    });
  });
}

function describeWaiting(name: string, waiting: () => Scene): void {
  describe(name, () => {
    test("a goroutine parks in it until it completes", () =>
      run(function* () {
        const { make, outcome, complete } = waiting();
        const g = go(perform, make());
        yield* settle();
        expect(g.status).toBe("waiting");
        complete?.();
        expect(yield* g.join()).toEqual(outcome);
      }));

    test("an awaiting caller gets the same", async () => {
      const { make, outcome, complete } = waiting();
      const promise = performOutside(make());
      complete?.();
      expect(await promise).toEqual(outcome);
    });

    test("a select's steps give the same: poll, enroll, completion, finish", async () => {
      const { make, outcome, complete } = waiting();
      const enrolled = enroll(make());
      complete?.();
      await enrolled.fired;
      expect(finish(enrolled.op, enrolled.sudog)).toEqual(outcome);
      await new Promise(setImmediate);
      expect(enrolled.count).toBe(1);
    });

    test("withdrawn, it never completes: the next in line does", () =>
      run(function* () {
        const { make, outcome, complete } = waiting();
        const enrolled = enroll(make());
        const g = go(perform, make());
        yield* settle();
        enrolled.op.withdraw(enrolled.sudog);
        complete?.();
        expect(yield* g.join()).toEqual(outcome);
        yield* wait(new Promise(setImmediate));
        expect(enrolled.count).toBe(0);
      }));

    test("the end of its goroutine's program withdraws it: the next in line completes", async () => {
      const { make, outcome, complete } = waiting();
      await run(function* () {
        go(perform, make());
        yield* settle();
      });
      const next = performOutside(make());
      complete?.();
      expect(await next).toEqual(outcome);
    });

    test("while it waits, a second time is refused, by yield* and by await", async () => {
      const { make, outcome, complete } = waiting();
      const op = make();
      const first = performOutside(op);
      await expectRefused(op);
      await run(function* () {
        expectReused(yield* perform(op));
      });
      complete?.();
      expect(await first).toEqual(outcome);
      await expectRefused(op);
    });

    test("its reason for a dump is lower case text", () => {
      expect((waiting().make() as Operation<any>).waitReason).toMatch(/^[a-z]/);
    });
  });
}

function describeMap(name: string, setUp: () => Scene): void {
  const isFailing = "error" in setUp().outcome;

  describe(`${name}, map`, () => {
    if (isFailing)
      test("the function is not called, the throw passes through", async () => {
        const scene = setUp();
        const op = scene.make().map(() => expect.unreachable());
        expect(await performToEnd(op, scene)).toEqual(scene.outcome);
      });
    else {
      test("the function runs once, when the operation has completed", async () => {
        const scene = setUp();
        const seen: unknown[] = [];
        const op = scene.make().map((value) => seen.push(value));
        expect(seen).toEqual([]);
        expect(await performToEnd(op, scene)).toEqual({ value: 1 });
        expect(seen).toEqual([scene.outcome.value]);
      });

      test("what the function throws is thrown where the operation is performed", async () => {
        const boom = new Error("boom");
        const scene = setUp();
        const op = scene.make().map(() => {
          throw boom;
        });
        expect((await performToEnd(op, scene)).error).toBe(boom);
      });

      test("maps compose, from the inside out", async () => {
        const scene = setUp();
        const op = scene
          .make()
          .map((v) => [v, 1])
          .map((v) => [v, 2]);
        expect(await performToEnd(op, scene)).toEqual({ value: [[scene.outcome.value, 1], 2] });
      });
    }

    test("an operation that was performed is refused through map", async () => {
      const scene = setUp();
      const op = scene.make();
      await performToEnd(op, scene);
      await expectRefused(op.map((v) => v));
    });

    test("an operation that was performed through map is refused", async () => {
      const scene = setUp();
      const op = scene.make();
      await performToEnd(
        op.map((v) => v),
        scene,
      );
      await expectRefused(op);
    });
  });
}
