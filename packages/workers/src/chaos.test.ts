import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Programs of which one thread is ended at a random moment. Their seeds are printed when something goes wrong. */
const RUNS = 120;

test("a thread is ended at a random moment, in hundreds of programs: none hangs, nothing is delivered twice", {
  timeout: 400_000,
}, async () => {
  const script = fileURLToPath(new URL("../test/chaos/run.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, String(RUNS), "1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  await once(child, "close");
  // As the message too: it tells all that went wrong, where a comparison is cut short.
  expect(printed, printed).toMatch(
    new RegExp(`^chaos: ${RUNS} runs from seed 1, 0 wrong; [1-9]\\d* threads ended`),
  );
});
