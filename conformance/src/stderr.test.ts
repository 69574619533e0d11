import { describe, expect, it } from "vitest";
import { recordable, stablePart } from "./stderr.js";

const deadlock = `fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan receive]:
main.main()
	/home/someone/programs/x/main.go:38 +0x285

goroutine 18 [chan send]:
main.work(0xc000066060?, 0x2)
	/home/someone/programs/x/main.go:28 +0x39
created by main.main
	/home/someone/programs/x/main.go:26 +0x167

goroutine 7 [chan receive (nil chan)]:
main.other()
	/home/someone/programs/x/main.go:30 +0x39
created by main.main in goroutine 1
	/home/someone/programs/x/main.go:26 +0x167
`;

describe("the stable part", () => {
  it("has the text and the sorted headers, with every id but 1 as N", () => {
    expect(stablePart(deadlock).split("\n")).toEqual([
      "fatal error: all goroutines are asleep - deadlock!",
      "goroutine 1 [chan receive]:",
      "goroutine N [chan receive (nil chan)]:",
      "goroutine N [chan send]:",
    ]);
  });

  it("of a recording is that of the report", () => {
    expect(stablePart(recordable(deadlock))).toBe(stablePart(deadlock));
  });

  it("keeps every line of a panic's text, also an empty one's space", () => {
    expect(stablePart("panic: one\n\ttwo\n\ngoroutine 1 [running]:\n")).toBe(
      "panic: one\n\ttwo\ngoroutine 1 [running]:",
    );
    expect(stablePart("panic: \n\ngoroutine 6 [running]:\n")).toBe("panic: \ngoroutine N [running]:");
  });

  it("leaves out what gopark explains below a text", () => {
    const report =
      "panic: send on closed channel\n  channel (capacity 0)\n\ngoroutine 2 [running]:\n    at f (x.js:1:1)\n";
    expect(stablePart(report)).toBe("panic: send on closed channel\ngoroutine N [running]:");
  });

  it("leaves out Go's own goroutines and registers", () => {
    const report = `SIGQUIT: quit
PC=0x462081 m=0 sigcode=0

goroutine 0 [idle]:
runtime.futex()

goroutine 1 gp=0xc000002380 m=nil [chan receive]:
main.main()

goroutine 2 [force gc (idle)]:
runtime.forcegchelper()
created by runtime.init.6
	/usr/lib/go/src/runtime/proc.go:290 +0x25
`;
    expect(stablePart(report)).toBe("SIGQUIT: quit\ngoroutine 1 [chan receive]:");
    expect(stablePart(recordable(report))).toBe(stablePart(report));
  });

  it("of nothing is nothing", () => {
    expect(stablePart("")).toBe("");
  });
});

it("a recording names no machine, address or line", () => {
  const text = recordable(deadlock);
  expect(text).not.toMatch(/someone|0x[0-9a-f]|\.go:\d/);
  expect(text).toContain("goroutine N [chan send]:\nmain.work(...)\n\tmain.go:LINE +0xOFF\n");
});
