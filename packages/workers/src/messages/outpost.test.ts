import { describe, expect, it } from "vitest";
import { enclose } from "./envelope.js";
import { HandedGoroutine } from "./handed.js";
import { Outpost } from "./outpost.js";
import {
  ASK,
  BACK,
  BEGIN,
  BEGUN,
  BUSY,
  DIED,
  ENDED,
  IDLE,
  type Job,
  LOST,
  PROCS,
  START,
  WILLING,
  type Work,
} from "./protocol.js";

const job = (id: number): Job => ({
  id,
  key: "file:///x.js#f",
  name: "f",
  site: "",
  starter: 0,
  envelope: enclose(id, "x"),
  isList: false,
});

/** An outpost on a thread that is open or locked, and what it has told M0. */
function outpost(isOpen = true): { own: Outpost; told: Work[]; deaths: number[] } {
  const told: Work[] = [];
  const deaths: number[] = [];
  const own = new Outpost(
    2,
    (work) => told.push(work),
    (index) => deaths.push(index),
  );
  own.bench = { isOpen, offer: () => {}, sched: { p: { isBusy: true } } } as any;
  return { own, told, deaths };
}

describe("an outpost", () => {
  it("OP1 says that it is hungry once, and takes it back when it closes", () => {
    const { own, told } = outpost();
    own.idle();
    own.idle();
    own.close();
    own.close();
    own.idle();
    expect(told.map(({ word }) => word)).toEqual([IDLE, BUSY, IDLE]);
  });

  it("OP2 says of all but the first of a share that they are about to begin, before it gives them out", () => {
    const { own, told } = outpost();
    own.heard({ word: BEGIN, jobs: [job(1), job(2), job(3)] });
    expect(own.take()?.id).toBe(1);
    expect(told).toEqual([]);
    expect([own.take()?.id, own.take()?.id, own.take()]).toEqual([2, 3, undefined]);
    expect(told).toEqual([2, 3].map((id) => ({ word: BEGUN, id })));
  });

  it("OP3 asked, says that it is willing when it has begun all and is still busy, or that it is idle", () => {
    const { own, told } = outpost();
    own.take();
    own.heard({ word: BEGIN, jobs: [job(1)] });
    own.heard({ word: ASK });
    own.take();
    expect(told).toEqual([]);
    own.take();
    own.take();
    expect(told.splice(0)).toEqual([{ word: WILLING }]);
    own.heard({ word: ASK });
    (own.bench as any).sched.p.isBusy = false;
    own.take();
    own.idle();
    // On its way while it said so.
    own.heard({ word: ASK });
    (own.bench as any).sched.p.isBusy = true;
    own.take();
    expect(told).toEqual([{ word: IDLE }]);
  });

  it("gives back what it has not begun when it closes, and what comes after that", () => {
    const { own, told } = outpost();
    own.heard({ word: BEGIN, jobs: [job(1), job(2)] });
    own.take();
    own.close();
    own.bench = { isOpen: false, offer: () => {} } as any;
    own.heard({ word: BEGIN, jobs: [job(3)] });
    expect(told.map(({ word, jobs = [] }) => [word, jobs.map(({ id }) => id)])).toEqual([
      [BACK, [2]],
      [BACK, [3]],
    ]);
    expect(own.take()).toBe(undefined);
  });

  it("passes on what is started, what has ended, and what it hears", () => {
    const { own, told, deaths } = outpost();
    const [returned, lost] = [new HandedGoroutine(5, "f", false), new HandedGoroutine(6, "f", false)];
    own.started.add(returned);
    own.started.add(lost);
    own.start(job(5));
    own.ended(job(7), enclose("r", "x"));
    own.resize(4);
    expect(told.map(({ word, id }) => [word, id])).toEqual([
      [START, undefined],
      [ENDED, 7],
      [PROCS, 4],
    ]);
    own.heard({ word: ENDED, id: 5, result: enclose("result", "x") });
    own.heard({ word: LOST, id: 6, by: 3 });
    own.heard({ word: PROCS, id: 9 });
    own.heard({ word: DIED, id: 3 });
    expect([returned.value, own.procs, deaths]).toEqual(["result", 9, [3]]);
    expect(() => lost.join().finish()).toThrow("worker lost: M3 ran goroutine 6 (f)");
  });
});
