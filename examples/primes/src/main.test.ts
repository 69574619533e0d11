import { expect, test } from "vitest";
import { useWorkersChildren } from "../../../packages/workers/test/threads/children.js";
import { runExample } from "../../../packages/workers/test/threads/example.js";

const children = useWorkersChildren();

test("counts the primes, with one P and with all, and plots how long each took", async () => {
  const { code, stdout, stderr } = await runExample(children, import.meta.dirname);
  expect([code, stderr]).toEqual([0, ""]);
  // π(3,000,000)
  expect(stdout).toMatch(/^216816 primes below 3000000\n\nprocs +ms +times as fast\n +1 +\d+ +1\.00 #{20}\n/);
});
