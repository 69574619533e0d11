/**
 * Random programs on real threads: every value that is sent over shared channels is received once, in its producer's order, or handed
 * back; nobody is in a lock twice.
 *
 * The seed is printed. To run a program again: `GOPARK_STRESS_SEED=n`.
 */
import { describe, expect, test } from "vitest";
import { modules, useWorkersChildren } from "../test/threads/children.js";

const children = useWorkersChildren();
const files = modules("random.mjs", "stress/crew.mjs", "stress/program.mjs");

/** Milliseconds for which programs are run, on each number of Ps. */
const TIME = 3000;

describe("random programs over shared channels and locks", () => {
  test.each([
    [2, "with the accelerator", []],
    [3, "with the accelerator", []],
    [4, "with the accelerator", []],
    [2, "without WebAssembly", ["--import", "data:text/javascript,delete globalThis.WebAssembly"]],
  ])("lose nothing, double nothing and keep the order on %i Ps %s", async (procs, _, flags) => {
    const seed = Number(process.env.GOPARK_STRESS_SEED ?? Math.floor(Math.random() * 2 ** 24));
    const main = `process.argv.splice(2, 9, "${procs}", "${TIME}", "${seed}");\nawait import("./stress/program.mjs");\n`;
    const { code, stdout, stderr } = await children.run(main, { flags }, files);
    console.log(stdout.trim());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^procs \d+, from seed \d+ to \d+: \{"programs":\d{2,},"values":\d{3,},/);
  });
});
