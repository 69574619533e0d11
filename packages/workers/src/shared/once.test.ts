import { go, run, sleep } from "@gopark/core";
import { beforeEach, describe, expect, it } from "vitest";
import { settle } from "../../../core/test/settle.js";
import { onceContract } from "../../../sync/test/once-contract.js";
import { freshMemory } from "../../test/shm/threads.js";
import { Once } from "./once.js";

describe("shared.Once", () => {
  beforeEach(() => freshMemory());
  onceContract(() => new Once());

  it("ON1 runs the first function only, and nobody returns before it has ended", () =>
    run(function* () {
      const once = new Once();
      const log: string[] = [];
      const gs = ["a", "b", "c"].map((name) =>
        go(function* () {
          yield* once.do(function* () {
            yield* sleep(1);
            log.push(`ran ${name}`);
          });
          log.push("returned");
        }),
      );
      for (const g of gs) yield* g.join();
      expect(log.map((line) => line.slice(0, 3))).toEqual(["ran", "ret", "ret", "ret"]);
    }));

  it("a panic of the function is its caller's, and counts as done", () =>
    run(function* () {
      const once = new Once();
      const g = go(function* () {
        try {
          yield* once.do(() => {
            throw new Error("boom");
          });
        } catch (error) {
          return String(error);
        }
        return "";
      });
      yield* settle();
      expect(yield* g.join()).toBe("Error: boom");
      yield* once.do(() => expect.unreachable());
    }));
});
