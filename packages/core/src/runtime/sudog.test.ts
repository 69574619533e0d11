import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { selecting } from "../../test/selecting.js";
import { settle } from "../../test/settle.js";
import { sleep } from "../op.js";
import { G } from "./g.js";
import type { Operation } from "./operation.js";
import { WaitOp } from "./promise.js";
import { currentSched } from "./sched.js";
import { SleepOp } from "./sleep.js";
import { admits, claim, type Gated, outermost, Sudog, wake, wakeAll } from "./sudog.js";
import { TimerChan } from "./timer-chan.js";
import { WaitQ } from "./waitq.js";

/** A goroutine that writes its number down when it runs, and stands in no queue yet. */
function recording(id: number, order: number[]): G {
  return new G(id, currentSched().p, () => void order.push(id), []);
}

test("the outermost select is the one that is a case of none, however deep", () => {
  const g = recording(1, []);
  const alone = new Sudog(g, null);
  const waits = { sudogs: [], op: null, gate: null, waitsOnce: false };
  const outer = { ...selecting(g, () => {}), owner: alone, ...waits } satisfies Gated;
  const inner = { ...selecting(g, () => {}), owner: new Sudog(g, outer) };
  expect(outermost(alone)).toBe(null);
  expect(outermost(new Sudog(g, outer))).toBe(outer);
  expect(outermost(new Sudog(g, inner))).toBe(outer);
});

describe("a sudog", () => {
  test("woken, its goroutine is runnable, and its select was told first", () =>
    run(function* () {
      const order: number[] = [];
      const g = recording(7, order);
      const fired: [Sudog, string][] = [];
      const sudog = new Sudog(
        g,
        selecting(g, (s) => void fired.push([s, g.status])),
      );
      g.state = 3;
      wake(sudog);
      expect(fired).toEqual([[sudog, "waiting"]]);
      expect(g.status).toBe("runnable");
      yield* settle();
      expect(order).toEqual([7]);
    }));

  test("claimed, its select is told, and its goroutine is left alone", () =>
    run(function* () {
      const order: number[] = [];
      let fired = 0;
      const g = recording(7, order);
      claim(
        new Sudog(
          g,
          selecting(g, () => void fired++),
        ),
      );
      claim(new Sudog(recording(8, order), null));
      yield* settle();
      expect([fired, order]).toEqual([1, []]);
    }));

  test("a whole line is woken in its order: the last one takes runnext and runs first", () =>
    run(function* () {
      const order: number[] = [];
      const line = new WaitQ("test");
      for (let id = 1; id <= 4; id++) line.enqueue(new Sudog(recording(id, order), null));
      wakeAll(line);
      wakeAll(null);
      expect([line.first, line.last]).toEqual([null, null]);
      yield* settle();
      expect(order).toEqual([4, 1, 2, 3]);
    }));
});

describe("a select that refuses", () => {
  const { p } = currentSched();
  const g = new G(0, p, () => {}, []);
  const ignore = (): void => {};

  test("is asked about its own sudogs only", () => {
    expect(admits(new Sudog(g, null))).toBe(true);
    for (const isOpen of [true, false])
      expect(admits(new Sudog(g, selecting(g, ignore, isOpen)))).toBe(isOpen);
  });

  test("is passed over: the line serves the next behind, and the refused one stays until it leaves", () => {
    const line = new WaitQ("test");
    const refused = new Sudog(g, selecting(g, ignore, false));
    const [plain, admitted] = [new Sudog(g, null), new Sudog(g, selecting(g, ignore, true))];
    for (const sudog of [refused, plain, admitted]) {
      sudog.elem = 1;
      line.enqueue(sudog);
    }
    expect([line.dequeue(), line.dequeue(), line.dequeue()]).toEqual([plain, admitted, null]);
    expect([plain.elem, admitted.elem]).toEqual([1, 1]);
    expect([line.first, line.last]).toEqual([refused, refused]);
    line.withdraw(refused);
    expect([line.first, line.last]).toEqual([null, null]);
  });

  test("keeps its goroutine: a sleep that is over, a promise that settles and a timer do not wake it", async () => {
    g.state = 3;
    await run(function* () {
      const waits = [
        () => new SleepOp(1),
        () => new WaitOp(Promise.resolve(1)),
        () => new TimerChan(1, 0).recv(),
      ];
      for (const make of waits) {
        const op: Operation<unknown> = make();
        const sudog = new Sudog(
          g,
          selecting(g, () => expect.unreachable(), false),
        );
        expect(op.poll()).toBe(false);
        op.enroll(sudog);
        yield* sleep(3);
        op.withdraw(sudog);
      }
    });
    expect(g.status).toBe("waiting");
  });
});
