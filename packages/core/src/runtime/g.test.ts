import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import { call, gosched, sleep, wait } from "../op.js";
import { G } from "./g.js";
import { DEAD, DROPPED, IDLE, RUNNABLE, RUNNING, STATUS, WAITING } from "./gstatus.js";
import { m } from "./m.js";
import { Sched } from "./sched.js";

/** G1 and G3 of what can be seen of a goroutine from outside, evaluated. */
function checkG(g: G): void {
  if (g.state === WAITING) expect(g.waiting).not.toBe(null);
  if (g.state === IDLE || g.state >= DEAD) expect([g.gen, g.answers]).toEqual([null, null]);
  let depth = 0;
  for (let call = g.answers; call !== null; call = call.below) {
    expect(call.caller).not.toBe(null);
    depth++;
  }
  if (depth > 0) expect(g.gen).not.toBe(null);
}

describe("a goroutine", () => {
  test("its states have one word each, in the order of its life", () => {
    const g = new G(1, new Sched(10, () => {}).p, function named() {}, []);
    const words = [IDLE, RUNNABLE, RUNNING, WAITING, DEAD, DROPPED].map((state) => {
      g.state = state;
      return g.status;
    });
    expect(words).toEqual(["runnable", "runnable", "running", "waiting", "dead", "dead"]);
    expect(STATUS.length).toBe(DROPPED + 1);
    expect(g.name).toBe("named");
  });

  test("its invariants hold in every state it goes through, whatever it waits in", () =>
    run(function* () {
      const ch = chan<number>(1);
      const gs = [
        () => ch.recv(),
        () => sleep(1),
        () => wait(Promise.resolve()),
        () => gosched(),
        () =>
          call(function* () {
            yield* call(function* () {
              yield* gosched();
              yield* ch.recv();
            });
          }),
        async () => {
          await sleep(1);
        },
        () => 5,
      ].map((body) => go(body as () => unknown) as unknown as G);
      for (let round = 0; round < 20; round++) {
        for (const g of gs) checkG(g);
        yield* gosched();
      }
      for (let i = 0; i < 2; i++) yield* ch.send(i);
      for (const g of gs) {
        yield* g.join();
        checkG(g);
        expect(g.state).toBe(DEAD);
      }
    }));

  test("one is running at a time, the one whose code is on the stack", () =>
    run(function* () {
      const seen: unknown[] = [];
      const look = (): void => void seen.push(m.g?.id, m.g?.status);
      go(function* () {
        look();
        yield* gosched();
        look();
      });
      look();
      yield* settle();
      look();
      yield* wait(Promise.resolve().then(() => seen.push(m.g, m.p)));
      look();
      expect(seen).toEqual([
        1,
        "running",
        2,
        "running",
        2,
        "running",
        1,
        "running",
        null,
        null,
        1,
        "running",
      ]);
    }));
});
