import { chan, go, numGoroutine, sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { STOP } from "./codes.js";
import { dealing } from "./each-step.js";
import { collect, forEach, groupBy, pipe, type Stream, take, window } from "./index.js";
import { Probe } from "./stage.contract.js";
import { boundary, type Operator } from "./stage.js";

const fake = useFakeHost();

/** A stage that gives its values, says what became of it, and answers STOP at the value `until`. */
function dealt(log: unknown[], until = -1): Operator<number, number> {
  return boundary(
    "dealt",
    dealing(({ ch }) => ({
      *each(value) {
        yield* sleep(1);
        yield* ch.send(value);
        return value === until ? STOP : undefined;
      },
      done: (...failure) => log.push(failure.length === 0 ? "done" : failure[0]),
      leave: () => log.push("left"),
    })),
  );
}

test("deals with one value after the other, then is done", async () => {
  const log: unknown[] = [];
  const pipeline = pipe([1, 2, 3], dealt(log), collect());
  expect(await fake.host.finish(Promise.resolve(pipeline))).toEqual([1, 2, 3]);
  expect([log[0], numGoroutine()]).toEqual(["done", 0]);
  expect(log).toContain("left");
});

test("STOP ends the stage and closes what is upstream", async () => {
  const probe = new Probe();
  const pipeline = pipe(probe.async(), dealt([], 1), collect());
  expect(await fake.host.finish(Promise.resolve(pipeline))).toEqual([0, 1]);
  expect(probe.closed).toBe(1);
});

test("one that is left before its end is done with an error", async () => {
  const log: unknown[] = [];
  const pipeline = pipe([1, 2, 3], dealt(log), take(1), collect());
  await fake.host.finish(Promise.resolve(pipeline));
  const told = log.find((entry) => entry instanceof Error) as Error;
  expect(told.message).toContain("cancelled");
});

test("one that its source fails before the end is done with that error", async () => {
  const log: unknown[] = [];
  const boom = new Error("boom");
  const source = (function* () {
    yield 1;
    throw boom;
  })();
  const error = await fake.host.finish(Promise.resolve(pipe(source, dealt(log), collect())).catch((e) => e));
  const told = log.find((entry) => entry instanceof Error) as Error;
  expect([told.message, told.cause, error]).toEqual(["source: boom", boom, told]);
});

test.each([
  ["groupBy", groupBy((n: number) => n % 2)],
  ["window", window(5)],
])("%s: who reads outside the pipeline hears what the source has failed with", async (_, operator) => {
  const given = chan<Stream<number>>(2);
  const source = (function* () {
    yield 1;
    throw new Error("boom");
  })();
  const running = Promise.resolve(
    pipe(
      source,
      operator as Operator<number, Stream<number>>,
      forEach((each) => given.send(each)),
    ),
  ).catch((e) => e.message);
  const outside = go(function* () {
    const each = (yield* given.recv()) as Stream<number>;
    const seen: unknown[] = [];
    try {
      yield* pipe(
        each,
        forEach((n) => void seen.push(n)),
      );
    } catch (error) {
      seen.push((error as Error).message);
    }
    return seen;
  });
  const heard = await fake.host.finish(Promise.resolve(outside.join()));
  expect([heard, await fake.host.finish(running), numGoroutine()]).toEqual([
    [1, "source: boom"],
    "source: boom",
    0,
  ]);
});

test("what it throws has the name of the stage", async () => {
  const bad = boundary<number, number>(
    "bad",
    dealing(() => ({
      *each() {
        throw new Error("boom");
      },
    })),
  );
  const error = await fake.host.finish(Promise.resolve(pipe([1], bad, collect())).catch((e) => e));
  expect(error.message).toBe("bad (stage 1): boom");
});
