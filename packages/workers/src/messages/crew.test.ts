/** A crew whose threads are stand-ins: what M0 gives them, and what it makes of what they say. */
import { type Go, go, run } from "@gopark/core";
import { currentSched } from "@gopark/core/internal";
import { describe, expect, it } from "vitest";
import { WORK } from "../bridge-link.js";
import { converse } from "../control.js";
import type { Fleet } from "../fleet.js";
import { goroutine } from "../goroutine.js";
import { lockOSThread } from "../runtime-info.js";
import type { WorkerLost } from "../worker-lost.js";
import { startCrew } from "./crew.js";
import { enclose, openEnvelope } from "./envelope.js";
import { BEGIN, ENDED, type HandInit, type HomeControl, IDLE, type Work } from "./protocol.js";

const half = goroutine("file:///crew.test.js", "half", (n: number) => n / 2);

/** A worker of a page. */
class Standin extends EventTarget {
  init: HandInit | null = null;
  isTerminated = false;
  control: ReturnType<typeof converse<HomeControl>> | null = null;

  postMessage(init: HandInit): void {
    this.init = init;
    // The end of a line that M0 has given away.
    this.control = converse<HomeControl>(init.parent, {
      look: () => ({ isQuiet: false, epoch: 0, traffic: [] }),
      hears: () => {},
      dump: () => ({ index: init.index, text: "", started: [] }),
    });
  }

  terminate(): void {
    this.isTerminated = true;
    this.init?.parent.close();
    this.init?.line.close();
  }

  /** Comes up, and asks for work; what it gets it halves, and adds 1000, so that one knows who it was. */
  async serve(): Promise<void> {
    const { line } = this.init as HandInit;
    const say = (work: Work): void => line.postMessage({ kind: WORK, work });
    line.onmessage = ({ data }: MessageEvent) => {
      const { word, jobs = [] } = data.work as Work;
      if (word !== BEGIN) return;
      for (const { id, envelope } of jobs)
        say({ word: ENDED, id, result: enclose((openEnvelope(envelope) as number) / 2 + 1000, "x") });
    };
    await this.control?.ready();
    say({ word: IDLE });
  }
}

/** Runs `body` with a crew of `procs` Ps. */
async function withCrew<T>(
  procs: number,
  body: (crew: Fleet, workers: Standin[], told: string[]) => Go<T>,
): Promise<[result: T, workers: Standin[], told: string[]]> {
  const workers: Standin[] = [];
  const told: string[] = [];
  let crew: Fleet | null = null;
  const result = await run(function* (): Go<T> {
    crew = startCrew(currentSched(), {
      procs,
      slice: 10,
      onPanic: ({ message }) => told.push(message),
      onLost: ({ message }: WorkerLost) => told.push(message),
      onFailed: ({ message }) => told.push(message),
      worker: () => {
        const worker = new Standin();
        workers.push(worker);
        return worker as unknown as Worker;
      },
    });
    return yield* body(crew, workers, told);
  });
  await (crew as Fleet | null)?.stop();
  return [result, workers, told];
}

describe("a crew", () => {
  it("CW1 gives each M its index and its lines, hands out when it is up, and ends it", async () => {
    const [results, workers, told] = await withCrew(3, function* (crew, workers) {
      lockOSThread();
      const g = go(half, 10);
      void workers[1]?.serve();
      const first = yield* g.join();
      return [first, crew.count];
    });
    expect(results).toEqual([1005, 2]);
    expect(
      workers.map(({ init, isTerminated }) => [init?.role, init?.index, init?.procs, isTerminated]),
    ).toEqual([
      ["hand", 1, 3, true],
      ["hand", 2, 3, true],
    ]);
    expect(told).toEqual([]);
  });

  it("CW2 a thread that was never up is a failed start", async () => {
    const [, , told] = await withCrew(2, function* (_crew, [worker]) {
      worker?.dispatchEvent(Object.assign(new Event("error"), { message: "" }));
    });
    expect(told).toEqual([
      "run: a thread can't be started: option worker: could not load its script (a page wants the option `worker` of run: see serveM) before it called serveM",
    ]);
  });

  it("starts more when there are to be more, and none after its end", async () => {
    const [, workers] = await withCrew(1, function* (crew, workers) {
      expect(workers.length).toBe(0);
      crew.grow(3);
      expect(workers.length).toBe(2);
      crew.grow(2);
    });
    expect(workers.length).toBe(2);
  });
});
