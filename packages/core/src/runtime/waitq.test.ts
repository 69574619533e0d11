import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { line } from "../../test/check-chan.js";
import { G } from "./g.js";
import { Sched } from "./sched.js";
import { Sudog } from "./sudog.js";
import { WaitQ } from "./waitq.js";

const { p } = new Sched(10, () => {});

function waiting(): Sudog {
  return new Sudog(new G(0, p, () => {}, []), null);
}

describe("a line", () => {
  test("it does what a list does: join at the end, be served first, leave from anywhere", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("enqueue" as const) }),
      fc.record({ kind: fc.constant("dequeue" as const) }),
      fc.record({ kind: fc.constant("remove" as const), at: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: "max" }), (steps) => {
        const q = new WaitQ("chan receive");
        const model: Sudog[] = [];
        for (const s of steps) {
          if (s.kind === "enqueue") {
            const sudog = waiting();
            q.enqueue(sudog);
            model.push(sudog);
          } else if (s.kind === "dequeue") expect(q.dequeue()).toBe(model.shift() ?? null);
          else if (model.length > 0) {
            const [sudog] = model.splice(s.at % model.length, 1) as [Sudog];
            q.withdraw(sudog);
            expect([sudog.before, sudog.after]).toEqual([null, null]);
          }
          const all = line(q);
          expect(all.length).toBe(model.length);
          for (const [i, sudog] of all.entries()) expect(sudog).toBe(model[i]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("one that was served holds none of those behind it", () => {
    const q = new WaitQ("chan receive");
    const [first, second] = [waiting(), waiting()];
    q.enqueue(first);
    q.enqueue(second);
    expect(q.dequeue()).toBe(first);
    expect([first.before, first.after]).toEqual([null, null]);
    expect([second.before, second.after]).toEqual([null, null]);
  });

  test("one that has left may join again", () => {
    const q = new WaitQ("chan receive");
    const [a, b] = [waiting(), waiting()];
    for (const sudog of [a, b]) q.enqueue(sudog);
    q.withdraw(a);
    q.enqueue(a);
    expect([q.dequeue(), q.dequeue(), q.dequeue()]).toEqual([b, a, null]);
  });
});
