import { Sched, type TimerHeap } from "@gopark/core/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import { allQuiet, deadlockOf, expectAnswer, nudged, QuietWatch, setRescue } from "./deadlock.js";
import { M_QUIET, S_DEATHS, S_EPOCH } from "./monitor-words.js";
import { load, put, store } from "./shm/atomics.js";
import { globqPut } from "./shm/globq.js";
import { push } from "./shm/inbox.js";
import { M_COUNT, M_STATUS, mLine, P_COUNT } from "./shm/layout.js";
import { FINISHED, newRecord } from "./shm/record.js";
import { M_DEAD, M_IDLE, M_NONE, S_STARTING } from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";
import { arrived, departed } from "./traffic.js";

/** Bytes of a memory for a test. */
const SMALL = 1 << 20;

/** M0, M1 and M2, all quiet. */
function threeQuietMs(): void {
  join(newMemory(SMALL), 0);
  store(M_COUNT, 3);
  store(P_COUNT, 2);
  for (let index = 0; index < 3; index++) {
    store(mLine(index) + M_STATUS, M_IDLE);
    store(mLine(index) + M_QUIET, 1);
  }
}

describe("the look at all Ms", () => {
  beforeEach(threeQuietMs);

  it("DL-02 finds a program dead when every M is quiet and nothing is on its way", () => {
    expect(allQuiet()).toBe(true);
  });

  it("DL-07 finds it alive while one M is not quiet", () => {
    store(mLine(2) + M_QUIET, 0);
    expect(allQuiet()).toBe(false);
  });

  it("does not ask Ms that are dead or were never started", () => {
    store(mLine(1) + M_QUIET, 0);
    store(mLine(1) + M_STATUS, M_DEAD);
    store(mLine(2) + M_QUIET, 0);
    store(mLine(2) + M_STATUS, M_NONE);
    expect(allQuiet()).toBe(true);
  });

  it("always asks M0, whatever its status says", () => {
    store(mLine(0) + M_STATUS, M_NONE);
    store(mLine(0) + M_QUIET, 0);
    expect(allQuiet()).toBe(false);
  });

  it("finds it alive while an inbox is full, a goroutine queued, an M about to start", () => {
    push(1, newRecord(0, FINISHED));
    expect(allQuiet()).toBe(false);
    threeQuietMs();
    globqPut(newRecord(0, FINISHED), 0);
    expect(allQuiet()).toBe(false);
    threeQuietMs();
    store(S_STARTING, 1);
    expect(allQuiet()).toBe(false);
  });

  it("finds it alive while a message is on its way, or news of a death", () => {
    departed(1, 2);
    expect(allQuiet()).toBe(false);
    arrived(2, 1);
    expect(allQuiet()).toBe(true);
    store(S_DEATHS, 1);
    expect(allQuiet()).toBe(false);
  });
});

describe("the report of a program that is dead", () => {
  it("has the goroutines of all Ms, then what each adds about its own", () => {
    const { message } = deadlockOf([
      { index: 0, text: "goroutine 2 [join]:\nmain(...)\n", started: [], notes: "\n  1 more leaked" },
      { index: 1, text: "goroutine 1 [join]:\nwaits(...)\n", started: [], notes: "" },
      { index: 2, text: null, started: [] },
    ]);
    expect(message).toBe(
      "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [join]:\nwaits(...)\n\n" +
        "goroutine 2 [join]:\nmain(...)\n\nM2: in synchronous code, does not answer\n\n  1 more leaked",
    );
  });

  it("DL-06 says that there are none, unless some have leaked", () => {
    const told = (notes: string): string => deadlockOf([{ index: 0, text: "", started: [], notes }]).message;
    expect(told("")).toBe("fatal error: no goroutines (main called runtime.Goexit) - deadlock!");
    expect(told("\n  1 more leaked")).toMatch(/^fatal error: all goroutines are asleep - deadlock!\n/);
  });
});

