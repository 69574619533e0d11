import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";
import { serveM } from "./serve-m.js";

/** A worker of the user's own: it registers functions under the URL of another module, as a bundle of its own does. */
const WORKER = `
import { goroutine, serveM } from "@gopark/workers";
import { threadId } from "node:worker_threads";
const where = goroutine(import.meta.url, "where", function* () { return threadId > 0; });
serveM({ where });
`;

describe("serveM", () => {
  const children = useWorkersChildren();

  it("makes a worker of the user's own serve a program, and finds goroutines by their names", async () => {
    const { code, stdout, stderr } = await children.run(
      `import { go } from "@gopark/core";
      import { goroutine, run } from "@gopark/workers";
      const where = goroutine(import.meta.url, "where", function* () { return false; });
      console.log(await run(function* () {
        const g = go(where);
        while (g.status === "runnable");
        return yield* g.join();
      }, { procs: 2, entry: new URL("./worker.mjs", import.meta.url) }));`,
      {},
      { "worker.mjs": WORKER },
    );
    expect([code, stdout, stderr]).toEqual([0, "true\n", ""]);
  });

  it("does nothing on a thread that no program has started", () => {
    expect(serveM({})).toBeUndefined();
  });
});
