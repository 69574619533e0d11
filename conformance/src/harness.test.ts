import { expect, it } from "vitest";
import { behaviour, compare, inParallel, runTwin, summary } from "./harness.js";
import { programs } from "./program.js";

const good = { stdout: "a\n", code: 0, stderr: "" };

it("equal behaviour agrees", () => {
  expect(compare("x", good, { ...good })).toEqual({ name: "x", pass: true, detail: "" });
});

it("another exit code, stdout or stderr is told apart", () => {
  const { pass, detail } = compare("x", good, { stdout: "b\n", code: 2, stderr: "panic: boom" });
  expect(pass).toBe(false);
  expect(detail).toContain("exit code: want 0, got 2");
  expect(detail).toContain("stdout:\n- a\n+ b");
  expect(detail).toContain("stderr:\n- \n+ panic: boom");
});

it("only the stable part of stderr is compared", () => {
  const stderr = "panic: boom\n\ngoroutine 9 [running]:\n    at f (x.js:1:1)\n";
  expect(behaviour({ stdout: "", stderr, code: 2 }).stderr).toBe("panic: boom\ngoroutine N [running]:");
});

it("a twin that is not built fails with what to do", async () => {
  const [program] = programs(["01-"]);
  if (program === undefined) throw new Error("no program 01");
  const { pass, detail } = await runTwin({ ...program, twin: "/nowhere/twin.js" });
  expect(pass).toBe(false);
  expect(detail).toContain("run the build first");
});

it("an engine that does not exist fails", async () => {
  const [program] = programs(["01-"]);
  if (program === undefined) throw new Error("no program 01");
  const { detail } = await runTwin({ ...program, twin: program.source }, "/nowhere/node");
  expect(detail).toBe("cannot run /nowhere/node");
});

it("work in parallel keeps the order of its items", async () => {
  const done = await inParallel([3, 1, 2], async (n) => {
    for (let i = 0; i < n; i++) await Promise.resolve();
    return n * 10;
  });
  expect(done).toEqual([30, 10, 20]);
});

it("the summary counts the twins, and the recordings where there is a Go", () => {
  const results = [
    { name: "a", pass: true, detail: "" },
    { name: "b", pass: false, detail: "stdout" },
  ];
  expect(summary(results)).toBe("conformance: 2 twins, 1 agree with recorded Go output");
  expect(summary(results, "go1.19.8", results)).toBe(
    "conformance: 2 twins, 1 agree with recorded Go output, 1 recordings agree with go1.19.8 here",
  );
});
