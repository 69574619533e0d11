import { expect, test } from "vitest";
import { useWorkersChildren } from "../../../packages/workers/test/threads/children.js";
import { runExample } from "../../../packages/workers/test/threads/example.js";

const children = useWorkersChildren();

test("without a lock updates are lost; with a lock, an atomic or a channel none is", async () => {
  const { code, stdout, stderr } = await runExample(children, import.meta.dirname);
  expect([code, stderr]).toEqual([0, ""]);
  const [unguarded, ...others] = stdout.trim().split("\n");
  const [, counted, lost] = /^no lock +(\d+) {2}\((\d+) updates lost\)$/.exec(unguarded as string) ?? [];
  expect(Number(counted) + Number(lost)).toBe(5000);
  expect(others).toEqual(["shared.Mutex    5000", "shared.Int32    5000", "shared channel  5000"]);
});
