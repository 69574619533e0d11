/** gopark's scheduler under Effect's fibers. Effect is loaded by these cases alone: the others don't need it. */

import type { CaseName } from "../case-spec.js";
import type { CaseFn, Subject } from "../subject.js";

const onGopark =
  (name: CaseName): CaseFn =>
  async (size, probe) => {
    const { goparkScheduler } = await import("@gopark/effect");
    const { fiberCases } = await import("./effect-fibers.js");
    return (fiberCases({ scheduler: goparkScheduler })[name] as CaseFn)(size, probe);
  };

export const effectAdapterCases: Subject = {
  "fiber-yield": onGopark("fiber-yield"),
  "fiber-spawn": onGopark("fiber-spawn"),
  "fiber-queue": onGopark("fiber-queue"),
};
