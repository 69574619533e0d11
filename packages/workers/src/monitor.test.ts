import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MControl, MInit, MonitorControl, MonitorInit } from "./control.js";
import { converse } from "./control.js";
import type { MDump } from "./dumps.js";
import type { OnEnd, ThreadHost } from "./host/threads.js";
import { Monitor } from "./monitor.js";
import { M_FLEET, M_UP, MONITOR, S_DEATHS } from "./monitor-words.js";
import { add, load, notify, store } from "./shm/atomics.js";
import { PARKED, park } from "./shm/inbox.js";
import { M_INBOX, M_LANDED, M_LANDED_LAST, M_STATUS, M_WAKE, mLine, P_COUNT } from "./shm/layout.js";
import { lock, poisonOf } from "./shm/lock.js";
import { LOCK, MUTEX, newObject } from "./shm/object.js";
import { M_DEAD, M_IDLE, M_LOCKED, S_IDLE_PS, S_STARTING, S_WANTED } from "./shm/sched-words.js";
import { join, newMemory, type SharedMemory } from "./thread.js";

/** A thread that the monitor has started: this test plays the M in it. */
interface FakeThread {
  readonly init: MInit;
  readonly entry: string;
  /** What the monitor has told it. */
  readonly told: unknown[][];
  /** Asks the monitor. */
  readonly monitor: ReturnType<typeof converse<MonitorControl>>;
  isEnded: boolean;
  /** Makes it end. */
  die(reason: string): void;
}

const threads: FakeThread[] = [];
const ports: MessagePort[] = [];
/** What M0 was told. */
const heard: unknown[][] = [];
/** Asks the monitor, as M0. */
let fleet: ReturnType<typeof converse<MonitorControl>>;
let memory: SharedMemory;
let answersDumps = true;

/** What M `index` tells. */
function dumpOf(index: number): MDump {
  return { index, text: `goroutine ${index} [sleep]:\n`, started: [] };
}

/** Plays a member of the program. */
function member(
  port: MessagePort,
  told: unknown[][],
  index: number,
): ReturnType<typeof converse<MonitorControl>> {
  ports.push(port);
  const tell =
    (name: string) =>
    (...args: unknown[]): void => {
      told.push([name, ...args]);
      for (const arg of args) if (arg instanceof MessagePort) ports.push(arg);
    };
  const own: Record<string, unknown> = {};
  for (const name of ["connected", "died", "ready", "failed", "panicked", "asleep"]) own[name] = tell(name);
  own["hears"] = () => (answersDumps ? undefined : new Promise(() => {}));
  own["dump"] = () => (answersDumps ? dumpOf(index) : new Promise(() => {}));
  return converse<MonitorControl>(port, own as unknown as MControl);
}

const host: ThreadHost = {
  start(entry, init, _transfer, _name) {
    const told: unknown[][] = [];
    let onEnd: OnEnd = () => {};
    const { index } = init as MInit;
    const thread: FakeThread = {
      init: init as MInit,
      entry,
      told,
      monitor: member(init.parent, told, index),
      isEnded: false,
      die: (reason) => onEnd(reason, ""),
    };
    threads.push(thread);
    return {
      onEnd: (f) => void (onEnd = f),
      end: async () => void (thread.isEnded = true),
    };
  },
  receive() {},
  ownEntry: () => "file:///own.js",
  printDirectly() {},
};

/** Starts the monitor of a program with so many Ms besides M0. */
function begin(count: number, entry = "file:///entry.js", prepare: () => void = () => {}): void {
  memory = newMemory(1 << 20);
  join(memory, MONITOR);
  prepare();
  store(P_COUNT, count + 1);
  // As M0 does.
  store(S_STARTING, count);
  const { port1, port2 } = new MessageChannel();
  ports.push(port2);
  fleet = member(port1, heard, 0);
  const init: MonitorInit = {
    gopark: 1,
    role: "monitor",
    parent: port2,
    fleet: 1,
    memory,
    slice: 10,
    count,
    entry,
    limits: undefined,
  };
  new Monitor(init, host).begin();
}

