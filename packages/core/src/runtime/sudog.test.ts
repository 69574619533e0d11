import { describe, expect, test } from "vitest";
import { settle } from "../../test/settle.js";
import { run } from "../go.js";
import { G } from "./g.js";
import { currentSched } from "./sched.js";
import { claim, Sudog, wake, wakeAll } from "./sudog.js";
import { WaitQ } from "./waitq.js";

/** A goroutine that writes its number down when it runs, and stands in no queue yet. */
function recording(id: number, order: number[]): G {
  return new G(id, currentSched().p, () => void order.push(id), []);
}

describe("a sudog", () => {
  test("woken, its goroutine is runnable, and its select was told first", () =>
    run(function* () {
      const order: number[] = [];
      const g = recording(7, order);
      const fired: [Sudog, string][] = [];
      const sudog = new Sudog(g, { fired: (s) => void fired.push([s, g.status]) });
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
      claim(new Sudog(recording(7, order), { fired: () => void fired++ }));
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
