import { chan, type Go, go, sleep } from "@gopark/core";
import { describe, expect, it } from "vitest";
import { runOnM0 } from "../../test/on-m0.js";
import { goroutine } from "../goroutine.js";

const nop = goroutine("file:///standing.test.js", "nop", function* (): Go {});

describe("the head of the ring", () => {
  it.each([1, 2])(
    "ST1 is run also while others are woken and started without pause, on the first of %i Ps",
    (procs) =>
      runOnM0(
        function* () {
          const [a, b] = [chan<void>(), chan<void>()];
          let isOver = false;
          go(function* () {
            while (!isOver) {
              yield* a.send();
              yield* b.recv();
            }
            a.close();
          });
          go(function* () {
            while ((yield* a.recvOk())[1]) yield* b.send();
          });
          let rounds = 0;
          go(function* () {
            for (; rounds < 60; rounds++) yield* go(nop).join();
            isOver = true;
          });
          // By now each of them begins its slices where the last one ended.
          yield* sleep(50);
          const waiting = [1, 2, 3].map(() => go(nop));
          for (const g of waiting) yield* g.join();
          expect(rounds).toBeLessThan(60);
          isOver = true;
        },
        procs,
        5,
      ),
  );
});
