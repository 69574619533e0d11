import { describe, expect, test } from "vitest";
import { useChildren } from "../../test/child.js";

const children = useChildren();

/** The places in a dump, line and column, of frames in the program itself. */
function places(dump: string): string[] {
  const lines = dump.match(/^\t.*program-\d+\.mjs:\d+:\d+$/gm) ?? [];
  return lines.map((line) => line.replace(/^.*\.mjs:/, ""));
}

describe("where goroutines stand, on Node", () => {
  test("file, line and column of the yield* in which each is parked", async () => {
    const { stderr } = await children.run(
      [
        'import { chan, go, main, sleep } from "@gopark/core";', // line 1
        "main(function* main() {",
        "  const ch = chan();",
        "  go(function* receiver() {",
        "    yield* sleep(1);",
        "    yield* ch.recv();", // line 6
        "  });",
        "  go(function* sender() {",
        "    let n = 0; yield* chan().send(n);", // line 9
        "  });",
        "  yield* chan().recv();", // line 11
        "});",
      ].join("\n"),
    );
    expect(stderr).toContain(children.path);
    expect(places(stderr).map((place) => place.split(":")[0])).toEqual(["11", "6", "9"]);
    expect(places(stderr)[2]).toMatch(/^9:(1[5-9]|2\d)$/);
  });

  test("each call on a goroutine's stack has its place", async () => {
    const { stderr } = await children.run(
      [
        'import { call, chan, main } from "@gopark/core";',
        "function* inner() {",
        "  yield* chan().recv();", // line 3
        "}",
        "function* middle() {",
        "  yield* call(inner);", // line 6
        "}",
        "main(function* main() {",
        "  yield* call(middle);", // line 9
        "});",
      ].join("\n"),
    );
    expect(places(stderr).map((place) => place.split(":")[0])).toEqual(["3", "6", "9"]);
  });

  test("a mistake has the place of who made it", async () => {
    const { stderr } = await children.run(
      [
        'import { chan, main } from "@gopark/core";',
        "main(function* main() {",
        "  yield chan().recv();", // line 3
        "});",
      ].join("\n"),
    );
    expect(stderr).toMatch(
      /^panic: goroutine yielded: an operation, want yield\*\n\t.*\.mjs:3:\d+\n\ngoroutine 1/,
    );
  });

  test("a fatal error has the place of who made the mistake", async () => {
    const { stderr } = await children.run(
      [
        'import { go, main } from "@gopark/core";',
        "main(function* main() {",
        "  go(undefined);", // line 3
        "});",
      ].join("\n"),
    );
    expect(stderr).toMatch(/^fatal error: go of nil func value\n\ngoroutine 1 \[running\]:\n\tat .*/);
    expect(stderr).toMatch(/\tat main .*\.mjs:3:\d+\)\nmain\(\.\.\.\)\n$/);
  });

  test("what stands in no generator of the program has none: an async body, an operation that was started", async () => {
    const { stderr } = await children.run(
      [
        'import { chan, func, go, main } from "@gopark/core";',
        "const worker = func(function* worker() {",
        "  yield* chan().recv();", // line 3
        "});",
        "main(async function app() {",
        "  go(worker);",
        "  go(() => chan().recv());",
        "  await chan().recv();",
        "});",
      ].join("\n"),
    );
    expect(places(stderr).map((place) => place.split(":")[0])).toEqual(["3"]);
    expect(stderr.match(/^\t/gm)).toHaveLength(1);
  });

  test("a goroutine that has not started, or runs, has none; the dump is one all the same", async () => {
    const { stdout } = await children.run(`
      import { go, run, stack } from "@gopark/core";
      await run(function* main() { go(function* fresh() {}); console.log(stack()); });
    `);
    expect(stdout).toBe("goroutine 1 [running]:\nmain(...)\n\ngoroutine 2 [runnable]:\nfresh(...)\n\n");
  });

  test("nothing stays behind: no global, no session, and the process ends", async () => {
    const { code, stdout } = await children.run(`
      import { chan, go, gosched, run, stack } from "@gopark/core";
      import inspector from "node:inspector";
      const before = Object.getOwnPropertyNames(globalThis).length;
      await run(function* () {
        go(() => chan().recv());
        yield* gosched();
        for (let i = 0; i < 3; i++) { stack(); yield* gosched(); }
      });
      console.log(Object.getOwnPropertyNames(globalThis).length - before, inspector.url());
    `);
    expect([code, stdout]).toEqual([0, "0 undefined\n"]);
  });

  test("the time of a dump grows with the goroutines, not with their square", async () => {
    const { stdout } = await children.run(`
      import { chan, go, gosched, run, stack } from "@gopark/core";
      /** The least time of three dumps of as many parked goroutines, and how many places it has. */
      const dump = (count) => run(function* () {
        const ch = chan();
        for (let i = 0; i < count; i++) go(function* parked() { yield* ch.recv(); });
        while (!new RegExp("goroutine " + (count + 1) + " .chan receive").test(stack())) yield* gosched();
        let [places, least] = [0, Infinity];
        for (let round = 0; round < 3; round++) {
          const start = performance.now();
          places = stack().split("\\n").filter((l) => l.startsWith("\\t")).length;
          least = Math.min(least, performance.now() - start);
        }
        return [places, least];
      });
      const [few, short] = await dump(300);
      const [many, long] = await dump(2400);
      console.log(few, many, long / short < 30 || long / short);
    `);
    // Eight times as many: 8 if it grows with the goroutines, 64 with their square.
    expect(stdout).toBe("300 2400 true\n");
  });

  test("without an inspector the dump names the functions only", async () => {
    const { code, stderr } = await children.run(`
      const { getBuiltinModule } = process;
      process.getBuiltinModule = (id) => (id === "node:inspector" ? undefined : getBuiltinModule(id));
      const { chan, main } = await import("@gopark/core");
      main(function* main() { yield* chan().recv(); });
    `);
    expect(code).toBe(2);
    expect(stderr.trimEnd()).toBe(
      "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain(...)",
    );
  });

  test("an inspector that fails does no harm either", async () => {
    const { code, stderr } = await children.run(`
      const { getBuiltinModule } = process;
      class Session { connect() { throw new Error("inspector is not available"); } }
      process.getBuiltinModule = (id) => (id === "node:inspector" ? { Session } : getBuiltinModule(id));
      const { chan, main } = await import("@gopark/core");
      main(function* main() { yield* chan().recv(); });
    `);
    expect(code).toBe(2);
    expect(stderr).toContain("goroutine 1 [chan receive]:\nmain(...)");
  });
});