/** Waits until `look` finds what it looks for. */
async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setImmediate(resolve));
}

/** M `index` says that it is up. */
async function up(index: number): Promise<void> {
  store(mLine(index) + M_STATUS, M_IDLE);
  await threads[index - 1]?.monitor.ready();
  await until(() => heard.some(([name, i]) => name === "ready" && i === index));
}

describe("the monitor", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    answersDumps = true;
  });
  afterEach(() => {
    vi.clearAllTimers();
    vi.useRealTimers();
    for (const port of ports.splice(0)) port.close();
    threads.length = 0;
    heard.length = 0;
  });

  it("starts the Ms it was asked for, each with an index, the memory and a line of its own", () => {
    begin(2);
    expect(threads.map(({ init }) => init.index)).toEqual([1, 2]);
    expect(threads.every(({ init }) => init.memory === memory && init.role === "m")).toBe(true);
    expect(load(S_STARTING)).toBe(2);
    expect(load(mLine(1) + M_STATUS)).toBe(M_LOCKED);
    expect([1, 2, 3].map((index) => load(mLine(index) + M_FLEET))).toEqual([1, 1, 0]);
  });

  it("gives out an index without what its last M has left half done", () => {
    const words = [M_INBOX, M_LANDED, M_LANDED_LAST, M_WAKE].map((word) => mLine(1) + word);
    begin(1, undefined, () => {
      for (const word of words) store(word, 4711);
    });
    expect(words.map(load)).toEqual([0, 0, 0, 0]);
  });

  it("starts them from its own module where no other is named", () => {
    begin(1, "");
    expect(threads[0]?.entry).toBe("file:///own.js");
  });

  it("tells M0 of each that is up, and counts it as starting no more", async () => {
    begin(2);
    await up(1);
    expect(load(S_STARTING)).toBe(1);
    expect(heard).toContainEqual(["ready", 1]);
    expect(heard).not.toContainEqual(["ready", 2]);
  });

  it("SC-22 starts another when an M asks for one by the word", async () => {
    begin(1);
    await up(1);
    add(S_STARTING, 1);
    add(S_WANTED, 1);
    notify(S_WANTED);
    await until(() => threads.length === 2);
    expect(load(S_WANTED)).toBe(0);
    expect(threads[1]?.init.index).toBe(2);
    expect(load(S_STARTING)).toBe(1);
  });

  it("grows when M0 asks it to, and never shrinks", async () => {
    begin(1);
    await fleet.grow(3);
    expect(threads.length).toBe(3);
    await fleet.grow(2);
    expect(threads.length).toBe(3);
  });

  it("starts a spare soon if a P is idle", async () => {
    begin(1);
    await up(1);
    store(S_IDLE_PS, 1);
    vi.advanceTimersByTime(30);
    expect(threads.length).toBe(2);
  });

  it("starts no spare while the first Ms come up: they need the CPU", async () => {
    begin(1);
    store(S_IDLE_PS, 1);
    vi.advanceTimersByTime(1000);
    expect(threads.length).toBe(1);
    await up(1);
    vi.advanceTimersByTime(30);
    expect(threads.length).toBe(2);
  });

  it("starts a spare later if all Ps are busy", async () => {
    begin(1);
    await up(1);
    vi.advanceTimersByTime(200);
    expect(threads.length).toBe(1);
    vi.advanceTimersByTime(100);
    expect(threads.length).toBe(2);
  });

  it("on a death makes good what the M held, wakes and tells all others, then M0", async () => {
    begin(2);
    await up(1);
    await up(2);
    park(2);
    threads[0]?.die("exited with code 1");
    expect(load(mLine(1) + M_STATUS)).toBe(M_DEAD);
    expect(load(mLine(2) + M_INBOX)).not.toBe(PARKED);
    await until(() => heard.some(([name]) => name === "died"));
    expect(heard.at(-1)).toEqual(["died", 1, "exited with code 1", ""]);
    expect(threads[1]?.told).toContainEqual(["died", 1, "exited with code 1", ""]);
  });

  it("of two that die at the same time waits for neither with the other's lock", async () => {
    begin(2);
    await up(1);
    await up(2);
    const mutex = newObject(MUTEX, 64, 0);
    lock(mutex + LOCK, 2);
    threads[0]?.die("exited with code 1");
    expect(load(mutex + LOCK)).toBe(3);
    // Till all have been told no deadlock is one (MO3).
    expect(load(S_DEATHS)).toBe(1);
    threads[1]?.die("exited with code 2");
    expect(load(mutex + LOCK)).toBe(poisonOf(2));
    vi.advanceTimersByTime(1);
    await until(() => heard.filter(([name]) => name === "died").length === 2);
    expect(heard.slice(-2).map(([, index]) => index)).toEqual([2, 1]);
    expect(load(S_DEATHS)).toBe(0);
  });

  it("tells M0 the module and the reason when a thread ends before it was up", async () => {
    begin(1);
    threads[0]?.die("threw Error: no such file");
    await until(() => heard.some(([name]) => name === "failed"));
    expect(heard.at(-1)).toEqual([
      "failed",
      "file:///entry.js: threw Error: no such file before it called serveM",
    ]);
    expect(load(S_STARTING)).toBe(0);
  });

  it("ends a thread that does not serve within 30 s", async () => {
    begin(1);
    vi.advanceTimersByTime(30_000);
    await until(() => heard.some(([name]) => name === "failed"));
    expect(heard.at(-1)).toEqual(["failed", "file:///entry.js: did not call serveM within 30 s"]);
    expect(threads[0]?.isEnded).toBe(true);
  });

  it("gives two Ms one line, whoever asks and however often", async () => {
    begin(2);
    await up(1);
    await up(2);
    await threads[0]?.monitor.connect(2);
    await threads[1]?.monitor.connect(1);
    await threads[0]?.monitor.connect(0);
    await until(() => heard.some(([name]) => name === "connected"));
    const lines = threads.map(({ told }) => told.filter(([name]) => name === "connected"));
    expect(lines.map((line) => line.map(([, peer]) => peer))).toEqual([[2, 0], [1]]);
    const [a, b] = [lines[0]?.[0]?.[2], lines[1]?.[0]?.[2]] as [MessagePort, MessagePort];
    const message = new Promise((resolve) => b.addEventListener("message", ({ data }) => resolve(data)));
    b.start();
    a.postMessage("hello");
    expect(await message).toBe("hello");
  });

  it("collects the dumps of all Ms that are up, but for the one that asks", async () => {
    begin(3);
    for (const index of [1, 2]) store(mLine(index) + M_UP, 1);
    expect(await fleet.dumps()).toEqual([1, 2].map(dumpOf));
    expect(await threads[0]?.monitor.dumps()).toEqual([2, 0].map(dumpOf));
  });

  it("waits a second for an M that does not hear", async () => {
    begin(1);
    store(mLine(1) + M_UP, 1);
    answersDumps = false;
    const before = vi.getTimerCount();
    const dumps = fleet.dumps();
    await until(() => vi.getTimerCount() > before);
    vi.advanceTimersByTime(1000);
    expect(await dumps).toEqual([{ index: 1, text: null, started: [] }]);
  });

  it("does not wait for an M that dies, nor tell of it", async () => {
    begin(1);
    store(mLine(1) + M_UP, 1);
    answersDumps = false;
    const before = vi.getTimerCount();
    const dumps = fleet.dumps();
    await until(() => vi.getTimerCount() > before);
    threads[0]?.die("is gone");
    expect(await dumps).toEqual([]);
  });

  it("passes on to M0 what an M reports", async () => {
    begin(1);
    const report = {
      kind: "panic",
      message: "panic: boom",
      goroutine: 3,
      site: "",
      thrown: null,
      value: "boom",
    };
    await threads[0]?.monitor.panicked(report as Parameters<MonitorControl["panicked"]>[0]);
    await threads[0]?.monitor.asleep();
    await until(() => heard.some(([name]) => name === "asleep"));
    expect(heard).toContainEqual(["panicked", report]);
  });
});
