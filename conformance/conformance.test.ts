/**
 * The suite as tests: every twin against Go's recording and, where Go is installed, every recording against Go.
 *
 * The twins run as processes on the compiled packages, so the build comes first.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Result, runTwin, summary } from "./src/harness.js";
import { programs } from "./src/program.js";
import { canCompile, compile, findGo, runGo } from "./src/toolchain.js";

const all = programs();
const named = all.map((program) => [program.name, program] as const);
const go = await findGo();
const twins: Result[] = [];
const fresh: Result[] = [];

afterAll(() => console.log(summary(twins, go?.version, fresh)));

describe("twins", () => {
  it.concurrent.each(named)("%s does what Go did", async (_name, program) => {
    const result = await runTwin(program);
    twins.push(result);
    expect(result.detail).toBe("");
  });
});

if (go !== undefined)
  describe(`recordings, with ${go.version}`, () => {
    const compiling = all.filter(canCompile);
    beforeAll(() => compile(compiling, go), 300_000);

    it.each(compiling.map((program) => [program.name, program] as const))(
      "%s is what Go does here",
      { timeout: 60_000 },
      async (_name, program) => {
        const result = await runGo(program, go);
        fresh.push(result);
        expect(result.detail).toBe("");
      },
    );
  });
