/**
 * What every Once does as a case of a select, wherever it lies: run once for each kind.
 */
import { chan, type Go, go, goexit } from "@gopark/core";
import { select, trySelect } from "@gopark/select";
import { expect, it } from "vitest";
import { runLong as run } from "../../core/test/run-long.js";
import { settle } from "../../core/test/settle.js";
import { Cond } from "../src/cond.js";
import { Mutex } from "../src/mutex.js";
import type { Once } from "../src/once.js";

/** Adds the cases to the suite at hand. */
export function onceContract(make: () => Pick<Once, "do">): void {
  it("ON1 as a case of a select it runs its function, and the select is over when that has ended", () =>
    run(function* () {
      const once = make();
      const never = chan<number>();
      const go1 = chan<void>();
      const log: string[] = [];
      const runner = go(function* () {
        const result = yield* select({
          done: once.do(function* () {
            log.push("begun");
            yield* go1.recv();
            log.push("ended");
          }),
          never: never.recv(),
        });
        log.push("selected");
        return result;
      });
      yield* settle();
      // Others wait for it, in a select or not.
      const other = chan<number>();
      const late = go(() => select({ done: once.do(() => void log.push("twice")), other: other.recv() }));
      const leaves = go(() => select([once.do(() => void log.push("twice")), other.recv()]));
      yield* settle();
      expect([log, late.status, leaves.status]).toEqual([["begun"], "waiting", "waiting"]);
      yield* go1.send();
      expect(yield* runner.join()).toEqual({ case: "done", value: undefined });
      expect([(yield* late.join()).case, (yield* leaves.join())[0]]).toEqual(["done", 0]);
      expect(log).toEqual(["begun", "ended", "selected"]);
      expect((yield* select({ done: once.do(() => void log.push("twice")) })).case).toBe("done");
      expect(log).toHaveLength(3);
    }));

  it("a case that does not happen runs nothing", () =>
    run(function* () {
      const once = make();
      const log: string[] = [];
      const stop = chan<void>();
      go(() => once.do(() => stop.recv()));
      yield* settle();
      const other = chan<number>();
      const g = go(() => select([once.do(() => void log.push("never")), other.recv()]));
      yield* settle();
      yield* other.send(1);
      expect(yield* g.join()).toEqual([1, 1]);
      yield* stop.send();
      yield* once.do(() => void log.push("never"));
      expect(log).toEqual([]);
    }));

  it.each([false, true])(
    "one that is unwound in the step of another case lets go (last: %s)",
    async (isLast) => {
      const once = make();
      const mu = new Mutex();
      const wait = new Cond(mu).wait();
      const log: string[] = [];
      const both = () => {
        const own = once.do(() => void log.push("run"));
        return isLast ? [wait, own] : [own, wait];
      };
      await run(
        function* () {
          const stop = chan<void>();
          const first = go(() => once.do(() => stop.recv()));
          yield* settle();
          const g = go(function* () {
            yield* mu.lock();
            yield* select(both());
          });
          yield* settle();
          // Its turn has come, and the lock of the condition is not to be had.
          yield* mu.lock();
          yield* stop.send();
          yield* first.join();
          yield* settle();
          expect(g.status).toBe("waiting");
          // It gets that as its program ends.
          mu.unlock();
        },
        { onExit: "unwind" },
      );
      await run(function* () {
        const g = go(() => select([once.do(() => void log.push("again"))]));
        yield* settle();
        expect(g.status).toBe("dead");
      });
      expect(log).toEqual([]);
    },
  );

  it.each(["a panic", "goexit"])("%s of its function is that of the select, and counts as done", (what) =>
    run(function* () {
      const once = make();
      let seen = "nothing";
      const g = go(function* (): Go {
        try {
          yield* select([
            once.do(() => {
              if (what === "goexit") return goexit();
              throw new Error("boom");
            }),
          ]);
        } catch (error) {
          seen = String(error);
        }
      });
      yield* g.join();
      expect(seen).toBe(what === "goexit" ? "nothing" : "Error: boom");
      yield* once.do(() => expect.unreachable());
      yield* select([once.do(() => expect.unreachable())]);
    }),
  );

  it("twice in one select runs one function", () =>
    run(function* () {
      const once = make();
      const log: number[] = [];
      const [which] = yield* select([once.do(() => void log.push(0)), once.do(() => void log.push(1))]);
      expect(log).toEqual([which]);
      expect(() => trySelect([once.do(() => {})])).toThrow(
        "select: case 0: want an operation that can be a case",
      );
    }));
}
