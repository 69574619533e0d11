import { afterEach, expect, it } from "vitest";
import type { SharedHandle } from "../handles.js";
import { canGo, lending, setLending } from "./lending.js";
import { setAway } from "./travellers.js";

const handle: SharedHandle = { addr: 64 };

afterEach(() => setAway(false));

it("a handle can go where there is the same memory, and elsewhere if somebody knows how", () => {
  expect(canGo(handle)).toBe(true);
  setAway(true);
  expect(canGo(handle)).toBe(false);
  expect(() => lending()).toThrow("a lock came that this thread does not know how to use");
  const how = { can: (one: SharedHandle) => one === handle, pack() {}, unpack: () => handle, drop() {} };
  setLending(how);
  expect([canGo(handle), canGo({ addr: 1 }), lending()]).toEqual([true, false, how]);
});
