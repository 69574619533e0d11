import { sleep } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { collect, map, pipe, timeout } from "./index.js";
import { Probe, stageContract, valuesOf } from "./stage.contract.js";

stageContract("timeout", () => timeout(100), { ahead: 2 });

const fake = useFakeHost();

test("fails when a value stays away, and closes the source", async () => {
  const probe = new Probe();
  const slow = pipe(
    probe.async(),
    map((n) => sleep(n * 10).map(() => n)),
    timeout(25),
    collect(),
  );
  const error = await fake.host.finish(Promise.resolve(slow).then(undefined, (e) => e));
  expect(error.message).toBe("timeout (stage 2): next value: not complete after 25 ms");
  expect([error.cause.name, probe.closed]).toEqual(["TimeoutError", 1]);
});

test("the time that downstream takes does not count", async () => {
  const slow = pipe(
    [1, 2, 3],
    timeout(5),
    map((n) => sleep(50).map(() => n)),
  );
  expect(await valuesOf(fake, slow)).toEqual([1, 2, 3]);
});

test("bad milliseconds are a mistake at once", () => {
  expect(() => timeout(-1)).toThrow("timeout: want milliseconds, got -1 (number)");
});
