/** Laws of the way from an Observable to a channel and back, and of leaving it at every point. */
import { type Go, gosched, numGoroutine, run, sleep } from "@gopark/core";
import fc from "fast-check";
import { materialize, type Observable, type ObservableNotification, share, take } from "rxjs";
import { expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { settle } from "../../core/test/settle.js";
import { Fed } from "../test/fed.js";
import { leavesNobody } from "../test/nobody-left.js";
import { fromObservable } from "./from-observable.js";
import { toObservable } from "./to-observable.js";

const fake = useFakeHost();
leavesNobody();
const play = <T>(main: () => Go<T>): Promise<T> => fake.host.finish(run(main));

/** What a source does: emits a value, lets some time or other goroutines pass, ends. */
type Step = { emit: unknown } | "time" | "turn" | "complete" | { fail: unknown };
const value = fc.oneof(fc.integer(), fc.constantFrom(undefined, null, "", Number.NaN));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ emit: value }) },
  { weight: 2, arbitrary: fc.constantFrom("time" as const, "turn" as const) },
  { weight: 1, arbitrary: fc.oneof(fc.constant("complete" as const), fc.record({ fail: value })) },
);
const steps = fc.array(step, { maxLength: 25 });

/** Does one step. */
function* perform(step: Step, source: Fed<unknown>): Go {
  if (step === "time") yield* sleep(1);
  else if (step === "turn") yield* gosched();
  else if (step === "complete") source.complete();
  else if ("emit" in step) source.emit(step.emit);
  else source.fail(step.fail);
}

/** Writes down everything an Observable says. */
function notes(source: Observable<unknown>): ObservableNotification<unknown>[] {
  const list: ObservableNotification<unknown>[] = [];
  source.pipe(materialize()).subscribe((note) => list.push(note));
  return list;
}

it("Observable to channel to Observable is the identity: values, order, end, error", () =>
  fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 25, max: 30 }), (steps, buffer) =>
      play(function* () {
        const source = new Fed<unknown>();
        const shared = source.pipe(share());
        const want = notes(shared);
        const ch = fromObservable(shared, { buffer, overflow: "error" });
        const got = notes(toObservable(ch));
        for (const step of steps) yield* perform(step, source);
        yield* settle();
        expect(got).toEqual(want);
        ch.unsubscribe();
        yield* settle();
        expect([numGoroutine(), source.listeners.size]).toEqual([
          1,
          want.some((n) => n.kind !== "N") ? 0 : 1,
        ]);
      }),
    ),
  ));

it("unsubscribing at every possible point leaves no goroutine and no subscription, and loses no value", () =>
  fc.assert(
    fc.asyncProperty(steps, fc.nat(30), fc.nat(6), (steps, when, count) =>
      play(function* () {
        const source = new Fed<unknown>();
        const ch = fromObservable(source, { buffer: 25, overflow: "error" });
        const seen: unknown[] = [];
        let emitted: unknown[] = [];
        let isOver = false;
        let failure: unknown = "none";
        // Leaves by itself after some values, or is made to leave between two steps.
        const subscription = toObservable(ch)
          .pipe(take(count + 1))
          .subscribe({
            next: (value) => {
              expect(isOver).toBe(false);
              seen.push(value);
            },
            error: (error) => {
              failure = error;
            },
          });
        for (const [i, step] of steps.entries()) {
          if (i === when) {
            subscription.unsubscribe();
            isOver = true;
          }
          if (typeof step === "object" && "emit" in step && source.listeners.size > 0)
            emitted = [...emitted, step.emit];
          yield* perform(step, source);
        }
        subscription.unsubscribe();
        isOver = true;
        // What it has not seen is still there, in order; then the end, or the error unless it has seen that.
        const rest: unknown[] = [];
        try {
          for (let next = ch.tryRecv(); next?.[1]; next = ch.tryRecv()) rest.push(next[0]);
        } catch (error) {
          expect(failure).toBe("none");
          failure = error;
        }
        expect([...seen, ...rest]).toEqual(emitted);
        const end = steps.find((each) => each === "complete" || (typeof each === "object" && "fail" in each));
        expect(failure).toEqual(typeof end === "object" && "fail" in end ? end.fail : "none");
        ch.unsubscribe();
        yield* settle();
        expect([numGoroutine(), source.listeners.size]).toEqual([1, 0]);
      }),
    ),
    { numRuns: 300 },
  ));
