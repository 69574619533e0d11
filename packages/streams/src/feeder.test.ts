import { now, run, sleep } from "@gopark/core";
import { expect, onTestFinished, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { m } from "./engine.js";
import { type Findings, noFindings, work } from "./feeder.js";
import { collect, interval, map, pipe, take } from "./index.js";
import { boundary, type Operator } from "./stage.js";

const fake = useFakeHost();

/** A stage that works, one result for each value in order unless told otherwise, and what it finds out. */
function worker(
  f: (value: any, index: number) => unknown,
  { limit = 2, isOrdered = true as boolean | null } = {},
): { stage: Operator<any, any>; findings: Findings } {
  const findings = noFindings();
  const stage = boundary<any, any>(
    "work",
    work(f, limit, isOrdered, () => findings),
  );
  return { stage, findings };
}

/** Works for `ms`, and keeps count. */
function counting() {
  const seen = { now: 0, most: 0 };
  function* body(ms: number) {
    seen.most = Math.max(seen.most, ++seen.now);
    try {
      yield* sleep(ms);
    } finally {
      seen.now--;
    }
    return ms;
  }
  return { seen, body };
}

test.each([
  ["goroutines", (body: (ms: number) => Generator) => body],
  ["promises", (body: (ms: number) => Generator) => (ms: number) => run(() => body(ms))],
])("R1 at most `limit` slots are in use by %s", async (_what, as) => {
  const { seen, body } = counting();
  const { stage, findings } = worker(as(body), { limit: 3 });
  const all = pipe([9, 8, 7, 6, 5, 4], stage, collect());
  expect(await fake.host.finish(Promise.resolve(all))).toEqual([9, 8, 7, 6, 5, 4]);
  expect([seen.most, findings.apart, findings.inline]).toEqual([3, 6, 0]);
});

test("R1 a slot is in use until its result is taken", async () => {
  let begun = 0;
  const { stage } = worker(
    function* (n: number) {
      begun++;
      yield* sleep(1);
      return n;
    },
    { limit: 2 },
  );
  const all = Promise.resolve(
    pipe(
      [1, 2, 3, 4],
      stage,
      map((n) => sleep(100).map(() => n)),
      collect(),
    ),
  );
  await fake.host.advance(50);
  // One result is with the step that is slow, two slots are full.
  expect(begun).toBe(3);
  expect(await fake.host.finish(all)).toEqual([1, 2, 3, 4]);
});

test("R1 a slot that becomes free while a batch is passed on is used", async () => {
  for (const [limit, text] of [
    [1, "ppppPp"],
    [2, "ppppppppPPpp"],
  ] as const) {
    const { stage } = worker((c: string) => (c === "P" ? sleep(1).map(() => c) : c), {
      limit,
      isOrdered: false,
    });
    // The size of batches follows what was seen before, in the same run.
    const source = text.repeat(12);
    let count = 0;
    const slow = map((c: string) => (count++ % 6 === 0 ? sleep(5).map(() => c) : c));
    const all: any = await fake.host.finish(run(() => pipe(source, stage, slow, collect<string>())));
    expect([...all].sort().join("")).toBe([...source].sort().join(""));
  }
});

test("R2 a plain result is computed at once, in its place among the others", async () => {
  const { stage, findings } = worker((n: number) => (n % 2 === 0 ? n : sleep(10).map(() => n)), { limit: 4 });
  const all = pipe([0, 1, 2, 3, 4], stage, collect());
  expect(await fake.host.finish(Promise.resolve(all))).toEqual([0, 1, 2, 3, 4]);
  expect([findings.inline, findings.apart]).toEqual([3, 2]);
});

test("R2 an array of flatMap is passed on as its values", async () => {
  const { stage, findings } = worker((n: number) => [n, [n]], { isOrdered: null });
  expect(await fake.host.finish(Promise.resolve(pipe([1, 2], stage, collect())))).toEqual([1, [1], 2, [2]]);
  expect(findings.apart).toBe(0);
});

/** Lets `start` decide where what may run on any thread runs, and gives what it was asked for. */
function startingElsewhere(start: (value: number) => [boolean, unknown]): { asked: unknown[] } {
  const asked: unknown[] = [];
  m.spawn = (_fn, args, isTold) => {
    asked.push([...args, isTold]);
    return { join: () => sleep(1).map(() => start(args[0] as number)) };
  };
  onTestFinished(() => {
    m.spawn = null;
  });
  return { asked };
}

test.each([
  [
    "a plain result",
    (n: number) => {
      fake.host.time += 1;
      return n;
    },
  ],
  [
    "a body",
    function* (n: number) {
      fake.host.time += 1;
      return n;
    },
  ],
])("R3 dear values go to other threads, with their index, once eight were: %s", async (_what, given) => {
  const { asked } = startingElsewhere((n) => [true, n]);
  const { stage, findings } = worker(given);
  const values = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
  expect(await fake.host.finish(Promise.resolve(pipe(values, stage, collect())))).toEqual(values);
  expect(asked).toContainEqual([20, 10, true]);
  expect(findings.elsewhere).toBe(asked.length);
  expect(asked.length).toBeGreaterThan(0);
});

test("R3 a panic on another thread is an error of the stage", async () => {
  startingElsewhere((n) => (n === 20 ? [false, new Error("twenty")] : [true, n]));
  const { stage } = worker((n: number) => {
    fake.host.time += 1;
    return n;
  });
  const all = pipe([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], stage, collect());
  await expect(fake.host.finish(Promise.resolve(all))).rejects.toThrow("work (stage 1): twenty");
});

test("R4 a result does not wait for a value that has not come", async () => {
  const { stage } = worker((n: number) => n);
  const start = now();
  const all = pipe(
    interval(10),
    take(3),
    stage,
    map((n) => [n, now() - start]),
    collect(),
  );
  expect(await fake.host.finish(Promise.resolve(all))).toEqual([
    [0, 10],
    [1, 20],
    [2, 30],
  ]);
});

test("R5 it ends when upstream has ended and no slot is in use", async () => {
  const { stage } = worker((ms: number) => sleep(ms).map(() => ms), { limit: 4, isOrdered: false });
  expect(await fake.host.finish(Promise.resolve(pipe([30, 1, 20], stage, collect())))).toEqual([1, 20, 30]);
  expect(await fake.host.finish(Promise.resolve(pipe([], stage, collect())))).toEqual([]);
});

test("R6 no deadlock is reported while a promise is awaited", async () => {
  let settle: (value: string) => void = () => {};
  const { stage } = worker(() => new Promise((resolve) => (settle = resolve)));
  const all = run(() => pipe([1], stage, collect()));
  await fake.host.advance(1000);
  settle("late");
  expect(await fake.host.finish(all)).toEqual(["late"]);
});

test("an error of any of them has the name of the stage and ends the others", async () => {
  const { seen, body } = counting();
  const { stage } = worker((n: number) => (n === 2 ? Promise.reject(new Error("boom")) : body(1000)), {
    limit: 3,
  });
  const start = now();
  const error = await fake.host.finish(Promise.resolve(pipe([1, 2, 3], stage, collect())).catch((e) => e));
  expect([error.message, now() - start < 1000, seen.now]).toEqual(["work (stage 1): boom", true, 0]);
});
