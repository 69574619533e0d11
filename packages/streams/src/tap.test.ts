import { sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { collect, pipe, tap } from "./index.js";
import { stageContract } from "./stage.contract.js";

stageContract("tap", () => tap(() => {}));
stageContract("tap with a body", () => tap(() => sleep(1)));

test("sees each value and its index, and passes the value on when it is through", async () => {
  const seen: unknown[] = [];
  const values = await pipe(
    ["a", "b"],
    tap(async (value, i) => {
      await sleep(0);
      seen.push(value, i);
      return "something else";
    }),
    tap((value) => void seen.push(value)),
    collect(),
  );
  expect([values, seen]).toEqual([
    ["a", "b"],
    ["a", 0, "a", "b", 1, "b"],
  ]);
});

test("no function is a mistake at once", () => {
  for (const bad of [undefined, null, 3, "f", {}]) {
    expect(() => tap(bad as never)).toThrow(/^tap: want a function, got /);
  }
});
