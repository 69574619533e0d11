import { run } from "@gopark/core";
import { currentSched, HChan } from "@gopark/core/internal";
import { expect, test } from "vitest";
import { MORE, PARK, STOP } from "./codes.js";
import { settle } from "./feed.js";
import { Scope } from "./scope.js";
import { SendStep } from "./send-step.js";
import { Flow } from "./step.js";

test("sends at once while there is room, else waits until there is", async () => {
  const ch = new HChan<number>(1);
  const flow = new Flow(new Scope(currentSched(), null, true));
  const step = new SendStep(ch, flow);
  expect([step.hasSent, step.push(1), step.hasSent, step.push(2)]).toEqual([false, MORE, true, PARK]);
  const settled = run(() => settle(flow));
  expect(await ch.recv()).toBe(1);
  expect(await settled).toBe(MORE);
  expect(ch.tryRecv()).toEqual([2, true]);
  expect([step.push(3), ch.tryRecv()]).toEqual([MORE, [3, true]]);
});

test("leaves the channel open at its end: others may send", () => {
  const ch = new HChan<number>(1);
  const step = new SendStep(ch, new Flow(new Scope(currentSched(), null, true)));
  expect([step.end(), ch.isClosed]).toEqual([STOP, false]);
});