describe("the watch of one M", () => {
  const fake = useFakeHost();
  let sched: Sched;
  let reports: number;
  let holds: boolean;
  let watch: QuietWatch;
  const isQuiet = (): boolean => load(mLine(0) + M_QUIET) === 1;

  beforeEach(() => {
    threeQuietMs();
    put(mLine(0) + M_QUIET, 0);
    sched = new Sched(10, () => {});
    reports = 0;
    holds = false;
    const port = { ref: () => void (holds = true), unref: () => void (holds = false) };
    watch = new QuietWatch(port, () => void reports++);
  });

  it("holds its thread", () => {
    expect(holds).toBe(true);
  });

  it("says that the M is quiet when the host has nothing pending, and that all seem to be", async () => {
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(true);
    expect(reports).toBe(1);
    expect(holds).toBe(true);
  });

  it("does not say that all are quiet while another M is not", async () => {
    store(mLine(1) + M_QUIET, 0);
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(true);
    expect(reports).toBe(0);
  });

  it("DL-13 lets go of its thread while the host says that something is pending, and holds it when the loop runs dry", async () => {
    fake.host.isPending = true;
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(false);
    expect(holds).toBe(false);
    fake.host.runDry();
    expect(isQuiet()).toBe(true);
    expect(holds).toBe(true);
  });

  it("DL-13 of M0 holds its thread while another M is not quiet, whatever is pending, and lets go when all others are", async () => {
    fake.host.isPending = true;
    store(mLine(1) + M_QUIET, 0);
    watch.idle(sched);
    await fake.host.advance(2000);
    expect(holds).toBe(true);
    store(mLine(1) + M_QUIET, 1);
    await fake.host.advance(1000);
    expect(holds).toBe(false);
    fake.host.runDry();
    expect(reports).toBe(1);
  });

  it("holds its thread again when something runs before the loop is dry", async () => {
    fake.host.isPending = true;
    watch.idle(sched);
    await fake.host.advance(5);
    watch.stir();
    expect(holds).toBe(true);
    fake.host.runDry();
    expect(isQuiet()).toBe(false);
  });

  it("asks the host again and again, by timers that keep nothing alive, until nothing is pending", async () => {
    fake.host.isPending = true;
    watch.idle(sched);
    await fake.host.advance(2000);
    expect([...fake.host.timers].every((timer) => timer.weak)).toBe(true);
    fake.host.isPending = false;
    await fake.host.advance(1000);
    expect(isQuiet()).toBe(true);
  });

  it("does not ask the host during short pauses", async () => {
    for (let i = 0; i < 10; i++) {
      watch.idle(sched);
      await fake.host.advance(2);
      expect(holds).toBe(true);
      expect(isQuiet()).toBe(false);
      watch.stir();
    }
  });

  it("looks soon after the M became idle, however long it was idle before", async () => {
    fake.host.isPending = true;
    watch.idle(sched);
    await fake.host.advance(3000);
    fake.host.isPending = false;
    watch.stir();
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(true);
  });

  it("changes the epoch before it says that it is not quiet any more", async () => {
    watch.idle(sched);
    await fake.host.advance(5);
    const epoch = load(S_EPOCH);
    watch.stir();
    expect(load(S_EPOCH)).toBe(epoch + 1);
    expect(isQuiet()).toBe(false);
    watch.stir();
    expect(load(S_EPOCH)).toBe(epoch + 1);
  });

  it("a message that arrives stirs it, and if nothing comes of that, it is quiet again", async () => {
    departed(1, 0);
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(true);
    expect(reports).toBe(0);
    nudged();
    arrived(0, 1);
    expect(isQuiet()).toBe(false);
    await fake.host.advance(5);
    expect(reports).toBe(1);
  });

  it("does not say that it is quiet while there may be something to rescue, and goes on looking", async () => {
    let looks = 0;
    setRescue(() => ++looks < 3);
    watch.idle(sched);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(false);
    expect(holds).toBe(true);
    await fake.host.advance(500);
    expect(looks).toBe(3);
    expect(isQuiet()).toBe(true);
    watch.stop();
  });

  it("DL-11 is not quiet while an answer of another thread is awaited, and soon after it has come", async () => {
    watch.idle(sched);
    await fake.host.advance(5);
    expectAnswer(1);
    expect(isQuiet()).toBe(false);
    await fake.host.advance(2000);
    fake.host.runDry();
    expect(isQuiet()).toBe(false);
    expect(holds).toBe(true);
    expectAnswer(-1);
    await fake.host.advance(5);
    expect(isQuiet()).toBe(true);
  });

  it("leaves no timer and says nothing after it is stopped", async () => {
    watch.idle(sched);
    watch.stop();
    expect(fake.host.timers.size).toBe(0);
    fake.host.runDry();
    expect(isQuiet()).toBe(false);
  });

  it("DL-11 a program with timers is not quiet", async () => {
    sched.p.timers = { whens: [0] } as TimerHeap;
    watch.idle(sched);
    await fake.host.advance(500);
    expect(isQuiet()).toBe(false);
    expect(holds).toBe(true);
  });
});
