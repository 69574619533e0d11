import { expect, test } from "vitest";
import { explain } from "./explain.js";
import { broadcast, buffer, collect, filter, map, merge, pipe } from "./index.js";
import { Plan } from "./stream.js";

test("each goroutine has a line, stages that share one stand on it", () => {
  const pipeline = pipe(
    [1],
    map((n) => n + 1),
    filter((n) => n > 0),
    buffer(2),
    map(String),
    merge(),
    collect(),
  );
  expect(pipeline.explain()).toBe(
    "source (Array) > map > filter\n-> buffer [2 values] > map\n-> merge > collect",
  );
});

test("a pipeline continued is told as one", () => {
  const begun = pipe(new Set([1]), buffer(0));
  expect(pipe(begun, collect()).explain()).toBe("source (Set)\n-> buffer [0 values] > collect");
  expect(begun).toBeInstanceOf(Plan);
});

test("a source is told by its class, else by its type", () => {
  expect(explain("text", [])).toBe("source (string)");
  const [branch] = broadcast([1], 2);
  expect(branch.explain()).toBe("source (Branch)");
  expect(explain(Object.create(null), [])).toBe("source (object)");
});
