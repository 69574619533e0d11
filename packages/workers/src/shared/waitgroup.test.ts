import { go, goexit, run } from "@gopark/core";
import { beforeEach, describe, expect, it } from "vitest";
import { opContract } from "../../../core/test/op-contract.js";
import { runAlone } from "../../../core/test/run-long.js";
import { settle } from "../../../core/test/settle.js";
import { freshMemory } from "../../test/shm/threads.js";
import { WaitGroup } from "./waitgroup.js";

opContract("wait of a shared.WaitGroup", {
  ready: () => ({ make: () => new WaitGroup().wait(), outcome: { value: undefined } }),
  waiting: () => {
    const wg = new WaitGroup();
    wg.add(1);
    let isDone = false;
    const complete = (): void => {
      if (!isDone) wg.done();
      isDone = true;
    };
    return { make: () => wg.wait(), outcome: { value: undefined }, complete };
  },
});

describe("shared.WaitGroup", () => {
  beforeEach(() => freshMemory());

  it("waits for all that was added, and can be used again", () =>
    run(function* () {
      const wg = new WaitGroup();
      for (let round = 0; round < 2; round++) {
        let done = 0;
        for (let i = 0; i < 3; i++) wg.go(() => void done++);
        yield* wg.wait();
        expect(done).toBe(3);
      }
    }));

  it("panics with Go's text when the counter goes negative", () => {
    expect(() => new WaitGroup().done()).toThrow(
      expect.objectContaining({ name: "RuntimeError", message: "sync: negative WaitGroup counter" }),
    );
  });

  it("panics with Go's text when it is reused before a wait has returned", () =>
    run(function* () {
      const wg = new WaitGroup();
      wg.add(1);
      const waiter = go(function* () {
        try {
          yield* wg.wait();
        } catch (error) {
          return (error as Error).message;
        }
        return "";
      });
      yield* settle();
      wg.done();
      wg.add(1);
      expect(yield* waiter.join()).toBe("sync: WaitGroup is reused before previous Wait has returned");
    }));

  it("takes a goroutine off that exits, not one that panics", async () => {
    await run(function* () {
      const wg = new WaitGroup();
      wg.go(function* () {
        yield* goexit();
      });
      yield* wg.wait();
    });
    const error = await runAlone(function* () {
      const wg = new WaitGroup();
      wg.go(() => {
        throw new Error("boom");
      });
      yield* wg.wait();
    }).catch((e: Error) => e.message);
    expect(error).toBe("panic: boom");
  });

  it("counts nothing that was not started, and takes only integers", () =>
    run(function* () {
      const wg = new WaitGroup();
      expect(() => wg.go(5 as never)).toThrow(TypeError);
      yield* wg.wait();
      expect(() => wg.add(0.5)).toThrow("WaitGroup.add: want an integer of 32 bits, got 0.5 (number)");
    }));
});
