/** Both ways side by side: one loses, the other does not. */
import { expect, it } from "vitest";
import { mergeByPromiseRace, mergeBySelect } from "./merge.js";

it("a select receives every message", async () => {
  expect(await mergeBySelect(1000)).toEqual({ sent: 2000, received: 2000 });
});

it("Promise.race loses messages that its losers took", async () => {
  const { sent, received } = await mergeByPromiseRace(1000);
  expect(sent).toBe(2000);
  expect(received).toBeLessThan(sent);
  expect(received).toBeGreaterThan(0);
});
