/**
 * Programs over several locks at once, conditions and groups, beside what each lock's own model tries.
 */
import { m } from "@gopark/core/internal";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { holds, timeout } from "../../core/test/property.js";
import { runLong } from "../../core/test/run-long.js";
import { condSteps, followCond, followGroup, groupSteps, market, trade } from "../test/condition-model.js";
import { Sections, type Visits, visits } from "../test/section-program.js";
import { Cond } from "./cond.js";
import { HMutex } from "./hmutex.js";
import { HRWMutex } from "./hrwmutex.js";

const fake = useFakeHost();
const { locate } = m;
// Looking up the lines of a deadlock takes longer than all the rest, and smaller programs are looked for many times.
beforeAll(() => void (m.locate = null));
afterAll(() => void (m.locate = locate));

async function visitAll(all: Visits): Promise<void> {
  const sections = new Sections();
  await fake.host.finish(runLong(() => sections.run(all)));
  sections.expectFree();
}

describe("sections in one order of the locks", () => {
  it("exclude whom they should, are all left, and everybody comes to the end", { timeout }, () =>
    holds(
      fc.asyncProperty(visits, (all) => visitAll(all)),
      1000,
    ),
  );

  it("are entered by all who do not give up", { timeout }, () =>
    holds(
      fc.asyncProperty(visits, async (all) => {
        const patient = all.map((each) =>
          each.map((visit) => ({
            ...visit,
            exit: visit.exit === "goexit" ? ("return" as const) : visit.exit,
            sections: visit.sections.map((section) =>
              section.way === "try" || section.way === "timeout"
                ? { ...section, way: "lock" as const }
                : section,
            ),
          })),
        );
        const sections = new Sections();
        await fake.host.finish(runLong(() => sections.run(patient)));
        expect(sections.visits).toBe(all.flat().length);
      }),
      500,
    ),
  );
});

describe("Cond", () => {
  it("wakes who waits longest, or all, and loses no call", { timeout }, () =>
    holds(
      fc.asyncProperty(condSteps, (steps) => fake.host.finish(runLong(() => followCond(steps)))),
      500,
    ),
  );

  it("around a queue: everything is taken once and in order, and nobody is left waiting", { timeout }, () =>
    holds(
      fc.asyncProperty(market, (each) => fake.host.finish(runLong(() => trade(each)))),
      1000,
    ),
  );
});

describe("WaitGroup", () => {
  it("counts, releases and complains as a number does", { timeout }, () =>
    holds(
      fc.asyncProperty(groupSteps, (steps) => fake.host.finish(runLong(() => followGroup(steps)))),
      1000,
    ),
  );
});

describe("a fault is noticed", () => {
  /** What is said of the first program in which the fault shows. */
  async function complaintOf(fault: MockInstance, property: fc.IAsyncProperty<any>): Promise<string> {
    try {
      const { failed, errorInstance } = await fc.check(property, {
        numRuns: 300,
        seed: 1,
        endOnFailure: true,
      });
      expect(failed).toBe(true);
      return String(errorInstance);
    } finally {
      fault.mockRestore();
    }
  }
  const sections = fc.asyncProperty(visits, visitAll);
  const markets = fc.asyncProperty(market, (each) => fake.host.finish(runLong(() => trade(each))));

  it("a mutex that lets a second one in", async () => {
    const fault = vi.spyOn(HMutex.prototype, "tryLock").mockImplementation(function (this: HMutex) {
      this.state |= 1;
      return true;
    });
    expect(await complaintOf(fault, sections)).toMatch(/S1|is broken/);
  });

  it("a mutex whose unlock wakes nobody", async () => {
    const fault = vi.spyOn(HMutex.prototype, "unlock").mockImplementation(function (this: HMutex) {
      this.state &= ~1;
    });
    expect(await complaintOf(fault, sections)).toMatch(/M3|asleep/);
  });

  it("a RWMutex that lets readers in beside a writer", async () => {
    const fault = vi.spyOn(HRWMutex.prototype, "tryRLock").mockImplementation(function (this: HRWMutex) {
      this.readers++;
      return true;
    });
    expect(await complaintOf(fault, sections)).toMatch(/S1|is broken/);
  });

  it("a condition whose signal is lost now and then", async () => {
    const { signal } = Cond.prototype;
    let calls = 0;
    const fault = vi.spyOn(Cond.prototype, "signal").mockImplementation(function (this: Cond) {
      if (++calls % 3 > 0) signal.call(this);
    });
    expect(await complaintOf(fault, markets)).toContain("asleep");
  });
});
