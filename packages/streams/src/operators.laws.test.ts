/**
 * Each operator against RxJS 7's on the same input, and against what one would do to a list: any values, any
 * kind of source, sources and functions that fail anywhere, functions that answer at once, later, or as goroutines.
 */
import fc from "fast-check";
import { from, concat as rxConcat, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { fusedRows, orderedRows, type Params, plain, type Row, styled } from "../test/law-table.js";
import { type Outcome, outcomeOf, outcomeOfRx } from "../test/outcome.js";
import { type Kind, kinds, torn, watched } from "../test/sources.js";

const kind = fc.constantFrom<Kind[]>(...kinds);
const list = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 12 });
const params: fc.Arbitrary<Params> = fc.record({
  n: fc.integer({ min: 0, max: 5 }),
  others: fc.array(fc.integer({ min: 10, max: 12 }), { maxLength: 3 }),
  flag: fc.boolean(),
  failAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 2 }),
  style: fc.constantFrom("plain", "async", "goroutine"),
});
const chain = (names: readonly string[]): fc.Arbitrary<[string, Params][]> =>
  fc.array(fc.tuple(fc.constantFrom(...names), params), { maxLength: 5 });

/** Our side: all stages of a chain behind a source. */
function ours(rows: Readonly<Record<string, Row>>, stages: readonly [string, Params][]) {
  return stages.map(([name, p]) => (rows[name] as Row).ours(p, styled(p)));
}

/** What RxJS makes of it. */
function theirs(
  rows: Readonly<Record<string, Row>>,
  stages: readonly [string, Params][],
  values: readonly number[],
  fails: boolean,
): Outcome {
  const source = fails
    ? rxConcat(
        from(values),
        throwError(() => torn),
      )
    : from(values);
  const operators = stages.map(([name, p]) => (rows[name] as Row).theirs(p, plain(p)));
  return outcomeOfRx(operators.reduce((before, operator) => before.pipe(operator), source as any));
}

describe.each(Object.entries(fusedRows))("%s", (name, row) => {
  it("comes to what RxJS comes to, from any source, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, fc.boolean(), params, async (kind, values, fails, p) => {
        const { source, watch } = watched(kind, { values, fails });
        const outcome = await outcomeOf(source, row.ours(p, styled(p)));
        expect(outcome).toEqual(theirs(fusedRows, [[name, p]], values, fails));
        expect(watch.ended + watch.closed).toBe(watch.opened);
        expect(watch.opened).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("does to values what one would do to a list", async () => {
    await fc.assert(
      fc.asyncProperty(list, params, async (values, given) => {
        const p = { ...given, failAt: undefined };
        expect(await outcomeOf(values, row.ours(p, styled(p)))).toEqual({ values: row.model(values, p) });
      }),
    );
  });
});

describe.each(Object.entries(orderedRows))("%s", (name, row) => {
  it("comes to what RxJS comes to, from any source; an error may overtake values", async () => {
    await fc.assert(
      fc.asyncProperty(kind, list, fc.boolean(), params, async (kind, values, fails, p) => {
        const { source, watch } = watched(kind, { values, fails });
        const outcome = await outcomeOf(source, row.ours(p, styled(p)));
        expectUpToError(outcome, theirs(orderedRows, [[name, p]], values, fails), fails);
        expect(watch.ended + watch.closed).toBe(watch.opened);
      }),
    );
  });

  it("does to values what one would do to a list", async () => {
    await fc.assert(
      fc.asyncProperty(list, params, async (values, given) => {
        const p = { ...given, failAt: undefined };
        expect(await outcomeOf(values, row.ours(p, styled(p)))).toEqual({ values: row.model(values, p) });
      }),
    );
  });
});

/**
 * The same, but for values that were on their way between goroutines when an error cancelled these. Where the source
 * and a function both fail, either may be first.
 */
function expectUpToError(outcome: Outcome, wanted: Outcome, fails: boolean): void {
  if (wanted.error === undefined) {
    expect(outcome).toEqual(wanted);
    return;
  }
  expect(fails ? [wanted.error.cause, torn] : [wanted.error.cause]).toContain(outcome.error?.cause);
  expect(outcome.values).toEqual(wanted.values.slice(0, outcome.values.length));
}

describe("a chain", () => {
  it("of fused operators comes to what RxJS's chain comes to", async () => {
    await fc.assert(
      fc.asyncProperty(
        kind,
        list,
        fc.boolean(),
        chain(Object.keys(fusedRows)),
        async (kind, values, fails, stages) => {
          const { source, watch } = watched(kind, { values, fails });
          expect(await outcomeOf(source, ...ours(fusedRows, stages))).toEqual(
            theirs(fusedRows, stages, values, fails),
          );
          expect(watch.ended + watch.closed).toBe(watch.opened);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("of fused operators and such with goroutines does to values what RxJS's does", async () => {
    const rows = { ...fusedRows, ...orderedRows };
    await fc.assert(
      fc.asyncProperty(kind, list, chain(Object.keys(rows)), async (kind, values, given) => {
        const stages = given.map(([name, p]): [string, Params] => [name, { ...p, failAt: undefined }]);
        const { source, watch } = watched(kind, { values, fails: false });
        expect(await outcomeOf(source, ...ours(rows, stages))).toEqual(theirs(rows, stages, values, false));
        expect(watch.ended + watch.closed).toBe(watch.opened);
      }),
      { numRuns: 300 },
    );
  });
});
