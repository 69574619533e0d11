import { go, gosched, run } from "@gopark/core";
import { currentSched, Sched } from "@gopark/core/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { newProgram } from "../../test/sched-fixture.js";
import { store } from "../shm/atomics.js";
import { S_LAST_ID } from "../shm/sched-words.js";
import { Ids, LOCAL_BLOCK } from "./ids.js";

beforeEach(() => newProgram(2, 2, 1));

describe("ids of goroutines", () => {
  it("SC-28 are never given twice, whoever asks", () => {
    const given = new Set<number>();
    const threads = [0, 1].map(() => new Ids(new Sched(10, () => {}), 0));
    for (let i = 0; i < 100; i++) for (const ids of threads) given.add(ids.next());
    expect(given.size).toBe(200);
  });

  it("come in blocks of 16, as in Go", () => {
    store(S_LAST_ID, 100);
    const ids = new Ids(new Sched(10, () => {}), 0);
    const other = new Ids(new Sched(10, () => {}), 0);
    expect([ids.next(), other.next(), ids.next()]).toEqual([101, 117, 102]);
    for (let i = 0; i < 14; i++) ids.next();
    expect(ids.next()).toBe(133);
  });

  it("leave local goroutines theirs until the block is nearly used up", () => {
    store(S_LAST_ID, LOCAL_BLOCK);
    const sched = new Sched(10, () => {});
    const ids = new Ids(sched, LOCAL_BLOCK);
    sched.lastId = 5;
    ids.reserve();
    expect(sched.lastId).toBe(5);
    sched.lastId = LOCAL_BLOCK - 1;
    ids.reserve();
    expect(sched.lastId).toBe(LOCAL_BLOCK);
    sched.lastId = 2 * LOCAL_BLOCK - 1;
    ids.next();
    ids.reserve();
    expect(sched.lastId).toBe(2 * LOCAL_BLOCK + 16);
  });

  it("may jump while goroutines are listed", async () => {
    const seen = await run(function* () {
      const sched = currentSched();
      const ids = new Ids(sched, sched.lastId);
      store(S_LAST_ID, 1000);
      go(function* () {
        yield* gosched();
      });
      ids.reserve();
      go(function* () {});
      const listed = [...sched.allgs].map((g) => g.id);
      yield* gosched();
      yield* gosched();
      return [listed, [...sched.allgs].map((g) => g.id)];
    });
    expect(seen).toEqual([[1, 2, 1001], [1]]);
  });
});
