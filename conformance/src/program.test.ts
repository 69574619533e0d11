import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Program, programs, recording } from "./program.js";

const all = programs().map((program) => [program.name, program] as const);

function named(name: string): Program {
  const [program] = programs([name]);
  if (program === undefined) throw new Error(`no program ${name}`);
  return program;
}

describe("every program", () => {
  it.each(all)("%s says in its header what it shows and which rows of the catalogue", (_name, program) => {
    const header = readFileSync(program.source, "utf8").split("\n\n")[0];
    expect(header?.startsWith(`// ${program.name}: `)).toBe(true);
    expect(header).toMatch(/^\/\/ Catalogue:( [A-Z]{2}-\d+)+/m);
  });

  it.each(all)("%s has a twin and a recording in which nothing is marked as a bug", (_name, program) => {
    expect(existsSync(join(dirname(program.source), "twin.ts"))).toBe(true);
    const { stdout, code, stderr } = recording(program);
    expect(stdout).not.toContain("BUG");
    expect(code).toBeGreaterThanOrEqual(0);
    expect(stderr === "").toBe(code !== 2);
  });
});

it("programs are picked by the beginning of their names", () => {
  expect(programs(["15-", "17-"]).map(({ name }) => name)).toEqual([
    "15-deadlock-main",
    "17-deadlock-goexit",
  ]);
  expect(programs(["no such"])).toEqual([]);
});

describe("a declared difference", () => {
  it("applies from its release on, to stdout", () => {
    const program = named("62-");
    expect(recording(program, 19).stdout).toContain("\nb: 3 3 3\n");
    expect(recording(program, 22).stdout).toContain("\nb: 2 1 0\n");
    expect(recording(program)).toEqual(recording(program, 22));
  });

  it("applies to stderr as well", () => {
    const program = named("85-");
    expect(recording(program, 22).stderr).toBe("panic: one\ntwo\nthree\ngoroutine 1 [running]:");
    expect(recording(program, 23).stderr).toBe("panic: one\n\ttwo\n\tthree\ngoroutine 1 [running]:");
  });

  it("that names a line again is about its next occurrence, the last about all that follow", () => {
    const differences = [
      { since: 20, recorded: "processing", reads: "first" },
      { since: 24, recorded: "processing", reads: "other" },
    ];
    const program = { ...named("55-"), differences };
    expect(recording(program, 19).stdout).toMatch(/^start\n(processing\n){12}done\n$/);
    expect(recording(program, 20).stdout).toMatch(/^start\nfirst\n(processing\n){11}done\n$/);
    expect(recording(program, 24).stdout).toMatch(/^start\nfirst\n(other\n){11}done\n$/);
  });

  it("that matches no line of the recording is an error", () => {
    const program = { ...named("62-"), differences: [{ since: 30, recorded: "c: 1", reads: "c: 2" }] };
    expect(() => recording(program)).toThrow('no line of the recording reads "c: 1"');
  });
});
