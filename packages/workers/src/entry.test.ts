import { beforeEach, describe, expect, it } from "vitest";
import { microtasks, useFakeHost } from "../../core/test/fake-host.js";
import { converse, hangUp, type MControl, type MInit } from "./control.js";
import { enterM } from "./entry.js";
import type { ThreadHost } from "./host/threads.js";
import { M_QUIET } from "./monitor-words.js";
import { current } from "./sched/current.js";
import { leaveM } from "./sched/m.js";
import { add, load, store } from "./shm/atomics.js";
import { M_COUNT, mLine, P_COUNT } from "./shm/layout.js";
import { S_STARTING } from "./shm/sched-words.js";
import { join, newMemory } from "./thread.js";

describe("a thread that becomes an M", () => {
  const fake = useFakeHost();

  beforeEach(() => {
    // So that it does not spin for ever.
    fake.host.tick = 0.001;
  });

  it("DL-02 looks at all Ms again when the monitor has heard that it is up", async () => {
    const memory = newMemory(1 << 20);
    join(memory, 0);
    store(M_COUNT, 2);
    store(P_COUNT, 1);
    store(mLine(0) + M_QUIET, 1);
    store(S_STARTING, 1);
    const { port1, port2 } = new MessageChannel();
    let reports = 0;
    let heard = (): void => {};
    let isCalled = false;
    // The monitor, which has other things to do at first.
    const ready = (): Promise<void> => {
      isCalled = true;
      return new Promise((resolve) => {
        heard = resolve;
      });
    };
    const control = converse<MControl>(port1, { ready, asleep: () => void reports++ });
    const init: MInit = { gopark: 1, role: "m", parent: port2, index: 1, memory, slice: 10 };
    enterM(init, { printDirectly() {} } as Partial<ThreadHost> as ThreadHost);
    while (!isCalled) await microtasks();
    while (load(mLine(1) + M_QUIET) === 0) await fake.host.advance(1);
    for (let i = 0; i < 10; i++) await microtasks();
    expect(reports).toBe(0);
    add(S_STARTING, -1);
    heard();
    while (reports === 0) {
      await microtasks();
      await fake.host.advance(1);
    }
    expect(load(mLine(1) + M_QUIET)).toBe(1);
    if (current.machine !== null) leaveM(current.machine);
    hangUp(control);
    port1.close();
  });
});
