import { G, Sched } from "@gopark/core/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { newG, newProgram } from "../../test/sched-fixture.js";
import { get, put } from "../shm/atomics.js";
import { BUMP, LIMIT } from "../shm/layout.js";
import { G_RESULT } from "../shm/record.js";
import { nameId } from "../wire/names.js";
import { take } from "../wire/value.js";
import { functionOf, loadArguments, loadResult, loadSite, unloadArguments, unloadSite } from "./cargo.js";

beforeEach(() => newProgram(1, 1, 1));

describe("a goroutine's record", () => {
  it.each([[[]], [[1]], [[undefined]], [[[1, 2]]], [[1, "two"]], [[{ deep: [new Date(0)] }, 5n, null]]])(
    "carries arguments and the function (%#)",
    (args) => {
      const rec = newG();
      const id = nameId("file:///a.js#f");
      loadArguments(rec, id, args);
      expect(functionOf(rec)).toBe(id);
      expect(unloadArguments(rec) ?? []).toEqual(args);
    },
  );

  it("carries copies", () => {
    const rec = newG();
    const shared = { n: 1 };
    loadArguments(rec, 64, [shared, shared]);
    shared.n = 2;
    const [a, b] = unloadArguments(rec) as [object, object];
    expect(a).toEqual({ n: 1 });
    expect(b).toBe(a);
  });

  it.each([
    [[() => 1], "go: argument 1: a function"],
    [[1, { cb: [() => 1] }], "go: argument 2.cb[0]: a function"],
    [[{ a: Symbol("s") }], "go: argument 1.a: a symbol"],
  ])("names the argument that can't be sent (%#)", (args, text) => {
    expect(() => loadArguments(newG(), 64, args)).toThrow(text);
  });

  it.each(["", "created by goroutine 1\n\tmain.ts:5\n"])(
    "carries where it was started, if known (%#)",
    (site) => {
      const rec = newG();
      loadResult(rec, new G(7, new Sched(10, () => {}).p, null, undefined), 5); // what an earlier one has left
      loadSite(rec, site);
      expect(unloadSite(rec)).toBe(site);
    },
  );

  it("carries no site when the memory is full", () => {
    const rec = newG();
    put(LIMIT, get(BUMP));
    loadSite(rec, "x".repeat(1 << 16));
    expect(unloadSite(rec)).toBe("");
  });

  it("carries the result back, or names the goroutine whose result can't be sent", () => {
    const rec = newG();
    const g = new G(7, new Sched(10, () => {}).p, function worker() {}, undefined);
    loadResult(rec, g, { sum: 5 });
    expect(take(rec + G_RESULT)).toEqual({ sum: 5 });
    expect(() => loadResult(rec, g, () => 1)).toThrow("goroutine 7 (worker): result: a function");
  });
});
