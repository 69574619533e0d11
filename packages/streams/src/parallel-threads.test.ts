/** parallel over several threads: the function is a goroutine of `@gopark/workers`. */
import { expect, test } from "vitest";
import { useWorkersChildren } from "../../workers/test/threads/children.js";

const TASKS = `
import { goroutine } from "@gopark/workers";
import { threadId } from "node:worker_threads";
const burn = () => { const end = performance.now() + 5; while (performance.now() < end); };
export const plain = goroutine(import.meta.url, "plain", (value, index) => { burn(); return [value, index, threadId]; });
export const body = goroutine(import.meta.url, "body", function* (value, index) { burn(); return [value, index, threadId]; });
export const bad = goroutine(import.meta.url, "bad", (value) => {
  burn();
  if (value === 30) throw new RangeError("thirty");
  return value;
});
`;
const FILES = { "tasks.mjs": TASKS };
const HEAD = `
import { run } from "@gopark/workers";
import { catchError, collect, parallel, pipe } from "@gopark/streams";
import * as tasks from "./tasks.mjs";
const values = Array.from({ length: 60 }, (_, i) => i);
`;

const children = useWorkersChildren();

test.each(["shared memory", "messages"])("dear values go to other threads, by %s", async (way) => {
  const without = way === "messages" ? "delete globalThis.SharedArrayBuffer;" : "";
  const { code, stdout, stderr } = await children.run(
    `${without}
    ${HEAD}
    for (const f of [tasks.plain, tasks.body]) {
      const all = await run(() => pipe(values, parallel(4, f), collect()), { procs: 2 });
      console.log(all.every(([value, index], i) => value === i && index === i), new Set(all.map(([, , id]) => id)).size > 1);
    }`,
    {},
    FILES,
  );
  expect([code, stdout, stderr.replace(/^gopark: .*\n/, "")]).toEqual([0, "true true\ntrue true\n", ""]);
});

test("a panic on another thread is an error of the stage, and ends nothing else", async () => {
  const { code, stdout, stderr } = await children.run(
    `${HEAD}
    const all = pipe(values, parallel(4, tasks.bad), collect());
    console.log(await run(() => all, { procs: 2 }).then(String, ({ cause: e }) => [e.name, e.message, e.cause?.name].join("; ")));
    const mended = pipe(values, parallel(4, tasks.bad), catchError((e) => [e.message]), collect());
    console.log((await run(() => mended, { procs: 2 })).at(-1));`,
    {},
    FILES,
  );
  expect([code, stdout, stderr]).toEqual([
    0,
    "StreamError; parallel (stage 1): thirty; RangeError\nthirty\n",
    "",
  ]);
});
