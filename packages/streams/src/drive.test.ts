import { numGoroutine, sleep } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { type Code, MORE } from "./codes.js";
import { Inlet, Upstream } from "./drive.js";
import { batch, buffer, catchError, collect, debounce, map, pipe, take, tap } from "./index.js";
import { Scope } from "./scope.js";
import { Probe } from "./stage.contract.js";
import { boundary, fused, type Operator, type Stage } from "./stage.js";
import { Step } from "./step.js";

const fake = useFakeHost();

/** A stage whose step says what happens to it. */
function watched(log: string[], name: string, startTakes = 0): Operator<any, any> {
  class Watched extends Step {
    override start(): Code {
      log.push(`${name} starts`);
      return startTakes > 0 ? this.flow.park(this, sleep(startTakes)) : MORE;
    }
    push(value: unknown): Code {
      return this.next.push(value);
    }
    override dispose(): void {
      log.push(`${name} left`);
    }
  }
  return fused(name, Watched);
}

test("V1 nothing upstream is asked before the segment is ready to push", async () => {
  const probe = new Probe();
  const log: string[] = [];
  const ended = Promise.resolve(pipe(probe.async(), buffer(1), watched(log, "slow", 5), take(1), collect()));
  await fake.host.advance(4);
  expect([log, probe.opened]).toEqual([["slow starts"], 0]);
  expect(await fake.host.finish(ended)).toEqual([0]);
});

test("V2 a segment that is left disposes of its steps and cancels what is upstream", async () => {
  const probe = new Probe();
  const log: string[] = [];
  const stages = [watched(log, "a"), buffer<any>(0), watched(log, "b"), take<any>(1)] as const;
  await fake.host.finish(Promise.resolve(pipe(probe.async(), ...stages, collect())));
  expect(log.sort()).toEqual(["a left", "a starts", "b left", "b starts"]);
  expect([probe.closed, numGoroutine()]).toEqual([1, 0]);
});

test("V2 steps are disposed of from the last one up, whether the segment has ended or is left", async () => {
  for (const count of [1, 9]) {
    const log: string[] = [];
    const stages = [watched(log, "a"), take<any>(count), watched(log, "b")] as const;
    await fake.host.finish(Promise.resolve(pipe(new Probe(3).async(), ...stages, collect())));
    expect(log.filter((text) => text.endsWith("left"))).toEqual(["b left", "a left"]);
  }
  const log: string[] = [];
  const failing = pipe(new Probe(3, 1).async(), watched(log, "a"), watched(log, "b"), collect());
  await fake.host.finish(Promise.resolve(failing).catch(() => {}));
  expect(log.filter((text) => text.endsWith("left"))).toEqual(["b left", "a left"]);
});

test("V2 a clean-up that waits is waited for", async () => {
  const log: string[] = [];
  class Closing extends Step {
    push(value: unknown): Code {
      return this.next.push(value);
    }
    override dispose(): unknown {
      return sleep(5).map(() => log.push("closed"));
    }
  }
  const closing = fused<number, number>("closing", Closing);
  await fake.host.finish(Promise.resolve(pipe([1], closing, collect())));
  expect(log).toEqual(["closed"]);
});

test("V3 an error leaves a segment with the name of what it began with", async () => {
  const boom = new Error("boom");
  const bad = boundary<any, any>("bad", () => {
    throw boom;
  });
  const failing = pipe(
    [1],
    map((n) => n),
    bad,
    collect(),
  );
  const error = await failing.then(undefined, (e) => e);
  expect([error.stage, error.cause]).toEqual(["bad (stage 2)", boom]);
  const source = await pipe(new Probe(5, 0).sync(), collect()).then(undefined, (e) => e);
  expect(source.stage).toBe("source");
});

test.each<[string, Operator<number, unknown>]>([
  ["collect", collect<number>()],
  ["batch", batch(5)],
  ["debounce", debounce<number>(100)],
])("V4 %s does not take an error for the end of its values", async (_name, gathering) => {
  const seen: unknown[] = [];
  const look = tap((value: unknown) => void seen.push(value));
  const failing = pipe(new Probe(5, 3).async(), buffer(0), gathering, look, buffer(0));
  const caught = pipe(
    failing,
    catchError((error) => [(error as Error).message]),
    collect(),
  );
  expect(await fake.host.finish(Promise.resolve(caught))).toEqual(["broken source"]);
  const error = await fake.host.finish(Promise.resolve(pipe(failing, collect())).catch((e) => e));
  expect([error.message, seen]).toEqual(["source: broken source", []]);
});

test("an inlet is closed once, when the last of its sources has ended", async () => {
  const inlet = new Inlet(new Scope(currentSched(), null, true), 4);
  inlet.add([1], "one");
  inlet.add(pipe([2]), "two");
  await fake.host.settle();
  expect([inlet.ch.len, inlet.ch.isClosed]).toEqual([2, true]);
  inlet.close();
});

test("an upstream is the same as another with the same source and the same stages before it", () => {
  const scope = new Scope(currentSched(), null, true);
  const [a, b, c] = [map(String), map(String), map(String)] as unknown as Stage[];
  const source = [1];
  const up = (source: unknown, stages: unknown[], count: number): Upstream =>
    new Upstream(scope, "x", source, (stages as Stage[]).slice(0, count));
  const one = up(source, [a, b], 1);
  expect(one.isSame(up(source, [a, c], 1))).toBe(true);
  expect([up(source, [b, b], 1), up(source, [a, b], 2), up([1], [a], 1)].some((o) => o.isSame(one))).toBe(
    false,
  );
});
