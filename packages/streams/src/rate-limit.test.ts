import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { forEach, pipe, rateLimit } from "./index.js";
import { finish, stageContract } from "./stage.contract.js";

stageContract("rateLimit", () => rateLimit({ count: 2, per: 3 }));

const fake = useFakeHost();

test("lets so many pass in any period, and drops none", async () => {
  const times: number[] = [];
  const start = fake.host.time;
  await finish(
    fake,
    pipe(
      [1, 2, 3, 4, 5],
      rateLimit({ count: 2, per: 10 }),
      forEach(() => void times.push(fake.host.time - start)),
    ),
  );
  expect(times).toEqual([0, 0, 10, 10, 20]);
});

test("bad limits are mistakes at once", () => {
  expect(() => rateLimit(undefined as never)).toThrow("rateLimit: count: want an integer from 1 up");
  expect(() => rateLimit({ count: 1, per: -1 })).toThrow("rateLimit: per: want milliseconds");
});
