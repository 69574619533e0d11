import { run } from "@gopark/workers";
import { expect, test } from "vitest";
import { program } from "./program.js";

test("counts the primes on one thread, as a page without workers does", async () => {
  const text = await run(program, { procs: 1 });
  // π(1,000,000)
  expect(text.split("\n").slice(0, 2)).toEqual(["78498 primes below 1000000", "78498 added up in turns"]);
});
