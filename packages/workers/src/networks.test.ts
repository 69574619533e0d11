/**
 * Networks of goroutines whose outcome does not depend on who is faster: on several threads it is as on one.
 *
 * The seed is told when it goes wrong. To run from it again: `GOPARK_STRESS_SEED=n`.
 */
import { expect, test } from "vitest";
import { modules, useWorkersChildren } from "../test/threads/children.js";
import { FLAGS, WARNING } from "../test/threads/programs.js";

const children = useWorkersChildren();
const files = modules("random.mjs", "networks/crew.mjs", "networks/program.mjs");

const NETWORKS = 100;

test.each(["shared memory", "messages"] as const)(
  "by %s: the same results as on one thread, and the same deadlocks",
  { timeout: 200_000 },
  async (memory) => {
    const seed = Number(process.env.GOPARK_STRESS_SEED ?? Math.floor(Math.random() * 2 ** 24));
    const main = `process.argv.splice(2, 9, "${NETWORKS}", "${seed}");\nawait import("./networks/program.mjs");\n`;
    const { code, stderr, stdout } = await children.run(
      main,
      { flags: FLAGS[memory], limit: 180_000 },
      files,
    );
    expect({ code, stderr: stderr.replace(WARNING, "") }, `from seed ${seed}`).toEqual({
      code: 0,
      stderr: "",
    });
    expect(stdout).toMatch(new RegExp(`^{"networks":${NETWORKS},"deadlocks":[1-9]\\d*}\n$`));
  },
);
