/** Whatever a pipeline gives its values from: the host has its turn at the end of each slice. */
import { run } from "@gopark/core";
import { describe, expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { concat } from "./concat.js";
import { concatMap } from "./concat-map.js";
import { flatMap } from "./flat-map.js";
import { forEach } from "./for-each.js";
import { type Operator, pipe } from "./index.js";
import { startWith } from "./start-with.js";
import { switchMap } from "./switch-map.js";
import { tap } from "./tap.js";

const fake = useFakeHost();
const many = Array.from({ length: 1_000 }, (_, i) => i);

describe("a pipeline that takes ten slices gives the host its turns, with the values of", () => {
  test.each<[string, number[], Operator<number, number>]>([
    ["its source", many, tap(() => {})],
    ["concatMap", [0], concatMap(() => many)],
    ["flatMap", [0], flatMap(() => many)],
    ["switchMap", [0], switchMap(() => many)],
    ["startWith", [], startWith(...many)],
    ["concat", [], concat(many)],
  ])("%s", async (_, source, operator) => {
    const { host } = fake;
    let count = 0;
    const work = forEach(() => {
      count++;
      // A hundred in a slice.
      host.time += 0.1;
    });
    await host.finish(run(() => pipe(source, operator, work)));
    expect(count).toBe(1_000);
    expect(host.turns).toBeGreaterThanOrEqual(8);
    expect(host.longestGap).toBeLessThan(20);
  });
});
