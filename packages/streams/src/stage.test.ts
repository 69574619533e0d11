import { expect, test } from "vitest";
import { collect, count, pipe, scan, take } from "./index.js";
import { boundary, func, fused, millis, Stage, sink, whole } from "./stage.js";
import { Step } from "./step.js";

test("S1 one stage stands in many pipelines, and runs in many at once", async () => {
  const two = take<number>(2);
  const sums = scan((sum: number, n: number) => sum + n, 0);
  const all = [1, 2, 3].map((n) => pipe([n, n, n], sums, two, collect()));
  expect(await Promise.all(all)).toEqual([
    [1, 2],
    [2, 4],
    [3, 6],
  ]);
  expect(await pipe([1, 2, 3], two, two, count())).toBe(2);
});

test("a sink that does not stand last gives its result as its one value", async () => {
  expect(await pipe([1, 2], collect(), count())).toBe(1);
});

test("what is made is a stage: fused with a step, a boundary with none", () => {
  class Last extends Step {
    push(): number {
      return this.given + this.option;
    }
  }
  const step = fused("step", Last, 1, 2) as unknown as Stage;
  const end = sink("end", Last) as unknown as Stage;
  const wall = boundary("wall", function* () {
    return 0;
  }) as unknown as Stage;
  for (const stage of [step, end, wall]) expect(stage).toBeInstanceOf(Stage);
  expect([step, end, wall].map(({ name, step, drive, isSink }) => [name, !step, !drive, isSink])).toEqual([
    ["step", false, true, false],
    ["end", false, true, true],
    ["wall", true, false, false],
  ]);
  expect([step.given, step.option]).toEqual([1, 2]);
});

test("arguments are checked, and given back", () => {
  expect([
    func("f", Step),
    whole("n", 3, 1),
    whole("n", Number.POSITIVE_INFINITY, 1),
    millis("t", 0.5),
  ]).toEqual([Step, 3, Number.POSITIVE_INFINITY, 0.5]);
  expect(() => func("f", 1)).toThrow(new TypeError("f: want a function, got 1 (number)"));
  for (const n of [0, 1.5, Number.NaN, "1.5"]) {
    expect(() => whole("n", n as number, 1)).toThrow("n: want an integer from 1 up, got");
  }
  for (const t of [-1, Number.NaN, undefined]) {
    expect(() => millis("t", t as number)).toThrow("t: want milliseconds, got");
  }
});
