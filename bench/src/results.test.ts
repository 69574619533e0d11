import { describe, expect, it } from "vitest";
import { findCase } from "./cases.js";
import { median, rowsOf, verdictsOf } from "./results.js";

const spec = findCase("ping-pong");
const nanoseconds = (...values: number[]) => values.map((ns) => ({ ns }));

describe("results", () => {
  it("take the middle value, or the mean of the two middle ones", () => {
    expect(median([3, 1, 100])).toBe(3);
    expect(median([4, 1, 100, 2])).toBe(3);
  });

  it("divide gopark by Go and by the floor, and the fastest peer by gopark", () => {
    const samples = new Map([
      ["gopark", nanoseconds(50, 40, 60)],
      ["go", nanoseconds(100, 100, 100)],
      ["effect", nanoseconds(2_000)],
      ["ts-chan", nanoseconds(1_500)],
      ["ts-chan-unsafe", nanoseconds(250)],
      ["floor", nanoseconds(25)],
    ] as const);
    const [row] = rowsOf({ spec, samples });
    expect(row).toMatchObject({ goparkToGo: 0.5, peerToGopark: 30, goparkToFloor: 2 });
  });

  it("leave a ratio out when one side was not measured", () => {
    const [row] = rowsOf({ spec, samples: new Map([["go", nanoseconds(100)]] as const) });
    expect(row).toMatchObject({ goparkToGo: undefined, peerToGopark: undefined, goparkToFloor: undefined });
    expect(verdictsOf(row!, 20).every((verdict) => verdict.isMet === undefined)).toBe(true);
  });

  it("hold gopark to the stricter bound from Node 26", () => {
    const samples = new Map([
      ["gopark", nanoseconds(50)],
      ["go", nanoseconds(100)],
    ] as const);
    const [row] = rowsOf({ spec, samples });
    const againstGo = (nodeMajor: number) =>
      verdictsOf(row!, nodeMajor).find((each) => each.goal.against === "go");
    expect(againstGo(20)).toMatchObject({ bound: 0.55, isMet: true });
    expect(againstGo(26)).toMatchObject({ bound: 0.45, isMet: false });
  });

  it("ask of the peers at least the bound, of gopark at most", () => {
    const samples = new Map([
      ["gopark", nanoseconds(100)],
      ["effect", nanoseconds(1_000)],
      ["floor", nanoseconds(60)],
    ] as const);
    const [row] = rowsOf({ spec, samples });
    const verdicts = verdictsOf(row!, 20);
    expect(verdicts.find((each) => each.goal.against === "peers")).toMatchObject({
      measured: 10,
      isMet: false,
    });
    expect(verdicts.find((each) => each.goal.against === "floor")).toMatchObject({ isMet: true });
  });

  it("hold one subject against gopark, or gopark against it", () => {
    const samples = new Map([
      ["gopark", nanoseconds(100)],
      ["rxjs", nanoseconds(80)],
      ["effect", nanoseconds(1_500)],
    ] as const);
    const [row] = rowsOf({ spec: findCase("streams-fused"), samples });
    expect(verdictsOf(row!, 20).map(({ goal, measured, isMet }) => [goal.against, measured, isMet])).toEqual([
      ["rxjs", 1.25, false],
      ["effect", 15, false],
      ["async-generators", undefined, undefined],
    ]);
  });
});
