import { RuntimeError } from "@gopark/core";
import { expect, it } from "vitest";
import { WorkerLost } from "./worker-lost.js";

it("names the thread and what it did, and can be recovered from like any panic of the runtime", () => {
  const error = new WorkerLost(2, "held the lock");
  expect(error).toBeInstanceOf(RuntimeError);
  expect(error).toMatchObject({ name: "WorkerLost", thread: 2, message: "worker lost: M2 held the lock" });
  expect(new WorkerLost(-1, "ran it").message).toBe("worker lost: the thread ran it");
});
