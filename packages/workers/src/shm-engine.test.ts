import { expect, it } from "vitest";
import { shm } from "./shm-engine.js";

it("is JavaScript until an accelerator is installed, with one function for each call", () => {
  for (const [name, f] of Object.entries(shm)) expect(f.name).toBe(name);
});
