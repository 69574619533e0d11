/** Threads that share no memory end at random moments. With shared memory: ../chaos.test.ts. */
import { expect, test } from "vitest";
import { modules, useWorkersChildren } from "../../test/threads/children.js";
import { FLAGS, WARNING } from "../../test/threads/programs.js";

const children = useWorkersChildren();
const files = modules("random.mjs", "deaths/crew.mjs", "deaths/program.mjs");

const PROGRAMS = 100;

test("a thread ends at a random moment, in many programs: none hangs, nothing comes twice", {
  timeout: 200_000,
}, async () => {
  const main = `process.argv.splice(2, 9, "${PROGRAMS}", "1");\nawait import("./deaths/program.mjs");\n`;
  const { code, stderr, stdout } = await children.run(main, { flags: FLAGS.messages, limit: 180_000 }, files);
  expect({ code, stderr: stderr.replace(WARNING, "") }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(`^{"programs":${PROGRAMS},"deaths":[1-9]\\d*,"lost":[1-9]\\d*}\n$`));
});
