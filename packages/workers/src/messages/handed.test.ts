import { describe, expect, it } from "vitest";
import { enclose } from "./envelope.js";
import { HandedGoroutine, Started } from "./handed.js";

describe("goroutines that were handed out", () => {
  it("HG1 are runnable while they are queued, running from then on, and dead when they have ended", () => {
    const started = new Started();
    const g = new HandedGoroutine(1, "f", true);
    started.add(g);
    const seen = [g.status];
    started.begun(1);
    seen.push(g.status);
    started.queued(1);
    seen.push(g.status);
    started.ended(1, enclose([1], "x"));
    seen.push(g.status);
    expect(seen).toEqual(["runnable", "running", "runnable", "dead"]);
    expect(g.join().finish()).toEqual([1]);
  });

  it("HG1 end once: what comes later is thrown away", () => {
    const started = new Started();
    const g = new HandedGoroutine(1, "f", false);
    started.add(g);
    started.lost(1, 2);
    started.ended(1, enclose("late", "x"));
    started.ended(7, enclose("nobody's", "x"));
    expect([g.ending, g.value]).toEqual(["lost", 2]);
    started.drop();
    expect(g.ending).toBe("lost");
  });
});
