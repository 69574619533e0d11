/** Bundles made for pages: what they have in place of Node's, and what becomes of one that Node runs. */
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { forPages, useChildren } from "../../test/child.js";

const pairs = [...forPages].map((pair) => [basename(pair[1]), ...pair] as const);

test.each(pairs)("%s offers what it stands for", async (_, file, other) => {
  const shapeOf = async (path: string): Promise<unknown> => {
    const entries = Object.entries<unknown>(await import(path));
    return Object.fromEntries(
      entries.map(([name, value]) => [name, typeof value === "object" && value ? Object.keys(value) : "one"]),
    );
  };
  expect(await shapeOf(other)).toEqual(await shapeOf(file));
});

describe("HB1 a bundle made for pages that Node runs", () => {
  const children = useChildren(true);

  test("a panic of any goroutine is reported, and the exit code is 2", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { chan, go, main } from "@gopark/core";
      main(function* () {
        go(function* worker() { throw new Error("boom"); });
        yield* chan().recv();
        console.log("never");
      });
    `);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^panic: boom\n\ngoroutine 2 \[running\]:\n/);
  });

  test("the process ends when main does, with the code that was set", async () => {
    const { code, stdout, stderr } = await children.run(`
      import { main } from "@gopark/core";
      setInterval(() => {}, 1000);
      main(() => { process.exitCode = 3; });
    `);
    expect([code, stdout, stderr]).toEqual([3, "", ""]);
  });

  test("a deadlock is told when nothing keeps the process going; the dump tells no places", async () => {
    const { code, stderr } = await children.run(`
      import { chan, main } from "@gopark/core";
      main(function* () { yield* chan().recv(); });
    `);
    expect([code, stderr]).toEqual([
      2,
      `fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nfunc(...)\n\n`,
    ]);
  });

  test("dumps in a page tell no places, and a leak is told with a warning", async () => {
    const { code, stdout, stderr } = await children.run(
      `
      import { chan, debug, go, main, sleep, stack } from "@gopark/core";
      main(function* () {
        debug(true);
        (() => { go(function* leaks() { yield* chan().recv(); }); })();
        yield* sleep(1);
        console.log(stack().split("\\n").filter((line) => /^\\t/.test(line)).length);
        for (let i = 0; i < 100; i++) { gc(); yield* sleep(1); }
      });
    `,
      ["--expose-gc"],
    );
    expect([code, stdout]).toEqual([0, "1\n"]);
    expect(stderr).toMatch(/^goroutine 2 \[leaked\]: nothing could wake it\nleaks/);
  });
});
