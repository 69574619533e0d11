import { go, gosched, RuntimeError } from "@gopark/core";
import { currentSched, DONE, m, PARKED } from "@gopark/core/internal";
import { expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { HMutex } from "./hmutex.js";
import { performer, type TurnOp, taken } from "./turn.js";

function makeOp(): TurnOp<void> {
  return new HMutex().lock() as TurnOp<void>;
}

it("the performer of an operation is the running goroutine", () =>
  run(function* () {
    expect(performer(makeOp())).toBe(m.g);
  }));

it("outside goroutines there is none: that is refused", () => {
  expect(() => performer(makeOp())).toThrow(RuntimeError);
  expect(() => performer(makeOp())).toThrow("yield* outside a goroutine: want go or await");
});

it.each([PARKED, DONE])("an operation in state %i was performed before: that is refused", (state) =>
  run(function* () {
    const op = makeOp();
    op.state = state;
    expect(() => performer(op)).toThrow("operation performed twice: want a new sync.Mutex.Lock");
  }),
);

it("T1 a turn that was taken when the slice was over comes back unless its goroutine goes on", async () => {
  const mu = new HMutex();
  await run(function* () {
    const g = go(function* () {
      currentSched().interrupt();
      yield* mu.lock();
    });
    yield* gosched();
    expect([g.status, mu.state]).toEqual(["runnable", 1]);
  });
  expect(mu.state).toBe(0);
});

it("T2 a turn that is in use does not come back", async () => {
  const mu = new HMutex();
  await run(function* () {
    const g = go(function* () {
      currentSched().interrupt();
      yield* mu.lock();
      yield* gosched();
    });
    yield* gosched();
    yield* gosched();
    expect(g.status).toBe("runnable");
  });
  expect(mu.state).toBe(1);
});

it("taking a turn counts against the slice", () =>
  run(function* () {
    m.budget = 10;
    const result = taken(makeOp(), performer(makeOp()));
    expect([result, m.budget]).toEqual([{ value: undefined, done: true }, 9]);
  }));
