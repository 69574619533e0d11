import { run } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../../packages/core/test/fake-host.js";
import { demo } from "./demo.js";

const fake = useFakeHost();

test("the demo shows the answers to what was typed, and what became of the requests", async () => {
  const lines: string[] = [];
  await fake.host.finish(run(() => demo((line) => lines.push(line))));
  expect(lines).toEqual([
    "ap: apple, apricot, grape, grapefruit",
    "apple: apple",
    "gra: grape, grapefruit",
    "21 requests: 15 answered, 6 called off, 2 open at most",
  ]);
});
