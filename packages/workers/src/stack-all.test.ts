import { chan, current, go, gosched, run } from "@gopark/core";
import { select } from "@gopark/select";
import { afterEach, describe, expect, it } from "vitest";
import { runOnM0 } from "../test/on-m0.js";
import type { MDump } from "./dumps.js";
import { setAsker, stackAll } from "./stack-all.js";

/** What another M tells. */
const OTHER: MDump = { index: 1, text: "goroutine 7 [sleep]:\nworker(...)\n", started: [] };

/** First lines of the goroutines of a dump. */
function heads(text: string): string[] {
  return [...text.matchAll(/^goroutine \d+ .*\n.*/gm)].map(([head]) => head.replace("\n", " "));
}

describe("stackAll", () => {
  afterEach(() => setAsker(null));

  it("DM-01 tells at once where there is one thread, the goroutine that asks first", async () => {
    const text = await run(function* main() {
      go(function* other() {});
      return yield* stackAll();
    });
    expect(heads(text)).toEqual(["goroutine 1 [running]: main(...)", "goroutine 2 [runnable]: other(...)"]);
    expect(text).toMatch(/^goroutine 1 .*\n(\t.*\n|\w.*\n)*\ngoroutine 2 .*\nother\(\.\.\.\)\n$/);
  });

  it("waits for what other threads tell, while goroutines of this one go on", () =>
    runOnM0(function* () {
      let tell: (dumps: MDump[]) => void = () => {};
      setAsker(() => new Promise((resolve) => (tell = resolve)));
      const asking = go(function* asks() {
        return yield* stackAll();
      });
      yield* gosched();
      expect(asking.status).toBe("waiting");
      tell([OTHER]);
      const text = yield* asking.join();
      expect(heads(text)).toEqual([
        `goroutine ${asking.id} [running]: asks(...)`,
        expect.stringMatching(/^goroutine 1 \[runnable\]: /),
        "goroutine 7 [sleep]: worker(...)",
      ]);
    }));

  it("asks again when it is performed again after it has lost in a select, and takes no late answer", () =>
    runOnM0(function* () {
      const tells: ((dumps: MDump[]) => void)[] = [];
      setAsker(() => new Promise((resolve) => tells.push(resolve)));
      const ch = chan<string>();
      const op = stackAll();
      go(function* () {
        yield* ch.send("sent");
      });
      expect(yield* select([op, ch.recv()])).toEqual([1, "sent"]);
      const asking = go(function* () {
        return yield* op;
      });
      yield* gosched();
      tells[0]?.([{ ...OTHER, text: "goroutine 9 [late]:\n" }]);
      for (let i = 0; i < 3; i++) yield* gosched();
      expect(tells.length).toBe(2);
      tells[1]?.([OTHER]);
      const text = yield* asking.join();
      expect(text).toContain("goroutine 7 [sleep]");
      expect(text).not.toContain("late");
    }));

  it("tells of this M alone when the others can't be asked", () =>
    runOnM0(function* () {
      setAsker(() => Promise.reject(new Error("closed")));
      expect(heads(yield* stackAll())).toEqual([expect.stringMatching(/^goroutine 1 \[running\]/)]);
    }));

  it("is of the running program outside goroutines as well", () =>
    runOnM0(function* () {
      setAsker(async () => [OTHER]);
      const text = yield* go(async () => await outside()).join();
      expect(heads(text).at(-1)).toBe("goroutine 7 [sleep]: worker(...)");
      expect(heads(text)[0]).toMatch(/^goroutine 1 \[join\]/);
    }));
});

/** Asks from where no goroutine runs. */
async function outside(): Promise<string> {
  await Promise.resolve();
  expect(current()).toBe(undefined);
  return stackAll();
}
