import { describe, expect, test } from "vitest";
import { runLong as run } from "../../test/run-long.js";
import { settle } from "../../test/settle.js";
import { chan } from "../chan.js";
import { go } from "../go.js";
import { type Go, gosched } from "../op.js";
import type { Operation } from "./operation.js";

describe("gosched", () => {
  test("the goroutine goes behind all that are runnable, and stays runnable itself", () =>
    run(function* () {
      const log: string[] = [];
      function* worker(name: string): Go {
        for (let i = 0; i < 2; i++) {
          log.push(`${name}${i}`);
          yield* gosched();
        }
      }
      const a = go(worker, "a");
      const b = go(worker, "b");
      for (let i = 0; i < 2; i++) {
        log.push(`main${i}`);
        expect([a.status, b.status]).toEqual(["runnable", "runnable"]);
        yield* gosched();
      }
      yield* a.join();
      yield* b.join();
      expect(log.join(" ")).toBe("main0 b0 a0 main1 b1 a1");
    }));

  test("one that is woken meanwhile runs before it", () =>
    run(function* () {
      const ch = chan<number>();
      const log: string[] = [];
      go(function* () {
        yield* ch.recv();
        log.push("woken");
      });
      yield* settle();
      ch.trySend(1);
      yield* gosched();
      log.push("main");
      expect(log).toEqual(["woken", "main"]);
    }));

  test("alone it goes on at once", () =>
    run(function* () {
      for (let i = 0; i < 1000; i++) yield* gosched();
    }));

  test("mapped it gives up the CPU, too", () =>
    run(function* () {
      const log: string[] = [];
      go(() => void log.push("other"));
      expect(yield* gosched().map(() => log.push("mapped"))).toBe(2);
      expect(log).toEqual(["other", "mapped"]);
    }));
});

describe("as cases of a select", () => {
  test("gosched is always ready", () => {
    const op = gosched() as unknown as Operation<void>;
    expect(op.poll()).toBe(true);
    expect(op.finish(null)).toBe(undefined);
  });
});
