import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answerOf, HEARING, type MDump, mergeDumps, silence } from "./dumps.js";
import { MONITOR } from "./monitor-words.js";

/** What an M tells. */
function told(index: number, text: string | null, started: MDump["started"] = []): MDump {
  return { index, text, started };
}

const TAKEN = { id: 7, name: "crunch", site: "created by goroutine 1\n\tmain.ts:5\n", runner: 2 };
const QUEUED = { ...TAKEN, runner: -1 };

describe("a merged dump", () => {
  it("lists the goroutines of all Ms by id, one blank line between two", () => {
    const dumps = [
      told(0, "goroutine 1 [chan receive]:\nmain(...)\n\ngoroutine 12 [sleep]:\nf(...)\n"),
      told(1, ""),
      told(2, "goroutine 3 [select]:\ng(...)\n\tat x.js:1:2\n"),
    ];
    expect(mergeDumps(dumps)).toBe(
      "goroutine 1 [chan receive]:\nmain(...)\n\ngoroutine 3 [select]:\ng(...)\n\tat x.js:1:2\n\ngoroutine 12 [sleep]:\nf(...)\n",
    );
  });

  it("of Ms that have none it is empty", () => {
    expect(mergeDumps([told(0, ""), told(1, "\n")])).toBe("");
  });

  it("has the goroutines that are queued, from the M that has started them", () => {
    expect(mergeDumps([told(0, "goroutine 1 [sleep]:\nmain(...)\n", [QUEUED])])).toBe(
      "goroutine 1 [sleep]:\nmain(...)\n\ngoroutine 7 [runnable]:\ncrunch(...)\ncreated by goroutine 1\n\tmain.ts:5\n",
    );
  });

  it("has those once that were taken meanwhile, and not those that have ended", () => {
    const text = "goroutine 7 [sleep]:\ncrunch(...)\n";
    expect(mergeDumps([told(0, "", [QUEUED]), told(2, text)])).toBe(text);
    expect(mergeDumps([told(0, "", [TAKEN]), told(2, "")])).toBe("");
    expect(mergeDumps([told(0, "", [TAKEN])])).toBe("");
  });

  it("names an M that does not answer, with the goroutines that others have started there", () => {
    expect(mergeDumps([told(0, "", [TAKEN]), silence(2)])).toBe(
      "goroutine 7 [running]:\ncrunch(...)\n\tgoroutine running on other thread; stack unavailable\ncreated by goroutine 1\n\tmain.ts:5\n\n" +
        "M2: in synchronous code, does not answer\n",
    );
  });

  it("says so when nobody can be asked", () => {
    expect(mergeDumps([told(0, "goroutine 1 [sleep]:\nmain(...)\n"), silence(MONITOR)])).toBe(
      "goroutine 1 [sleep]:\nmain(...)\n\nmonitor: does not answer\n",
    );
  });
});

/** What never comes. */
const NEVER = new Promise<never>(() => {});

describe("an answer", () => {
  const waiting = new Set<() => void>();
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect([vi.getTimerCount(), waiting.size]).toEqual([0, 0]);
    vi.useRealTimers();
  });

  it("is waited for as long as it takes, if the question was heard", async () => {
    let answer: (text: string) => void = () => {};
    const comes = new Promise<string>((resolve) => (answer = resolve));
    const result = answerOf(Promise.resolve(), comes, waiting);
    await vi.advanceTimersByTimeAsync(60_000);
    answer("here");
    expect(await result).toBe("here");
  });

  it("is not waited for, if the question was not heard in time", async () => {
    const result = answerOf(NEVER, NEVER, waiting);
    await vi.advanceTimersByTimeAsync(HEARING);
    expect(await result).toBe(null);
  });

  it("is none of who is gone, whether or not it had heard", async () => {
    const results = [Promise.resolve(), NEVER].map((heard) => answerOf(heard, NEVER, waiting));
    await vi.advanceTimersByTimeAsync(10);
    for (const giveUp of waiting) giveUp();
    expect(await Promise.all(results)).toEqual([null, null]);
  });

  it("is none if it is an error", async () => {
    expect(await answerOf(Promise.resolve(), Promise.reject(new Error("no dump")), waiting)).toBe(null);
    expect(await answerOf(Promise.reject(new Error("no line")), NEVER, waiting)).toBe(null);
  });
});
