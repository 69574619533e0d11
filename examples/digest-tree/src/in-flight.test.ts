import { expect, test } from "vitest";
import { InFlight } from "./in-flight.js";

test("settled waits for every operation, failed ones too", async () => {
  const inFlight = new InFlight();
  const events: string[] = [];
  let finish = () => {};
  inFlight.track(new Promise<void>((resolve) => void (finish = resolve)));
  inFlight.track(Promise.reject(new Error("lost")));
  const settled = inFlight.settled().then(() => events.push("settled"));
  await new Promise(setImmediate);
  expect(events).toEqual([]);
  finish();
  await settled;
  expect(events).toEqual(["settled"]);
});

test("an operation is handed back as it was", async () => {
  const operation = Promise.resolve(1);
  expect(new InFlight().track(operation)).toBe(operation);
});
